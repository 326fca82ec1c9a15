package s3

import (
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
)

// RefusedKeys lists the key policies that KMS refuses since nobody could change them
// again: it says that "the new key policy will not allow you to update the key policy
// in the future" (KMS API Reference, PutKeyPolicy, BypassPolicyLockoutSafetyCheck).
func (s *Store) RefusedKeys() []Refusal {
	var out []Refusal
	for _, p := range s.KeyPolicies() {
		if !p.lockedOut.IsTrue() {
			continue
		}
		out = append(out, Refusal{
			Call: "PutKeyPolicy", Status: 400, Error: policy.MalformedKeyPolicy, Certain: tri.True,
			Resource: p.Resource, Attribute: p.Attribute, After: p.Remaining(),
			Why: "its policy allows no account, user or role kms:PutKeyPolicy, so nobody could ever change it again",
			Fix: "Add a statement that allows kms:* on * to the root of the account, beside the one for CloudFront.",
		})
	}
	return out
}

// Remaining says what stands where KMS does not take the policy of a key.
func (p *Policy) Remaining() string {
	switch {
	case !p.Resource.New():
		return "the key keeps the policy that it has"
	case p.Resource.Type == "aws_kms_key_policy":
		return "a new key stays with the default policy"
	}
	return "the key and whatever depends on it are not created"
}

// malformedKeys are the calls that give keys policies which are no policies.
func (s *Store) malformedKeys() []Refusal {
	var out []Refusal
	for _, p := range s.KeyPolicies() {
		if p.put() && p.Err != nil && p.Taken.IsFalse() {
			out = append(out, Refusal{
				Call: "PutKeyPolicy", Status: 400, Error: policy.MalformedKeyPolicy, Resource: p.Resource,
				Attribute: p.Attribute,
				Why:       "the key policy is malformed", Certain: tri.True,
			})
		}
	}
	return out
}
