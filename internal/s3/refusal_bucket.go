package s3

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// bucketNames is how the names of new buckets look (S3 User Guide, General purpose
// bucket naming rules). That one of fewer than three letters is refused is left out:
// such names stand in sketches, of which the rest is asked.
var bucketNames = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$`)

// reservedBeginnings and reservedEndings are those that no name may have.
var (
	reservedBeginnings = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	reservedEndings    = []string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}
)

// misnamed: a new bucket has a name that can be a part of a host.
func (b *Bucket) misnamed() []Refusal {
	if !b.New || b.Name == "" || symbol.Contains(b.Name) || wellNamed(b.Name) {
		return nil
	}
	return []Refusal{{
		Resource: b.Resource, Attribute: "bucket", Certain: tri.True,
		Why: "a bucket cannot be named " + b.store.state.Symbols.Hide(b.Name),
		Fix: "Use 3 to 63 lower case letters, digits and hyphens, with a letter or digit at both ends.",
	}}
}

func wellNamed(name string) bool {
	_, notAddress := netip.ParseAddr(name)
	return bucketNames.MatchString(name) && !strings.Contains(name, "..") && notAddress != nil &&
		!slices.ContainsFunc(reservedBeginnings, func(s string) bool { return strings.HasPrefix(name, s) }) &&
		!slices.ContainsFunc(reservedEndings, func(s string) bool { return strings.HasSuffix(name, s) })
}

// granting are the canned ACLs that give anything to others than the owner. What
// CreateBucket makes of those for the owner of the bucket is not documented.
var granting = []string{"public-read", "public-read-write", "authenticated-read", "aws-exec-read", "log-delivery-write"}

// cannedOnNew: new buckets have ACLs disabled, and CreateBucket takes none then
// (S3 User Guide, Error responses when ACLs are disabled).
func (b *Bucket) cannedOnNew() []Refusal {
	acl, there := "", tri.False
	if b.New {
		acl, there = b.Resource.String("acl"), b.Resource.Has("acl")
	}
	r := Refusal{
		Resource: b.Resource, Attribute: "acl", Certain: there,
		Why: "it has the ACL " + acl + ", and ACLs are disabled on new buckets (BucketOwnerEnforced)",
		Fix: "Remove acl and allow the read in a bucket policy. If an ACL is meant, set object_ownership in " +
			"aws_s3_bucket_ownership_controls and set the ACL with an aws_s3_bucket_acl that depends on it.",
	}
	switch {
	case there.IsFalse() || acl == "private":
		return nil
	case symbol.Contains(acl):
		r.Certain = tri.Because(causes(acl)...)
	case !slices.Contains(granting, acl):
		return nil
	}
	return []Refusal{r}
}

// grantsOnNew: the provider puts the grants of a new bucket when it has made it.
func (b *Bucket) grantsOnNew() []Refusal {
	if !b.New {
		return nil
	}
	grants, known := b.Resource.Blocks("grant")
	if len(grants) == 0 && known.IsTrue() {
		return nil
	}
	return []Refusal{{
		Resource: b.Resource, Attribute: "grant", Certain: known,
		Why: "it has grants, and ACLs are disabled on new buckets (BucketOwnerEnforced)",
		Fix: "Remove the grants and allow access in a bucket policy. If an ACL is meant, set object_ownership in " +
			"aws_s3_bucket_ownership_controls and set the ACL with an aws_s3_bucket_acl that depends on it.",
	}}
}

// idempotent is where CreateBucket returns 200 to the owner of the bucket (S3 API
// Reference, CreateBucket, BucketAlreadyOwnedByYou).
const idempotent = "us-east-1"

// madeTwice: one name is one bucket, in all of a partition.
func (b *Bucket) madeTwice() []Refusal {
	if !b.New || symbol.Contains(b.Name) {
		return nil
	}
	var out []Refusal
	list, _ := b.store.attached("bucket", b.Name, "aws_s3_bucket")
	for _, r := range list {
		if r != b.Resource && r.New() && r.Partition == b.Partition && r.Region != idempotent &&
			b.Region != idempotent {
			out = append(out, Refusal{
				Resource: r, Attribute: "bucket", Certain: tri.True,
				Why: b.Address() + " makes the bucket " + b.store.state.Symbols.Hide(b.Name) + " too",
				Fix: "Give each bucket a name of its own, or manage the bucket by one resource.",
			})
		}
	}
	return out
}

// methodsOfCORS are the methods that a CORS rule can allow (S3 API Reference,
// CORSRule, AllowedMethods).
var methodsOfCORS = []string{"GET", "PUT", "HEAD", "POST", "DELETE"}

// unknownMethods: OPTIONS is the method of preflights, not one that a rule allows.
func (b *Bucket) unknownMethods() []Refusal {
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_cors_configuration")
	if r == nil {
		r = b.Resource
	}
	if r == nil || !written(r) {
		return nil
	}
	rules, known := r.Blocks("cors_rule")
	if !known.IsTrue() && len(rules) == 0 {
		return nil
	}
	for _, rule := range rules {
		methods, known := rule.Texts("allowed_methods")
		if !known.IsTrue() && len(methods) == 0 {
			continue
		}
		for _, m := range methods {
			if !symbol.Contains(m) && !slices.Contains(methodsOfCORS, m) {
				return []Refusal{{
					Resource: r, Attribute: rule.At("allowed_methods"), Certain: tri.True,
					Why: "a CORS rule cannot allow the method " + m,
					Fix: "Allow methods among GET, PUT, HEAD, POST and DELETE; S3 handles OPTIONS itself where a " +
						"rule fits.",
				}}
			}
		}
	}
	return nil
}

// methodsKnown is not true where it is not known whether S3 takes the methods of the
// CORS rules that are put.
func (b *Bucket) methodsKnown() tri.Value {
	out := tri.True
	for _, rule := range b.CORS.Rules {
		methods, known := rule.Texts("allowed_methods")
		if missing := causes(methods...); len(missing) > 0 {
			known = known.And(tri.Because(missing...))
		}
		out = out.And(known)
	}
	return out
}

// nestedIndex: the suffix is the end of a key behind a slash, and has none itself
// (S3 API Reference, IndexDocument, Suffix).
func (b *Bucket) nestedIndex() []Refusal {
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_website_configuration")
	if r == nil || !written(r) {
		return nil
	}
	index, there := r.First("index_document")
	suffix := index.String("suffix")
	if !there.IsTrue() || symbol.Contains(suffix) || suffix != "" && !strings.Contains(suffix, "/") {
		return nil
	}
	return []Refusal{{
		Resource: r, Attribute: index.At("suffix"), Certain: tri.True,
		Why: "the suffix of the index document is empty or has a slash", Fix: "Write the name of a file, such as " +
			"index.html.",
	}}
}
