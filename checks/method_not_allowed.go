package checks

import "github.com/plan403/plan403/internal/trace"

var methodNotAllowed = Rule{
	Name:  "method-not-allowed",
	Title: "the behavior does not allow the method",
	Worst: Notice,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.MethodNotAllowed) {
			o := p.Outcomes[i].At(f)
			if o.Method == "OPTIONS" {
				continue // cors-preflight-forbidden
			}
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix: "Nothing, if that is meant. To let viewers write, allow all seven methods in the behavior and " +
					"grant s3:PutObject, and s3:DeleteObject if wanted, in the bucket policy.",
			})
		}
	},
}
