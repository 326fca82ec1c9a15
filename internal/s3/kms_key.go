package s3

import (
	"cmp"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Key is a KMS key with its policy.
type Key struct {
	Resource *plan.Resource
	ARN      string
	// Policy is nil for the default policy, which names only the key's account.
	Policy  *Policy
	Enabled tri.Value
}

// Managed reports whether the key is aws/s3, whose policy cannot be changed.
func (e Encryption) Managed() bool {
	return e.KeyID == "" || e.KeyID == ManagedAlias || strings.HasSuffix(e.KeyID, ":"+ManagedAlias)
}

// Key finds a KMS key by id, ARN, alias or alias ARN; nil if it is not in the
// plan.
func (s *Store) Key(id string) *Key {
	for range 2 { // an alias leads to a key
		if r := s.state.Find([]string{id}, []string{"arn", "key_id", "id"}, "aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"); r != nil {
			return s.newKey(r)
		}
		target := s.aliasTarget(id)
		if target == "" {
			return nil
		}
		id = target
	}
	return nil
}

func (s *Store) aliasTarget(id string) string {
	r := s.state.Find([]string{id}, []string{"name", "arn", "id"}, "aws_kms_alias", "data.aws_kms_alias")
	if r == nil {
		return ""
	}
	return cmp.Or(r.String("target_key_id"), r.String("target_key_arn"))
}

// newKey reads a key. aws_kms_key_policy takes the place of the key's own
// argument; without either the default policy holds.
func (s *Store) newKey(r *plan.Resource) *Key {
	k := &Key{Resource: r, ARN: r.String("arn"), Enabled: r.Bool("is_enabled", true)}
	if p := s.state.Find([]string{k.ARN, r.String("key_id"), r.String("id")}, []string{"key_id"}, "aws_kms_key_policy"); p != nil {
		k.Policy = s.keyPolicy(p)
		return k
	}
	if r.String("policy") != "" {
		k.Policy = s.keyPolicy(r)
	}
	return k
}

// PolicyAddress is where the key's policy is written, or could be.
func (k *Key) PolicyAddress() string {
	if k.Policy != nil {
		return k.Policy.Address()
	}
	return k.Resource.Address
}

// evaluate asks the key policy. The default policy gives the key's account the
// right to delegate by IAM, which says nothing for callers outside (KMS
// Developer Guide, Default key policy).
func (k *Key) evaluate(r policy.Request) (policy.Decision, tri.Value) {
	if k.Policy == nil {
		return policy.Decision{Allow: tri.False, Deny: tri.False}, tri.False
	}
	if k.Policy.Document == nil {
		return policy.Decision{}, tri.Because(tri.Cause{Address: k.Policy.Address(), Attribute: k.Policy.Attribute, Reason: "the key policy is malformed: " + k.Policy.Err.Error(), Remedy: "mend it; KMS refuses it at apply"})
	}
	d := k.Policy.Document.Evaluate(r)
	return d, d.Allowed()
}

// KeyPolicies lists the documents of all key policies of the judged root.
func (s *Store) KeyPolicies() []*Policy {
	var out []*Policy
	for _, r := range s.state.OfType("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_key_policy") {
		if r.From == "" && r.String("policy") != "" {
			out = append(out, s.keyPolicy(r))
		}
	}
	return out
}
