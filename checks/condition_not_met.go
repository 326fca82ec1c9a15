package checks

import "github.com/plan403/plan403/internal/trace"

var conditionNotMet = Rule{
	Name:  "condition-not-met",
	Title: "the grant has a condition that CloudFront's request does not meet",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ConditionNotMet) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Drop the condition or replace it by one on a key that this caller sends.",
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}
