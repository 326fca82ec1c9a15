package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var explicitDeny = Rule{
	Name:  "explicit-deny",
	Title: "a Deny statement hits CloudFront's request",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ExplicitDeny) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     exemption(o.Caller),
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}

// exemption says how a Deny can leave a caller alone: only requests that an
// origin access control signs can be told apart by a condition.
func exemption(caller cloudfront.CallerKind) string {
	switch caller {
	case cloudfront.OAC:
		return "Exempt CloudFront in the Deny: add the condition Bool aws:PrincipalIsAWSService = false, or StringNotEquals aws:SourceArn with the distribution's ARN. A Deny wins over every Allow."
	case cloudfront.OAI:
		return "Exempt the identity in the Deny: add the condition StringNotEquals aws:PrincipalArn with its iam_arn, or move the origin to an origin access control. A Deny wins over every Allow."
	}
	return "Read the bucket through its REST endpoint with an origin access control, which speaks https and can be exempted, or take the Deny out: nothing tells CloudFront's anonymous requests from others. A Deny wins over every Allow."
}
