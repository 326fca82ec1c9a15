package checks

import "github.com/plan403/plan403/internal/trace"

var oacSourceMismatch = Rule{
	Name:  "oac-source-mismatch",
	Title: "the policy's aws:SourceArn or aws:SourceAccount is not this distribution's",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.SourceMismatch) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Compare aws:SourceArn with the arn of " + o.Distribution.Address + ": StringEquals, the whole ARN, by reference rather than as text.",
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}
