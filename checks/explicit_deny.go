package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var explicitDeny = Rule{
	Name:  "explicit-deny",
	Title: "a Deny statement matches CloudFront's request",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ExplicitDeny) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     exemption(f, o),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// exemption says how a Deny can leave a caller alone: only requests that an
// origin access control signs can be told apart by a condition.
func exemption(f simulate.Refusal, o simulate.Outcome) string {
	const strong = " A Deny wins over every Allow."
	switch o.Caller {
	case cloudfront.OAC:
		if f.Key != "" {
			return "Add " + exempted(f.Key, o.Distribution) + " to the values of " + f.Key + " in the Deny." + strong
		}
		return "Exempt CloudFront in the Deny: add the condition Bool aws:PrincipalIsAWSService = false, or " +
			"StringNotEquals aws:SourceArn with the distribution's ARN." + strong
	case cloudfront.OAI:
		return "Exempt the identity in the Deny: add the condition StringNotEquals aws:PrincipalArn with its " +
			"iam_arn, " +
			"or move the origin to an origin access control." + strong
	}
	return "Read the bucket through its REST endpoint with an origin access control, which supports https and can be " +
		"exempted, or take the Deny out: nothing tells CloudFront's anonymous requests from others." + strong
}

// exempted is what a distribution brings for a condition key about the source.
func exempted(key string, d *cloudfront.Distribution) string {
	if strings.EqualFold(key, "aws:SourceAccount") {
		return "the account " + d.Account
	}
	return "the arn of " + d.Place()
}
