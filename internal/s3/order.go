package s3

import (
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Need is a change that S3 takes only after another one.
type Need struct {
	// Change is the resource that is put, Attribute its argument.
	Change    *plan.Resource
	Attribute string
	// First is the resource that has to be changed before.
	First *plan.Resource
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
	if opened := b.opens("block_public_policy", b.Block.BlockPolicy); opened != nil {
		for _, p := range b.Policies {
			if p.put() && p.Public.IsTrue() && p.Resource != b.Resource {
				out = append(out, Need{p.Resource, p.Attribute, opened, refusedPolicy})
			}
		}
	}
	if opened := b.opens("block_public_acls", b.Block.BlockACLs); opened != nil {
		for _, r := range b.publicACLs() {
			out = append(out, Need{r, "acl", opened, refusedACL})
		}
	}
	return append(out, b.needsOwnership()...)
}

// opens returns the block resource that this plan sets so that a flag which
// blocked before blocks no more, nil if there is none.
func (b *Bucket) opens(flag string, after tri.Value) *plan.Resource {
	r := b.Block.resource
	if r == nil || !written(r) || !after.IsFalse() {
		return nil
	}
	old := b.had("aws_s3_bucket_public_access_block")
	if b.New || old != nil && old.Bool(flag, false).IsTrue() {
		return r
	}
	return nil
}

// early names what still blocks when a change is put that the opened block
// depends on: it certainly comes first, and S3 refuses it in every apply. ""
// if nothing says so.
func (b *Bucket) early(change *plan.Resource, flag string, after tri.Value) string {
	opened, graph := b.opens(flag, after), b.store.state.Graph
	switch {
	case opened == nil || graph == nil || graph.DependsOn(opened, change) != tri.Yes:
		return ""
	case b.New:
		return "the default of new buckets, which holds until " + opened.Address + " is applied,"
	}
	return opened.Address + ", which is changed only afterwards,"
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
	return []Need{{r, "acl", controls, disabledACL}}
}
