package checks

import (
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/plan"
)

var malformedPolicy = Rule{
	Name:  "malformed-policy",
	Title: "the policy is not valid, and the API refuses it with 400",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, put := range b.Policies {
				if put.Err != nil {
					f := p.malformed(put, policy.MalformedPolicy)
					f.Why += remainingPolicy(b)
					p.Report(f, append(p.through(b), p.halted(put.Address())...)...)
				}
			}
		}
		for _, put := range p.keyPolicies() {
			if put.Err != nil {
				f := p.malformed(put, policy.MalformedKeyPolicy)
				f.Why += "; " + put.Remaining()
				p.Report(f, p.halted(put.Address())...)
			}
		}
	},
}

func (p *Pass) malformed(put *s3.Policy, code string) Finding {
	detail := put.Err.Error()
	if put.Hidden {
		detail = "its text is sensitive and not shown"
	}
	return Finding{
		Severity: Warning, Change: p.textChange(put), Address: put.Address(), Attribute: put.Attribute,
		Part: put.FaultPart(),
		What: "apply fails with 400 " + code + " at " + put.Address(),
		Why:  detail,
		Fix:  mending(put),
	}
}

// mending says what to do about a malformed policy, and nothing of a hidden one.
func mending(policy *s3.Policy) string {
	if policy.Err.Fix != "" && !policy.Hidden {
		return policy.Err.Fix
	}
	return "Correct that element of the document; names and values are case-sensitive, and apply fails until all " +
		"of it is valid."
}

// remainingPolicy says what stands after apply has stopped at a bucket's policy.
func remainingPolicy(b *s3.Bucket) string {
	if b.New {
		return "; the bucket stays without a policy"
	}
	return "; the bucket keeps the policy that it has, if any"
}

// textChange is Existing if the document was the same before, on the same bucket.
func (p *Pass) textChange(policy *s3.Policy) Change {
	old := p.Before.State.Resource(policy.Address())
	r, text := policy.Resource, policy.Attribute
	if old == nil || r.Action == plan.Replace || old.Sealed(text) != r.Sealed(text) {
		return Introduced
	}
	return Existing
}
