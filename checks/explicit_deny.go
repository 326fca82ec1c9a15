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
				Fix:     exemption(f, o),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// exemption says how a Deny can leave a caller alone: only requests that an
// origin access control signs can be told apart by a condition.
func exemption(f simulate.Refusal, o simulate.Outcome) string {
	switch o.Caller {
	case cloudfront.OAC:
		if f.Key != "" {
			return "Add " + exempted(f.Key, o.Distribution) + " to the values of " + f.Key + " in the Deny."
		}
		return "Exempt CloudFront: add the condition Bool aws:PrincipalIsAWSService = false, or StringNotEquals " +
			"aws:SourceArn with " + o.Distribution.Place() + ".arn, to the Deny."
	case cloudfront.OAI:
		return "Exempt the identity: add the condition StringNotEquals aws:PrincipalArn with its iam_arn to the " +
			"Deny, " +
			"or move the origin to an origin access control."
	}
	return "Remove the Deny, or read the bucket through its REST endpoint with an origin access control and exempt " +
		"that: CloudFront's anonymous requests cannot be told from others."
}

// exempted is what a distribution sends for a condition key about the source.
func exempted(key string, d *cloudfront.Distribution) string {
	if strings.EqualFold(key, "aws:SourceAccount") {
		return "the account " + d.Account
	}
	return d.Place() + ".arn"
}
