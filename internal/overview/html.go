package overview

import (
	"io"

	"github.com/plan403/plan403/internal/report"
)

// writeHTML writes the page of lint with nothing but the picture, and what comes of each
// class of requests.
func writeHTML(w io.Writer, plans []Plan, _ report.Style) error {
	var r report.Report
	for _, p := range plans {
		shown := report.Plan{Path: p.Path, Map: Picture(p), Atlas: p.Atlas}
		for _, d := range p.Distributions {
			shown.Outcomes = append(shown.Outcomes, d.outcomes()...)
		}
		r.Plans = append(r.Plans, shown)
	}
	return report.WriteMap(w, r)
}

// outcomes are the classes of a distribution as reports take them.
func (d Distribution) outcomes() []report.Outcome {
	var out []report.Outcome
	for _, b := range d.Behaviors {
		for _, c := range b.Classes {
			out = append(out, report.Outcome{
				Distribution: d.Address, Behavior: b.Pattern, Origin: b.bucket(), Request: c.Request,
				Before: c.Before, After: c.After, Rules: c.Rules,
			})
		}
	}
	return out
}

// bucket names what a behavior asks, where that is one.
func (b Behavior) bucket() string {
	if len(b.Routes) != 1 {
		return ""
	}
	return b.Routes[0].Bucket
}
