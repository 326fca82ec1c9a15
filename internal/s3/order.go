package s3

import (
	"github.com/plan403/plan403/plan"
)

// Need is a change that S3 takes only after another one.
type Need struct {
	// Change is the resource that is put, Attribute its argument.
	Change    *plan.Resource
	Attribute string
	// First is the resource that has to be changed before. Gone: the plan deletes it,
	// and nothing can be made to wait for that.
	First *plan.Resource
	Gone  bool
	// Refusal is what S3 answers if it is not.
	Refusal string
}

const (
	refusedPolicy = "403 AccessDenied (BlockPublicPolicy)"
	refusedACL    = "403 AccessDenied (BlockPublicAcls)"
	disabledACL   = "400 AccessControlListNotSupported"
)

// Needs lists the changes of this plan that have to come after another one of
// the same bucket: public policies and ACLs after the public access block that
// lets them, ACLs after the ownership controls that enable them (S3 User Guide,
// Blocking public access; Controlling ownership of objects).
func (b *Bucket) Needs() []Need {
	if b.store.earlier == nil {
		return nil
	}
	var out []Need
	for _, x := range b.opened("block_public_policy") {
		for _, p := range b.Policies {
			if p.put() && p.Public.IsTrue() && p.Resource != b.Resource {
				out = append(out, Need{p.Resource, p.Attribute, x.change, x.gone, refusedPolicy})
			}
		}
	}
	for _, x := range b.opened("block_public_acls") {
		for _, r := range b.publicACLs() {
			out = append(out, Need{r, "acl", x.change, x.gone, refusedACL})
		}
	}
	return append(out, b.needsOwnership()...)
}

func (b *Bucket) publicACLs() []*plan.Resource {
	var out []*plan.Resource
	if r := b.ACL.Resource; r != nil && r != b.Resource && written(r) && b.ACL.Public.IsTrue() {
		out = append(out, r)
	}
	for _, o := range b.Objects {
		if written(o.Resource) && o.ACLPublic.IsTrue() {
			out = append(out, o.Resource)
		}
	}
	return out
}

func (b *Bucket) needsOwnership() []Need {
	controls := b.store.one("bucket", b.Name, "aws_s3_bucket_ownership_controls")
	if controls == nil || !written(controls) || !b.New || !b.Ownership.ACLsEnabled().IsTrue() {
		return nil
	}
	r := b.ACL.Resource
	if r == nil || r == b.Resource || !written(r) {
		return nil
	}
	return []Need{{r, "acl", controls, false, disabledACL}}
}
