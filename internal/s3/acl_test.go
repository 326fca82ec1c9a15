package s3

import (
	"testing"

	"github.com/plan403/plan403/internal/trace"
)

const ownershipAddress = "aws_s3_bucket_ownership_controls.docs"

func ownership(mode string) attrs {
	return attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": mode}}}
}

// ACLs are off in new buckets and under BucketOwnerEnforced; deleting the
// ownership controls leaves ObjectWriter; of existing buckets it is not known
// (S3 User Guide, Controlling ownership of objects and disabling ACLs).
func TestOwnership(t *testing.T) {
	for name, c := range map[string]struct {
		isNew   bool
		changes []change
		enabled string
	}{
		"a new bucket":           {true, nil, "no"},
		"an existing bucket":     {false, nil, "unknown"},
		"bucket owner enforced":  {false, []change{created(ownershipAddress, ownership("BucketOwnerEnforced"))}, "no"},
		"bucket owner preferred": {true, []change{created(ownershipAddress, ownership("BucketOwnerPreferred"))}, "yes"},
		"object writer":          {true, []change{created(ownershipAddress, ownership("ObjectWriter"))}, "yes"},
		"deleted controls":       {false, []change{deleted(ownershipAddress, ownership("BucketOwnerEnforced"))}, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := word(docs(t, c.isNew, c.changes...).Ownership.ACLsEnabled()); got != c.enabled {
				t.Errorf("ACLs count: %s, want %s", got, c.enabled)
			}
		})
	}
}

// A public bucket ACL lets everyone list, only an object's own ACL lets them
// read it, and only while ACLs count and public ones are not ignored (S3 User
// Guide, Access control list overview; Blocking public access).
func TestACLs(t *testing.T) {
	enabled := created(ownershipAddress, ownership("ObjectWriter"))
	bucketACL := created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "public-read"})
	objectACL := created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "acl": "public-read"})
	deny := bucketPolicy(statement{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"})
	for name, c := range map[string]struct {
		changes      []change
		object, list string
	}{
		"a public bucket ACL":                  {[]change{enabled, noBlock, bucketACL}, "no", "yes"},
		"a public object ACL":                  {[]change{enabled, noBlock, objectACL}, "yes", "no"},
		"ACLs are disabled":                    {[]change{noBlock, bucketACL, objectACL}, "no", "no"},
		"public ACLs are ignored":              {[]change{enabled, block(blockAddress, "ignore_public_acls"), bucketACL, objectACL}, "no", "no"},
		"new public ACLs are blocked only":     {[]change{enabled, block(blockAddress, "block_public_acls"), existing("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "acl": "public-read"})}, "yes", "no"},
		"a Deny beats an ACL":                  {[]change{enabled, noBlock, objectACL, deny}, "no", "no"},
		"a private ACL":                        {[]change{enabled, noBlock, created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "private"})}, "no", "no"},
		"authenticated users are not everyone": {[]change{enabled, noBlock, created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "acl": "authenticated-read"})}, "no", "no"},
		"a blocked ACL that is new":            {[]change{enabled, block(blockAddress, "block_public_acls"), objectACL, bucketACL}, "no", "no"},
		"grants": {[]change{enabled, noBlock, created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "access_control_policy": []attrs{{"grant": []attrs{
			{"grantee": []attrs{{"type": "Group", "uri": allUsers}}, "permission": "READ"},
		}}}})}, "no", "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, c.changes...)
			object, list := callers["anonymous"], callers["anonymous"]
			list.Key = ""
			if got := word(b.Authorize(object).Allowed); got != c.object {
				t.Errorf("reads the object: %s, want %s", got, c.object)
			}
			if got := word(b.Authorize(list).Allowed); got != c.list {
				t.Errorf("lists the bucket: %s, want %s", got, c.list)
			}
		})
	}
}

// AllUsers holds every caller, signed or not; AuthenticatedUsers those who sign
// for an account, of which it is not documented for service principals (S3 User
// Guide, Access control list overview, Amazon S3 predefined groups).
func TestACLGroups(t *testing.T) {
	enabled := created(ownershipAddress, ownership("ObjectWriter"))
	for canned, want := range map[string]map[string]string{
		"public-read":        {"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"},
		"authenticated-read": {"oac": "unknown", "oai": "yes", "anonymous": "no", "website": "no"},
		"private":            {"oac": "no", "oai": "no", "anonymous": "no", "website": "no"},
	} {
		t.Run(canned, func(t *testing.T) {
			object := created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "acl": canned})
			allows(t, docs(t, true, enabled, noBlock, object), want)
		})
	}
}

// S3 takes no public ACL under BlockPublicAcls: PutBucketAcl and PutObjectAcl
// return 403 (S3 User Guide, Troubleshoot access denied errors).
func TestRefusedACLs(t *testing.T) {
	enabled := created(ownershipAddress, ownership("ObjectWriter"))
	public := created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "public-read"})
	for name, c := range map[string]struct {
		changes []change
		want    int
	}{
		"a public ACL on a new bucket":           {[]change{enabled, public}, 1},
		"a public ACL on a bucket and an object": {[]change{enabled, public, created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a", "acl": "public-read"})}, 2},
		"public ACLs are not blocked":            {[]change{enabled, noBlock, public}, 0},
		"with ACLs disabled the answer is 400":   {[]change{public}, 0},
		"a private ACL":                          {[]change{enabled, created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "private"})}, 0},
		"authenticated users are public too":     {[]change{enabled, created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "authenticated-read"})}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := len(docs(t, true, c.changes...).RefusedACLs()); got != c.want {
				t.Errorf("%d ACLs are refused, want %d", got, c.want)
			}
		})
	}
}

// What keeps an ACL that would let everyone read an object from doing so, and where that
// is set (S3 User Guide, Blocking public access; Controlling ownership of objects).
func TestVoidACLs(t *testing.T) {
	enabled, disabled := created(ownershipAddress, ownership("ObjectWriter")), created(ownershipAddress, ownership("BucketOwnerEnforced"))
	public := created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "acl": "public-read"})
	for name, c := range map[string]struct {
		changes []change
		code    trace.Code
		website trace.Code
		address string
	}{
		"public ACLs are ignored":           {[]change{enabled, public, block(blockAddress, "ignore_public_acls")}, trace.PublicBlocked, trace.PublicBlocked, blockAddress},
		"and by default":                    {[]change{enabled, public}, trace.PublicBlocked, trace.PublicBlocked, "aws_s3_bucket.docs"},
		"ACLs are disabled":                 {[]change{disabled, public, noBlock}, trace.NotPublic, trace.WebsitePrivate, ownershipAddress},
		"and by default, too":               {[]change{public, noBlock}, trace.NotPublic, trace.WebsitePrivate, "aws_s3_bucket.docs"},
		"there is none that lets them read": {[]change{enabled, noBlock}, trace.NotPublic, trace.WebsitePrivate, "aws_s3_bucket.docs"},
	} {
		for caller, want := range map[string]trace.Code{"anonymous": c.code, "website": c.website} {
			t.Run(name+" for "+caller, func(t *testing.T) {
				refusals := docs(t, true, c.changes...).Authorize(callers[caller]).Refusals
				if len(refusals) != 1 || refusals[0].Code != want || refusals[0].Step.Address != c.address {
					t.Errorf("refusals %+v, want one: %v at %s", refusals, want, c.address)
				}
			})
		}
	}
}
