package checks

import "github.com/plan403/plan403/internal/trace"

var explicitDeny = Rule{
	Name:  "explicit-deny",
	Title: "a Deny statement hits CloudFront's request",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ExplicitDeny) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Exempt CloudFront in the Deny: for an origin access control add the condition Bool aws:PrincipalIsAWSService = false, or StringNotEquals aws:SourceArn with the distribution's ARN. A Deny wins over every Allow.",
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}
