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
	// Unmade: KMS refuses to make the key.
	Unmade bool
}

// Managed reports whether the key is aws/s3, whose policy cannot be changed.
func (e Encryption) Managed() bool {
	return e.KeyID == "" || e.KeyID == ManagedAlias || strings.HasSuffix(e.KeyID, ":"+ManagedAlias)
}

// managedOr is the alias of aws/s3 where a data source that looks that key up
// yields the id, else the id. What is yielded says no more whose key it is.
func (s *Store) managedOr(id string) string {
	if id == "" {
		return id
	}
	yielded := []string{"target_key_arn", "target_key_id", "arn", "key_id", "id"}
	r := s.state.Find([]string{id}, yielded, "data.aws_kms_alias", "data.aws_kms_key")
	if r == nil {
		return id
	}
	asked := Encryption{KeyID: r.String("name")}
	if r.Type == "aws_kms_key" {
		asked.KeyID = r.String("key_id")
	}
	if asked.KeyID != "" && asked.Managed() || r.String("key_manager") == "AWS" {
		return ManagedAlias
	}
	return id
}

// keyTypes are the types of resources that are keys.
var keyTypes = []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"}

// Key finds a KMS key by id, ARN, alias or alias ARN; nil if it is not in the
// plan.
func (s *Store) Key(id string) *Key {
	for range 2 { // an alias leads to a key
		if r := s.state.Find([]string{id}, []string{"arn", "key_id", "id"}, keyTypes...); r != nil {
			return s.keyOf(r)
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

// keyOf is newKey, once for each key.
func (s *Store) keyOf(r *plan.Resource) *Key {
	if known, ok := s.keys.Load(r); ok {
		return known.(*Key)
	}
	k := s.newKey(r)
	s.keys.Store(r, k)
	return k
}

// newKey reads a key. aws_kms_key_policy takes the place of the key's own
// argument; without either the default policy holds.
func (s *Store) newKey(r *plan.Resource) *Key {
	k := &Key{Resource: r, ARN: r.String("arn"), Enabled: r.Bool("is_enabled", true)}
	own := s.separateKeyPolicy(r)
	if own == nil && r.String("policy") != "" && !s.staleKeyPolicy(r) {
		own = r
	}
	if own == nil {
		return k
	}
	k.Policy = s.judgedKeyPolicy(own)
	if k.Policy.Taken.IsFalse() {
		k.keep(s, own)
	}
	return k
}

func (s *Store) separateKeyPolicy(r *plan.Resource) *plan.Resource {
	return s.state.Find([]string{r.String("arn"), r.String("key_id"), r.String("id")}, []string{"key_id"},
		"aws_kms_key_policy")
}

// staleKeyPolicy reports whether the computed policy of a key shows the past: that of
// an aws_kms_key_policy that the plan deletes, which leaves the key with the default
// policy (provider documentation of aws_kms_key_policy).
func (s *Store) staleKeyPolicy(r *plan.Resource) bool {
	if s.earlier == nil || s.state.Configures(r, "policy") {
		return false
	}
	old := s.earlier.separateKeyPolicy(r)
	if old == nil {
		return false
	}
	next := s.state.Resource(old.Address)
	return next == nil || next.Action == plan.Replace
}

// keep leaves a key with the policy that it has, since KMS does not take the one
// that is put: its old one, or the default one.
func (k *Key) keep(s *Store, put *plan.Resource) {
	var old *plan.Resource
	if s.earlier != nil && !k.Resource.New() {
		old = s.earlier.state.Resource(k.Resource.Address)
	}
	k.Policy = nil
	switch {
	case old != nil:
		k.Policy = s.earlier.newKey(old).Policy
	case put == k.Resource:
		k.Unmade = true
	}
}

// judgedKeyPolicy reads the policy that a resource gives a key, and whether KMS takes
// it.
func (s *Store) judgedKeyPolicy(r *plan.Resource) *Policy {
	p := s.keyPolicy(r)
	switch {
	case s.earlier == nil || !p.put(): // it is in force
	case !p.read.valid:
		p.Taken = tri.False
	case s.rewritten(p):
		d := p.Document()
		p.object(d.KeyObjections(r.Partition))
		if d.LocksOut() {
			p.lockedOut = r.Bool("bypass_policy_lockout_safety_check", false).Not()
			p.Taken = p.Taken.And(p.lockedOut.Not())
		}
	}
	return p
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
	document := k.Policy.Document()
	if document == nil {
		return policy.Decision{}, tri.Because(tri.Cause{
			Address: k.Policy.Address(), Attribute: k.Policy.Attribute,
			Reason: "the key policy is malformed: " + k.Policy.Err.Error(), Remedy: "correct it; KMS refuses it at " +
				"apply",
		})
	}
	d := document.Evaluate(r)
	if k.Policy.Taken.IsUnknown() {
		return d, d.Allowed().Agree(tri.False, k.Policy.Taken.Causes()...)
	}
	return d, d.Allowed()
}

// KeyPolicies lists the documents of all key policies of the judged root.
func (s *Store) KeyPolicies() []*Policy {
	var out []*Policy
	types := []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_key_policy"}
	for _, r := range s.state.OfType(types...) {
		if r.From == "" && r.String("policy") != "" {
			out = append(out, s.judgedKeyPolicy(r))
		}
	}
	return out
}
