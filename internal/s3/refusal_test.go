package s3

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What S3 refuses of a bucket's settings, and as what (S3 API Reference, List of
// error codes; S3 User Guide, Error responses when ACLs are disabled; General
// purpose bucket naming rules).
func TestRefusals(t *testing.T) {
	bucket := func(body attrs) change {
		body["bucket"] = "docs"
		return created("aws_s3_bucket.docs", body)
	}
	cors := func(methods ...string) change {
		return created("aws_s3_bucket_cors_configuration.docs", attrs{"bucket": "docs", "cors_rule": []attrs{{"allowed_methods": methods, "allowed_origins": []string{"*"}}}})
	}
	website := func(suffix string) change {
		return created("aws_s3_bucket_website_configuration.docs", attrs{"bucket": "docs", "index_document": []attrs{{"suffix": suffix}}})
	}
	acl := created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "acl": "private"})
	owned := func(mode string) change {
		return created("aws_s3_bucket_ownership_controls.docs", attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": mode}}})
	}
	logging := created("aws_s3_bucket_logging.docs", attrs{"bucket": "docs", "target_bucket": "logs", "target_prefix": "docs/"})
	logs := func(region string) change {
		return created("aws_s3_bucket.logs", attrs{"bucket": "logs", "region": region})
	}
	grants := attrs{"grant": []attrs{{"type": "Group", "permissions": []string{"READ"}, "uri": allUsers}}}
	const withACL = "CreateBucket 400 InvalidBucketAclWithObjectOwnership"
	for name, c := range map[string]struct {
		changes []change
		want    []string
	}{
		"nothing odd":                           {[]change{bucket(attrs{})}, nil},
		"a private ACL":                         {[]change{bucket(attrs{"acl": "private"})}, nil},
		"a public ACL":                          {[]change{bucket(attrs{"acl": "public-read"})}, []string{withACL}},
		"an ACL for logs":                       {[]change{bucket(attrs{"acl": "log-delivery-write"})}, []string{withACL}},
		"ownership that is set too late":        {[]change{bucket(attrs{"acl": "public-read"}), owned("BucketOwnerPreferred")}, []string{withACL}},
		"an ACL that is unknown":                {[]change{bucket(attrs{"acl": nil})}, nil},
		"an ACL that a bucket has already":      {[]change{existing("aws_s3_bucket.docs", attrs{"bucket": "docs", "acl": "public-read"})}, nil},
		"grants of a new bucket":                {[]change{bucket(grants)}, []string{"PutBucketAcl 400 AccessControlListNotSupported"}},
		"an ACL beside disabled ACLs":           {[]change{bucket(attrs{}), acl}, []string{"PutBucketAcl 400 AccessControlListNotSupported"}},
		"an ACL beside enabled ACLs":            {[]change{bucket(attrs{}), acl, owned("ObjectWriter")}, nil},
		"a CORS rule that allows OPTIONS":       {[]change{bucket(attrs{}), cors("GET", "OPTIONS")}, []string{"PutBucketCors 400 InvalidRequest"}},
		"a CORS rule that allows what S3 knows": {[]change{bucket(attrs{}), cors("GET", "HEAD")}, nil},
		"an index document in a folder":         {[]change{bucket(attrs{}), website("site/index.html")}, []string{"PutBucketWebsite 400 InvalidArgument"}},
		"an index document":                     {[]change{bucket(attrs{}), website("index.html")}, nil},
		"logs in another region":                {[]change{bucket(attrs{}), logging, logs("us-east-1")}, []string{"PutBucketLogging 400 InvalidTargetBucketForLogging"}},
		"logs in the same region":               {[]change{bucket(attrs{}), logging, logs("eu-west-1")}, nil},
		"logs in a bucket that is not here":     {[]change{bucket(attrs{}), logging}, nil},
		"one name, two buckets": {
			[]change{bucket(attrs{}), created("aws_s3_bucket.more", attrs{"bucket": "docs"})}, []string{"CreateBucket 409 BucketAlreadyOwnedByYou"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range store(t, c.changes...).Bucket("docs", "eu-west-1", "aws").Refusals() {
				if r.Certain.IsTrue() {
					got = append(got, r.Call+r.Detail()[len(r.Why)+1:])
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("refusals (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNamesOfBuckets(t *testing.T) {
	for name, want := range map[string]bool{
		"docs": true, "docs.example.com": true, "1-docs": true, "docs-111122223333-eu-west-1-an": true,
		"My-Docs": false, "my_docs": false, "ab": true, "docs-": false, ".docs": false, "do..cs": false,
		"192.168.5.4": false, "xn--docs": false, "docs-s3alias": false,
	} {
		if got := wellNamed(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// What requests get after a setting was refused: apply stops there, and what stood
// before stays.
func TestAfterRefusedSettings(t *testing.T) {
	cors := func(methods ...string) attrs {
		return attrs{"bucket": "docs", "cors_rule": []attrs{{"allowed_methods": methods, "allowed_origins": []string{"*"}}}}
	}
	const address = "aws_s3_bucket_cors_configuration.docs"
	public := created("aws_s3_bucket.docs", attrs{"bucket": "docs", "acl": "public-read"})
	for name, c := range map[string]struct {
		method  string
		changes []change
		want    string
		status  int
	}{
		"a bucket that is not made":     {"GET", []change{public, bucketPolicy(grantTo("oac"))}, "no", 400},
		"a bucket without CORS":         {"OPTIONS", []change{created("aws_s3_bucket.docs", attrs{"bucket": "docs"}), created(address, cors("GET", "OPTIONS"))}, "no", 0},
		"a bucket that keeps its rules": {"OPTIONS", []change{existing("aws_s3_bucket.docs", attrs{"bucket": "docs"}), {address, cors("GET"), cors("GET", "OPTIONS"), nil}}, "yes", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers["oac"]
			r.Method = c.method
			got := store(t, c.changes...).Bucket("docs", "eu-west-1", "aws").Authorize(r)
			if word(got.Allowed) != c.want || got.Status != c.status {
				t.Errorf("allowed %s with status %d, want %s with %d: %v", word(got.Allowed), got.Status, c.want, c.status, got.Steps)
			}
		})
	}
}
