package policy

import "slices"

// MalformedKeyPolicy is the error code with which KMS refuses a key policy, with
// status 400. (AWS KMS API Reference, "PutKeyPolicy", Errors.)
const MalformedKeyPolicy = "MalformedPolicyDocumentException"

// Lacks names the element without which a statement of a key policy has no effect,
// "" if it has both.
func (s *Statement) Lacks() string {
	switch {
	case len(s.Unknown) > 0:
		return ""
	case s.Action == nil && s.NotAction == nil:
		return "Action"
	case s.Resource == nil && s.NotResource == nil:
		return "Resource"
	}
	return ""
}

// KeyObjections lists the principals that PutKeyPolicy and CreateKey object to, with
// 400. (AWS KMS API Reference, "PutKeyPolicy", Policy.)
func (d *Document) KeyObjections(partition string) []Objection {
	var out []Objection
	for i := range d.Statements {
		if s := &d.Statements[i]; len(s.Unknown) == 0 {
			out = append(out, d.principalObjections(s, target{Target: Target{Partition: partition}})...)
		}
	}
	for i := range out {
		out[i].Status = MalformedKeyPolicy
	}
	return out
}

// LocksOut reports whether a key policy certainly lets nobody put another one.
func (d *Document) LocksOut() bool { return !slices.ContainsFunc(d.Statements, mayChangePolicy) }

// mayChangePolicy reports whether a statement may allow kms:PutKeyPolicy to somebody
// who can apply a plan, which no AWS service can. Whether that is who applies this
// one is not asked. (AWS KMS API Reference, "PutKeyPolicy", Policy.)
func mayChangePolicy(s Statement) bool {
	switch {
	case len(s.Unknown) > 0:
		return true
	case s.Effect == Deny || s.Lacks() != "" || s.action("kms:PutKeyPolicy").IsFalse():
		return false
	}
	who := s.Principal
	return who == nil || who.Everyone || len(who.Unknown) > 0 || len(who.AWS) > 0 || len(who.Federated) > 0
}
