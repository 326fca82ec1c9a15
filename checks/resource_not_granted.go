package checks

import "github.com/plan403/plan403/internal/trace"

var resourceNotGranted = Rule{
	Name:  "resource-not-granted",
	Title: "the policy's Resource covers none or only some of the keys asked for",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ResourceMissing) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Let the Resource cover the keys: " + o.Bucket.ARN + "/* for all, or a prefix that begins with the origin path " + quote(o.Origin.Path) + " and the behavior's own pattern, which is not stripped.",
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}

func quote(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
