package checks

import "github.com/plan403/plan403/internal/trace"

var oacNotSigning = Rule{
	Name:  "oac-not-signing",
	Title: "the origin access control does not sign, so S3 sees an anonymous caller",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.NotSigning) {
			p.Explain(i, f, Finding{
				Fix: "Set signing_behavior to \"always\".",
			})
		}
	},
}
