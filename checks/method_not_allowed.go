package checks

import "github.com/plan403/plan403/internal/trace"

var methodNotAllowed = Rule{
	Name:  "method-not-allowed",
	Title: "the behavior does not allow the method",
	Worst: Notice,
	Meant: true,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.MethodNotAllowed) {
			o := p.Outcomes[i].At(f)
			if o.Method == "OPTIONS" {
				continue // cors-preflight-forbidden
			}
			p.Explain(i, f, Finding{
				Fix: "Nothing, if that is meant. To let viewers write, allow all seven methods in the behavior, and " +
					"s3:PutObject (s3:DeleteObject) in the bucket policy.",
			})
		}
	},
}
