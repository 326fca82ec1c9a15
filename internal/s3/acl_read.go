package s3

import (
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// aclGrants reports whether an ACL lets the caller read: the object's own for
// an object, the bucket's for a listing. A bucket ACL does not make objects
// readable.
func (b *Bucket) aclGrants(r Request) tri.Value {
	if b.aclVoid(r) != "" {
		return tri.False
	}
	return b.aclSays(r).And(b.Ownership.ACLsEnabled()).And(b.Block.IgnoreACLs.Not())
}

func (b *Bucket) aclSays(r Request) tri.Value {
	if r.Method != "GET" && r.Method != "HEAD" {
		return tri.False
	}
	if r.Key == "" {
		return b.ACL.Read.Or(b.ACL.Signed.And(signsForAccount(r.Caller)))
	}
	out := tri.False
	for _, o := range b.objectsAt(r.Key) {
		out = out.Or(o.is(r.Key).And(o.ACLRead.Or(o.ACLSigned.And(signsForAccount(r.Caller)))))
	}
	return out
}

// signsForAccount reports whether the group AuthenticatedUsers holds a caller.
// An origin access identity is a user of an account; of service principals AWS
// does not say it. (S3 User Guide, Access control list overview, Amazon S3
// predefined groups.)
func signsForAccount(c CallerKind) tri.Value {
	switch c {
	case Identity:
		return tri.True
	case Service:
		return tri.Because(tri.Cause{
			Reason: "AWS does not document whether AuthenticatedUsers holds the service principal of an origin " +
				"access control",
			Remedy: "grant the read by a bucket policy",
		})
	}
	return tri.False
}

// aclVoid names the flag of the public access block that makes an ACL void
// which would let the caller in: public ACLs are ignored, or this one is new
// and S3 does not take it. "" if there is none.
func (b *Bucket) aclVoid(r Request) string {
	says := b.aclSays(r).And(b.Ownership.ACLsEnabled())
	switch {
	case !says.IsTrue():
		return ""
	case b.Block.IgnoreACLs.IsTrue():
		return "ignore_public_acls"
	case !b.aclResource(r).New():
		return ""
	}
	if by, _ := b.stops(b.aclResource(r), b.barriers("block_public_acls")); by != "" {
		return "block_public_acls"
	}
	return ""
}

// aclResource is the resource whose ACL is asked; there is one where an ACL
// grants anything.
func (b *Bucket) aclResource(r Request) *plan.Resource {
	if o := b.Object(r.Key); o != nil && r.Key != "" {
		return o.Resource
	}
	return b.ACL.Resource
}

// disabledStep tells that an ACL would let everyone in if ACLs counted (S3 User Guide,
// Controlling ownership of objects and disabling ACLs for your bucket).
func (b *Bucket) disabledStep() trace.Step {
	step := trace.Step{
		Step: "object ownership", Address: b.Ownership.Address, Attribute: "rule[0].object_ownership",
		Detail: "the ACL grants the read, but ACLs are disabled (BucketOwnerEnforced), and the bucket has no policy",
	}
	if step.Address == "" { // the default of new buckets
		step.Address, step.Attribute = b.Address(), ""
	}
	return step
}

// voidACL is the step that tells so.
func (b *Bucket) voidACL(flag string) trace.Step {
	detail := "the ACL grants the read, but public ACLs are ignored"
	if flag == "block_public_acls" {
		detail = "the ACL that would allow the read is public, and S3 refuses it"
	}
	return b.blockStep(flag, detail)
}
