package checks

import "github.com/plan403/plan403/internal/trace"

var distributionDisabled = Rule{
	Name:  "distribution-disabled",
	Title: "the distribution is disabled and serves nothing",
	Worst: Notice,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.Disabled) {
			p.Explain(i, f, Finding{
				What: p.Outcomes[i].Distribution.Address + " serves nothing",
				Why:  "the distribution is disabled",
				Fix:  "Set enabled = true, if it is meant to serve.",
			})
		}
	},
}
