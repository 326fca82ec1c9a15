package checks

import "github.com/plan403/plan403/internal/s3"

var malformedPolicy = Rule{
	Name:  "malformed-policy",
	Title: "the policy is not valid: the API refuses it with 400",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, policy := range b.Policies {
				if policy.Err != nil {
					p.Report(p.malformed(policy, "MalformedPolicy"), p.through(b)...)
				}
			}
		}
		for _, policy := range p.After.Store.KeyPolicies() {
			if policy.Err != nil {
				p.Report(p.malformed(policy, "MalformedPolicyDocumentException"))
			}
		}
	},
}

func (p *Pass) malformed(policy *s3.Policy, code string) Finding {
	detail := policy.Err.Error()
	if policy.Hidden {
		detail = "its text is sensitive and not shown"
	}
	return Finding{
		Severity: Warning, Change: p.textChange(policy), Address: policy.Address(), Attribute: policy.Attribute,
		Message: policy.Address() + " is refused at apply with 400 " + code + ": " + detail,
		Fix: "Correct that element of the document; names and values are case-sensitive, and apply fails until all " +
			"of it is valid.",
	}
}

// textChange is Existing if the document was the same before.
func (p *Pass) textChange(policy *s3.Policy) Change {
	old := p.Before.State.Resource(policy.Address())
	if old == nil || old.Sealed(policy.Attribute) != policy.Resource.Sealed(policy.Attribute) {
		return Introduced
	}
	return Existing
}

// through lists the outcomes that reach a bucket.
func (p *Pass) through(b *s3.Bucket) []int {
	var out []int
	for i, o := range p.Outcomes {
		if o.Bucket() == b {
			out = append(out, i)
		}
	}
	return out
}
