package s3

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Ownership is the Object Ownership setting.
type Ownership struct {
	// Mode is "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter", or
	// "" when it is unknown; Causes then say why.
	Mode    string
	Causes  []tri.Cause
	Address string
}

// ACLsEnabled reports whether ACLs count at all.
func (o Ownership) ACLsEnabled() tri.Value {
	if o.Mode == "" {
		return tri.Because(o.Causes...)
	}
	return tri.Of(o.Mode != "BucketOwnerEnforced")
}

// readOwnership reads the setting. New buckets have BucketOwnerEnforced,
// deleting the controls leaves ObjectWriter (S3 User Guide, Controlling
// ownership of objects and disabling ACLs for your bucket).
func (b *Bucket) readOwnership() {
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_ownership_controls"); r != nil {
		b.Ownership = Ownership{Address: r.Address}
		if rule, ok := r.First("rule"); ok {
			b.Ownership.Mode = rule.String("object_ownership")
		}
		if symbol.Contains(b.Ownership.Mode) {
			b.Ownership = Ownership{Address: r.Address, Causes: causes(b.Ownership.Mode)}
		}
		return
	}
	switch {
	case b.New:
		b.Ownership.Mode = "BucketOwnerEnforced"
	case b.had("aws_s3_bucket_ownership_controls") != nil:
		b.Ownership.Mode = "ObjectWriter"
	default:
		b.Ownership.Causes = []tri.Cause{b.outside("object ownership")}
	}
}

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
	if r == nil && b.Resource != nil && (b.Resource.Has("acl") || b.Resource.Has("grant")) && b.had("aws_s3_bucket_acl") == nil {
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
	if p, ok := r.First("access_control_policy"); ok {
		grants, known = p.Blocks("grant")
	}
	if !known.IsTrue() {
		b.ACL.Read, b.ACL.Write, b.ACL.Public = known, known, known
		return
	}
	for _, g := range grants {
		uri, permissions := g.String("uri"), []string{g.String("permission")}
		if grantee, ok := g.First("grantee"); ok {
			uri = grantee.String("uri")
		}
		if list, _ := g.Texts("permissions"); len(list) > 0 {
			permissions = list
		}
		if uri == authenticatedUsers || uri == allUsers {
			b.ACL.Public = tri.True
		}
		for _, p := range permissions {
			if uri == authenticatedUsers {
				b.ACL.Signed = b.ACL.Signed.Or(tri.Of(p == "READ" || p == "FULL_CONTROL"))
			}
			if uri == allUsers {
				b.ACL.Read = b.ACL.Read.Or(tri.Of(p == "READ" || p == "FULL_CONTROL"))
				b.ACL.Write = b.ACL.Write.Or(tri.Of(p == "WRITE" || p == "FULL_CONTROL"))
			}
		}
	}
}

// Object is an object that the plan uploads.
type Object struct {
	*plan.Resource
	Key string
	// ACLRead: the object's own ACL makes it readable for everyone.
	ACLRead tri.Value
	// ACLSigned: it does so for whoever signs for an AWS account.
	ACLSigned tri.Value
	// Public: its ACL has any public grant.
	ACLPublic    tri.Value
	StorageClass string
}

// readObjects lists the objects of the bucket. The provider strips a leading
// slash of the key and joins double ones when it uploads, although the plan
// shows the key as written (provider documentation of aws_s3_object).
func (b *Bucket) readObjects() {
	list, maybe := b.store.attached("bucket", b.Name, "aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy")
	for _, c := range maybe {
		if !slices.Contains(b.maybeObjects, c) {
			b.maybeObjects = append(b.maybeObjects, c)
		}
	}
	for _, r := range list {
		o := &Object{Resource: r, Key: cleanKey(r.String("key")), StorageClass: r.String("storage_class")}
		o.ACLRead, _, o.ACLPublic = CannedPublic(r.String("acl"))
		o.ACLSigned = cannedSigned(r.String("acl"))
		if r.Sealed("key") != r.String("key") {
			b.store.state.Symbols.DeriveParts(o.Key)
		}
		b.Objects = append(b.Objects, o)
	}
}

func cleanKey(key string) string {
	key = strings.TrimLeft(key, "/")
	for strings.Contains(key, "//") {
		key = strings.ReplaceAll(key, "//", "/")
	}
	return key
}

// Object returns the object with the key if the plan uploads it.
func (b *Bucket) Object(key string) *Object {
	for _, o := range b.Objects {
		if o.Key == key {
			return o
		}
	}
	return nil
}

// RefusedACLs lists the ACLs that S3 will not take: they are public, ACLs are
// enabled, and public ones are blocked when they are put (S3 User Guide,
// Troubleshoot access denied errors, Block Public Access settings). With ACLs
// disabled the answer is 400, which is another failure.
func (b *Bucket) RefusedACLs() []*plan.Resource {
	if !b.Ownership.ACLsEnabled().IsTrue() || !b.blocksACLs() {
		return nil
	}
	var out []*plan.Resource
	if r := b.ACL.Resource; r != nil && written(r) && b.ACL.Public.IsTrue() {
		out = append(out, r)
	}
	for _, o := range b.Objects {
		if written(o.Resource) && o.ACLPublic.IsTrue() {
			out = append(out, o.Resource)
		}
	}
	return out
}

// blocksACLs reports whether public ACLs are blocked both before and after
// apply, so that the order of changes does not matter.
func (b *Bucket) blocksACLs() bool {
	if !b.Block.BlockACLs.IsTrue() {
		return false
	}
	before := b.had("aws_s3_bucket_public_access_block")
	return b.New || before != nil && before.Bool("block_public_acls", false).IsTrue()
}

func written(r *plan.Resource) bool {
	return r.Action == plan.Create || r.Action == plan.Replace || r.Action == plan.Update
}

// DisabledACLs lists the ACLs that S3 answers with 400
// AccessControlListNotSupported, because ACLs are disabled when they are put (S3
// User Guide, Error responses when ACLs are disabled). An object may still carry
// bucket-owner-full-control.
func (b *Bucket) DisabledACLs() []*plan.Resource {
	if !b.Ownership.ACLsEnabled().IsFalse() {
		return nil
	}
	var out []*plan.Resource
	if r := b.ACL.Resource; r != nil && r.Type == "aws_s3_bucket_acl" && written(r) {
		out = append(out, r)
	}
	for _, o := range b.Objects {
		if acl := o.String("acl"); written(o.Resource) && acl != "" && acl != "private" && acl != "bucket-owner-full-control" && !symbol.Contains(acl) {
			out = append(out, o.Resource)
		}
	}
	return out
}
