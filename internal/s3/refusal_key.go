package s3

import (
	"slices"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
)

// RefusedKeys lists the key policies that KMS refuses since nobody could change them
// again: it says that "the new key policy will not allow you to update the key policy
// in the future" (KMS API Reference, PutKeyPolicy, BypassPolicyLockoutSafetyCheck).
func (s *Store) RefusedKeys() []Refusal {
	if s.earlier == nil {
		return nil
	}
	var out []Refusal
	for _, p := range s.KeyPolicies() {
		guarded := p.Resource.Bool("bypass_policy_lockout_safety_check", false).IsFalse()
		if !p.put() || p.Document == nil || !guarded || !locksOut(p.Document) {
			continue
		}
		out = append(out, Refusal{
			Call: "PutKeyPolicy", Status: 400, Error: "MalformedPolicyDocumentException", Certain: tri.True,
			Resource: p.Resource, Attribute: p.Attribute, After: "the key, or its new policy, and what depends on it are not made",
			Why: "its policy gives no account, user or role anything, so that nobody could change the policy again",
			Fix: "Add a statement that allows kms:* on * to the root of the account, beside the one for CloudFront.",
		})
	}
	return out
}

// locksOut reports whether a policy certainly allows nothing to anybody in an account.
func locksOut(d *policy.Document) bool {
	return !slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		who := s.Principal
		mayAllow := len(s.Unknown) > 0 || s.Effect != policy.Deny
		return mayAllow && (who == nil || who.Everyone || len(who.AWS)+len(who.Unknown) > 0)
	})
}
