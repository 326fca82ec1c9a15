package s3

import (
	"slices"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Policy is one policy document and where it is written.
type Policy struct {
	Resource  *plan.Resource
	Attribute string
	// Err says why AWS refuses the document as malformed: since it breaks the grammar,
	// or for what else it objects to.
	Err *policy.SyntaxError
	// Taken tells whether AWS takes the document when it is put.
	Taken tri.Value
	// Hidden marks a document that is sensitive as a whole: nothing of it may
	// be printed.
	Hidden bool
	// Public tells whether S3 takes it for public.
	Public tri.Value
	// lockedOut tells of a key policy whether KMS refuses it since nobody could change
	// it again.
	lockedOut tri.Value
	// Refused is the reason why PutBucketPolicy will be refused, "" if it
	// won't: the document is then never in force.
	Refused string
	// Halted is the address of the call that S3 refuses and that this one waits for, ""
	// if there is none: the document is then never put.
	Halted string

	read *document
}

// Document is the policy itself, nil when the text breaks the grammar.
func (p *Policy) Document() *policy.Document { return p.read.tree() }

// Address returns the address of the resource that holds the policy.
func (p *Policy) Address() string { return p.Resource.Address }

// policy reads the policy that a resource puts.
func (s *Store) policy(r *plan.Resource, attribute string) *Policy {
	return newPolicy(r, attribute, s.documents.of(r.Sealed(attribute), s.state.Symbols))
}

// keyPolicy reads that of a KMS key.
func (s *Store) keyPolicy(r *plan.Resource) *Policy {
	return newPolicy(r, "policy", s.keyDocuments.of(r.Sealed("policy"), s.state.Symbols))
}

func newPolicy(r *plan.Resource, attribute string, d *document) *Policy {
	return &Policy{
		Resource: r, Attribute: attribute, Taken: tri.True, lockedOut: tri.False,
		Err: d.err, Hidden: d.hidden, Public: d.public, read: d,
	}
}

// maxCompeting bounds the policies of one bucket that are weighed against each
// other.
const maxCompeting = 16

// readPolicies finds the documents that compete for the bucket. The computed
// policy of aws_s3_bucket is the bucket's policy only where no policy resource
// stands for the bucket: beside one, and after one was deleted, it shows the
// past.
func (b *Bucket) readPolicies() {
	list, maybe := b.store.attached("bucket", b.Name, "aws_s3_bucket_policy")
	if len(list) > maxCompeting {
		maybe = append(maybe, tri.Cause{
			Address: list[maxCompeting].Address, Attribute: "policy",
			Reason: "more policies compete for the bucket than plan403 examines", Remedy: "keep one for each bucket",
		})
		list = list[:maxCompeting]
	}
	for _, r := range list {
		b.Policies = append(b.Policies, b.store.policy(r, "policy"))
	}
	inline := b.inlinePolicy(len(list) > 0)
	if inline != nil {
		b.Policies = append(b.Policies, inline)
	}
	maybe = append(maybe, b.unreadPolicies()...)
	b.PolicyKnown = tri.True
	b.dropDeleted()
	switch {
	case b.Race:
		b.PolicyKnown = tri.Because(tri.Cause{
			Address: b.deletedPolicy().Address, Attribute: "policy",
			Reason: "deleting it deletes the bucket's policy, whichever resource made it, and nothing orders that " +
				"before the new one is made",
			Remedy: "tell Terraform that the resource has moved (a moved block), or delete and create in two applies",
		})
	case len(maybe) > 0:
		b.PolicyKnown = tri.Because(maybe...)
	case len(b.Policies) > 0 || b.New || b.had("aws_s3_bucket_policy") != nil:
	case b.Resource != nil && b.Resource.Has("policy").IsTrue(): // refreshed, and empty
	case b.readByData():
	default:
		b.PolicyKnown = tri.Because(b.outside("policy"))
	}
}

// unreadPolicies are the causes of policies that resources may put which no model
// reads. What the user vouches for stands against them.
func (b *Bucket) unreadPolicies() []tri.Cause {
	if slices.ContainsFunc(b.Policies, func(p *Policy) bool { return p.Resource.Assumed() }) {
		return nil
	}
	var out []tri.Cause
	for _, r := range b.store.state.Unmodelled("AWS::S3::BucketPolicy") {
		if r.Concerns(b.Name) {
			out = append(out, r.Unread("policy of "+b.Name, "aws_s3_bucket_policy"))
		}
	}
	return out
}

// dropDeleted reckons with a policy resource that the plan deletes beside others
// of the same bucket: DeleteBucketPolicy removes the one policy that the bucket
// has. What is not put again is gone; what is put is in a race with it (provider
// documentation of aws_s3_bucket_policy).
func (b *Bucket) dropDeleted() {
	if len(b.Policies) == 0 || b.deletedPolicy() == nil {
		return
	}
	b.Race = slices.ContainsFunc(b.Policies, func(p *Policy) bool { return p.put() && !deletedLast(p.Resource) })
	if !b.Race {
		b.Policies = nil
	}
}

// deletedPolicy is a policy resource of the bucket that the plan deletes, nil if
// there is none.
func (b *Bucket) deletedPolicy() *plan.Resource {
	if b.store == nil || b.store.earlier == nil {
		return nil
	}
	list, _ := b.store.earlier.attached("bucket", b.Name, "aws_s3_bucket_policy")
	for _, r := range list {
		if next := b.store.state.Resource(r.Address); next == nil || deletedLast(next) || b.left(next) {
			return r
		}
	}
	return nil
}

// left reports whether a policy resource of this bucket goes to another one: that
// replaces it, and what it put here is deleted.
func (b *Bucket) left(r *plan.Resource) bool {
	return r.Action == plan.Replace && !r.KeepsOld && b.store.elsewhere(r, "bucket", b.Name)
}

// deletedLast reports whether a policy is replaced by create_before_destroy: it is
// put anew first, and then deleting the old resource deletes what was put.
func deletedLast(r *plan.Resource) bool {
	return r.Action == plan.Replace && r.CreateBeforeDestroy && !r.KeepsOld
}

func (b *Bucket) readByData() bool {
	for _, r := range b.store.state.Data("aws_s3_bucket_policy") {
		if r.String("bucket") == b.Name && r.String("policy") != "" {
			b.Policies = append(b.Policies, b.store.policy(r, "policy"))
			return true
		}
	}
	return false
}

func (b *Bucket) inlinePolicy(separate bool) *Policy {
	r := b.Resource
	if r == nil || r.String("policy") == "" {
		return nil
	}
	stale := separate || b.had("aws_s3_bucket_policy") != nil
	if stale && !b.store.state.Configures(r, "policy") {
		return nil
	}
	return b.store.policy(r, "policy")
}

// RemovedPolicy is the policy resource that the plan deletes without another in
// its place, nil if there is none.
func (b *Bucket) RemovedPolicy() *plan.Resource {
	if len(b.Policies) > 0 {
		return nil
	}
	return b.deletedPolicy()
}
