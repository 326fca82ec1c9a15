package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
)

var behaviorShadowed = Rule{
	Name:  "behavior-shadowed",
	Title: "a behavior is never reached: one before it takes all of its paths",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, d := range p.After.Distributions {
			for _, b := range d.Behaviors {
				if earlier := d.Shadow(b); earlier != nil {
					p.Report(p.shadowed(d, b, earlier))
				}
			}
		}
	},
}

func (p *Pass) shadowed(d *cloudfront.Distribution, b, earlier *cloudfront.Behavior) Finding {
	f := Finding{
		Severity: Notice, Change: p.shadowChange(d, b), Address: d.Place(), Attribute: b.At("path_pattern"),
		What: "behavior " + b.Name() + " of " + d.Place() + " is never reached",
		Why:  earlier.Name() + " comes before it and takes all of its paths",
		Fix:  "Move it before " + earlier.Name() + ": CloudFront takes the first behavior whose pattern matches.",
	}
	if earlier.Pattern == b.Pattern {
		f.Fix = "Delete one of the two: they have the same pattern."
	}
	r := simulate.Request{Method: "GET", Scheme: "https", Path: b.Example()}
	if p.After.Send(d, r).Verdict == simulate.Forbidden && p.After.Through(d, b, r).Verdict == simulate.Served {
		f.Severity = Warning
		f.Why += "; " + p.display(r.Path) + " returns 403 there and would be served here"
	}
	return f
}

// shadowChange is Existing if the behavior was not reached before apply either.
func (p *Pass) shadowChange(d *cloudfront.Distribution, b *cloudfront.Behavior) Change {
	old := p.Before.Distribution(d.Address)
	if old == nil {
		return Introduced
	}
	for _, was := range old.Behaviors {
		if was.Pattern == b.Pattern && old.Shadow(was) != nil {
			return Existing
		}
	}
	return Introduced
}
