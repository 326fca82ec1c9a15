package s3

import (
	"strconv"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Refusal is why S3 refuses a call that the plan makes for a bucket, although the
// provider lets it through.
type Refusal struct {
	// Call is the operation, Status and Error what S3 answers.
	Call   string
	Status int
	Error  string
	// Resource is what is put, Attribute the place in it.
	Resource  *plan.Resource
	Attribute string
	// Why is a clause that says what is wrong, Fix what to change, and After what
	// stands when apply has stopped there.
	Why, Fix, After string
	// Certain is unknown, with the causes, where it hangs on what is not known.
	Certain tri.Value
}

// Detail is the clause with S3's answer.
func (r Refusal) Detail() string {
	return r.Why + ": " + strconv.Itoa(r.Status) + " " + r.Error
}

// refusedCall is one check that S3 makes.
type refusedCall struct {
	call   string
	status int
	err    string
	after  string
	finds  func(*Bucket) []Refusal
}

// What stands after a refused call.
const (
	noBucket    = "the bucket and whatever depends on it are not created"
	bucketAlone = "the bucket is created, but whatever depends on it is not"
	withoutThat = "the bucket's other settings are not affected"
)

// refusedCalls are the checks of S3 that a plan shows to fail, but for those of
// policies and of public ACLs, which have rules of their own (S3 API Reference,
// List of error codes; the pages that are named at each check).
var refusedCalls = []refusedCall{
	{"CreateBucket", 400, "InvalidBucketName", noBucket, (*Bucket).misnamed},
	{"CreateBucket", 400, "InvalidBucketAclWithObjectOwnership", noBucket, (*Bucket).cannedOnNew},
	{"CreateBucket", 409, "BucketAlreadyOwnedByYou", "the other bucket stays", (*Bucket).madeTwice},
	{"PutBucketAcl", 400, "AccessControlListNotSupported", bucketAlone, (*Bucket).grantsOnNew},
	{"PutBucketAcl", 400, "AccessControlListNotSupported", withoutThat, (*Bucket).disabledACLs},
	{"PutObject", 400, "AccessControlListNotSupported", "the object is not uploaded", (*Bucket).disabledObjectACLs},
	{"PutBucketCors", 400, "InvalidRequest", "a new bucket stays without CORS", (*Bucket).unknownMethods},
	{"PutBucketWebsite", 400, "InvalidArgument", "a new bucket stays without a website", (*Bucket).nestedIndex},
	{"PutBucketLogging", 400, "InvalidTargetBucketForLogging", withoutThat, (*Bucket).logsElsewhere},
}

// Refusals lists the calls for the bucket that S3 refuses.
func (b *Bucket) Refusals() []Refusal {
	if b.store == nil || b.store.earlier == nil {
		return nil
	}
	var out []Refusal
	for _, row := range refusedCalls {
		for _, r := range row.finds(b) {
			r.Call, r.Status, r.Error, r.After = row.call, row.status, row.err, row.after
			out = append(out, r)
		}
	}
	return out
}

// Refused lists the calls for all buckets that S3 certainly refuses, those for
// policies and public ACLs included: what depends on them is not made.
func (s *Store) Refused() []Refusal {
	s.refusedOnce.Do(func() {
		s.refused = append(s.malformedKeys(), s.refusedPointPolicies()...)
		for _, b := range s.All() {
			for _, r := range b.Refusals() {
				if r.Certain.IsTrue() {
					s.refused = append(s.refused, r)
				}
			}
			s.refused = append(s.refused, b.refusedPolicies()...)
			for _, r := range b.RefusedACLs() {
				s.refused = append(s.refused, Refusal{
					Call: "PutBucketAcl", Status: 403, Error: "AccessDenied", Resource: r, Attribute: "acl",
					Why: "the ACL is public, and public ACLs are blocked", Certain: tri.True,
				})
			}
		}
	})
	return s.refused
}

func (s *Store) refusedPointPolicies() []Refusal {
	var out []Refusal
	for _, p := range s.AccessPoints() {
		if p.Policy != nil && p.Policy.Refused != "" {
			out = append(out, Refusal{
				Call: "PutAccessPointPolicy", Status: 403, Error: "AccessDenied", Resource: p.Policy.Resource,
				Attribute: "policy", Why: "the policy is public, and public policies are blocked", Certain: tri.True,
			})
		}
	}
	return out
}

func (b *Bucket) refusedPolicies() []Refusal {
	var out []Refusal
	for _, p := range b.Policies {
		r := Refusal{Call: "PutBucketPolicy", Resource: p.Resource, Attribute: p.Attribute, Certain: tri.True}
		switch {
		case !p.put() || !p.Taken.IsFalse():
			continue
		case p.Err != nil:
			r.Status, r.Error, r.Why = 400, policy.MalformedPolicy, "the policy is malformed"
		default:
			r.Status, r.Error, r.Why = 403, "AccessDenied", "the policy is public, and public policies are blocked"
		}
		out = append(out, r)
	}
	return out
}

// refusing is the first certain refusal of one of the operations, or else the
// first one that is not certain; nil if there is none.
func (b *Bucket) refusing(after string) *Refusal {
	var found *Refusal
	for _, r := range b.Refusals() {
		if r.After == after && (found == nil || r.Certain.IsTrue() && !found.Certain.IsTrue()) {
			found = &r
		}
	}
	return found
}

// keepRefused leaves standing what was there before settings that S3 refuses.
func (b *Bucket) keepRefused() {
	if b.store.earlier == nil {
		return
	}
	old := b.previous()
	if old == nil {
		old = &Bucket{Website: Website{Enabled: tri.False}, CORS: CORS{Configured: tri.False}}
	}
	if len(b.nestedIndex()) > 0 {
		b.Website = old.Website
	}
	if len(b.unknownMethods()) > 0 {
		b.CORS = old.CORS
	} else if open := b.methodsKnown().Not(); open.IsUnknown() {
		b.CORS.Configured = b.CORS.Configured.Agree(old.CORS.Configured, open.Causes()...)
	}
}

// readUnmade finds why the bucket does not come to be as the plan wants it, so that
// what depends on it is not made.
func (b *Bucket) readUnmade() {
	b.Unmade = b.refusing(noBucket)
	if b.Unmade == nil || !b.Unmade.Certain.IsTrue() {
		if r := b.refusing(bucketAlone); r != nil {
			b.Unmade = r
		}
	}
}

// unmade is the answer for a bucket that does not come to be.
func (r *Refusal) unmade() Answer {
	return Answer{Allowed: tri.False, Status: r.Status, Steps: []trace.Step{{
		Step: "apply", Address: r.Resource.Address, Attribute: r.Attribute,
		Detail: "S3 refuses " + r.Call + ", because " + r.Detail() + "; " + r.After,
	}}}
}
