package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
)

var missingKeyAnswers403 = Rule{
	Name:  "missing-key-answers-403",
	Title: "only 404 is handled, but S3 answers 403 for a missing object",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if o.Verdict != simulate.Served || !handlesOnly404(o) || o.Method != "GET" || o.Scheme != "https" || o.Path == "/" || o.ErrorPage != 0 {
				continue
			}
			if !p.After.MissingKey(o).IsTrue() {
				continue
			}
			p.Report(Finding{
				Severity: Warning, Certainty: Certain, Change: p.changeAt([]string{o.Distribution.Address}),
				Address: o.Distribution.Address, Attribute: handler404(o), Related: []string{bucketAddress(o)},
				Message: "a missing object behind behavior " + o.Behavior + " of " + o.Distribution.Address + " answers 403, and only 404 is handled: without s3:ListBucket S3 does not tell that a key is missing",
				Fix:     "Handle 403 as well, or grant s3:ListBucket on " + o.Bucket.ARN + " (without /*) to the same caller; with a default root object set, that does not open a listing at /.",
			}, i)
		}
	},
}

// handlesOnly404 reports whether the distribution does something about 404 and
// nothing about 403: an error page, or an origin group's second member.
func handlesOnly404(o simulate.Outcome) bool {
	_, page404 := o.Distribution.ErrorPage(404)
	_, page403 := o.Distribution.ErrorPage(403)
	if g := o.Distribution.Group(o.Result.Behavior.Target); g != nil && slices.Contains(g.Statuses, "404") && !slices.Contains(g.Statuses, "403") {
		return !page403
	}
	return page404 && !page403
}

func handler404(o simulate.Outcome) string {
	if p, ok := o.Distribution.ErrorPage(404); ok {
		return p.Path()
	}
	return "origin_group"
}
