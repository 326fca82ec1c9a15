package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// ACL is the bucket's ACL as far as the public is concerned.
type ACL struct {
	// Read: everyone may list; Write: everyone may put; Signed: whoever signs
	// for an AWS account may list.
	Read, Write, Signed tri.Value
	// Public tells whether any grant goes to AllUsers or AuthenticatedUsers.
	Public   tri.Value
	Address  string
	Resource *plan.Resource
}

const (
	allUsers           = "http://acs.amazonaws.com/groups/global/AllUsers"
	authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
)

func (b *Bucket) readACL() {
	b.ACL = ACL{Read: tri.False, Write: tri.False, Signed: tri.False, Public: tri.False}
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_acl")
	if r == nil && b.Resource != nil && !b.Resource.Has("acl").Or(b.Resource.Has("grant")).IsFalse() &&
		b.had("aws_s3_bucket_acl") == nil {
		r = b.Resource
	}
	if r == nil {
		if !b.New {
			b.ACL.Read = tri.Because(b.outside("ACL"))
		}
		return
	}
	b.ACL.Address, b.ACL.Resource = r.Address, r
	if canned := r.String("acl"); canned != "" {
		b.ACL.Read, b.ACL.Write, b.ACL.Public = CannedPublic(canned)
		b.ACL.Signed = cannedSigned(canned)
		return
	}
	b.readGrants(r)
}

// CannedPublic tells what a canned ACL gives the public (S3 User Guide, Access
// control list overview, canned ACL).
func CannedPublic(canned string) (read, write, public tri.Value) {
	if symbol.Contains(canned) {
		u := tri.Because(causes(canned)...)
		return u, u, u
	}
	return tri.Of(strings.HasPrefix(canned, "public-read")), tri.Of(canned == "public-read-write"),
		tri.Of(strings.HasPrefix(canned, "public-read") || canned == "authenticated-read")
}

// cannedSigned tells whether a canned ACL lets read whoever signs for an AWS
// account, and nobody else of the public.
func cannedSigned(canned string) tri.Value {
	if symbol.Contains(canned) {
		return tri.Because(causes(canned)...)
	}
	return tri.Of(canned == "authenticated-read")
}

func (b *Bucket) readGrants(r *plan.Resource) {
	grants, known := r.Blocks("grant")
	if p, there := r.First("access_control_policy"); !there.IsFalse() {
		grants, known = p.Blocks("grant")
	}
	if !known.IsTrue() {
		b.ACL.Read, b.ACL.Write, b.ACL.Public, b.ACL.Signed = known, known, known, known
	}
	for _, g := range grants {
		b.ACL.add(g)
	}
}

// add reads one grant.
func (a *ACL) add(g plan.Block) {
	uri, permissions := g.String("uri"), []string{g.String("permission")}
	if grantee, there := g.First("grantee"); !there.IsFalse() {
		uri = grantee.String("uri")
	}
	list, known := g.Texts("permissions")
	if len(list) > 0 {
		permissions = list
	}
	everyone, signers := equals(uri, allUsers), equals(uri, authenticatedUsers)
	read, write := known.Not(), known.Not()
	for _, p := range permissions {
		full := equals(p, "FULL_CONTROL")
		read, write = read.Or(equals(p, "READ")).Or(full), write.Or(equals(p, "WRITE")).Or(full)
	}
	a.Public = a.Public.Or(everyone).Or(signers)
	a.Signed = a.Signed.Or(signers.And(read))
	a.Read, a.Write = a.Read.Or(everyone.And(read)), a.Write.Or(everyone.And(write))
}

// RefusedACLs lists the ACLs that S3 will not take: they are public, ACLs are
// enabled, and public ones are blocked when they are put (S3 User Guide,
// Troubleshoot access denied errors, Block Public Access settings). With ACLs
// disabled, as when a bucket is made, the answer is 400, which is another failure.
func (b *Bucket) RefusedACLs() []*plan.Resource {
	if b.store.earlier == nil || !b.Ownership.ACLsEnabled().IsTrue() {
		return nil
	}
	var out []*plan.Resource
	barriers, put := b.barriers("block_public_acls"), b.publicACLs()
	if r := b.ACL.Resource; r != nil && r == b.Resource && !b.New && written(r) && b.ACL.Public.IsTrue() {
		put = append(put, r)
	}
	for _, r := range put {
		if by, late := b.stops(r, barriers); by != "" && !late {
			out = append(out, r)
		}
	}
	return out
}

func written(r *plan.Resource) bool {
	return r.Action == plan.Create || r.Action == plan.Replace || r.Action == plan.Update
}

// disabledACLs: S3 takes no ACL while ACLs are disabled (S3 User Guide, Error
// responses when ACLs are disabled).
func (b *Bucket) disabledACLs() []Refusal {
	r := b.ACL.Resource
	if r == nil || r.Type != "aws_s3_bucket_acl" || !written(r) || !b.Ownership.ACLsEnabled().IsFalse() {
		return nil
	}
	return []Refusal{b.disabledACL(r)}
}

// disabledObjectACLs: an object may still carry bucket-owner-full-control.
func (b *Bucket) disabledObjectACLs() []Refusal {
	if !b.Ownership.ACLsEnabled().IsFalse() {
		return nil
	}
	var out []Refusal
	for _, o := range b.Objects {
		acl := o.String("acl")
		if written(o.Resource) && acl != "" && acl != "private" && acl != "bucket-owner-full-control" &&
			!symbol.Contains(acl) {
			out = append(out, b.disabledACL(o.Resource))
		}
	}
	return out
}

func (b *Bucket) disabledACL(r *plan.Resource) Refusal {
	return Refusal{
		Resource: r, Attribute: "acl", Certain: tri.True,
		Why: "ACLs are disabled on " + b.Address() + " (BucketOwnerEnforced)",
		Fix: "Remove the ACL. If it is meant, set object_ownership to \"BucketOwnerPreferred\" in " +
			"aws_s3_bucket_ownership_controls and make the ACL depend on that.",
	}
}
