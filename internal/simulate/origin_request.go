package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/internal/words"
)

// ask puts the request to the bucket as one caller.
func (x exchange) ask(kind cloudfront.CallerKind) Result {
	x.Caller = kind
	x.step(trace.Step{
		Step: "caller", Address: x.distribution.Place(), Attribute: x.Origin.Access(),
		Detail: x.detail(x.describeCaller()...),
	})
	answer := x.askS3(x.originRequest())
	x.step(answer.Steps...)
	switch {
	case answer.Status != 0:
		x.NotFound = answer.Status == 404
		return x.end(Other, answer.Status)
	case answer.Allowed.IsTrue() && x.asksForFolder():
		return x.ofFolder()
	case answer.Allowed.IsTrue() && kind == cloudfront.OAI &&
		!cloudfront.TakesWrites(x.request.Method, x.bucket.Region):
		return x.writtenByIdentity()
	case answer.Allowed.IsTrue():
		return x.delivered()
	case answer.Allowed.IsFalse():
		x.note(x.asCaller(answer.Refusals)...)
		if x.Key == "" {
			x.Refusals = x.emptyKey()
		}
		return x.end(Forbidden, 403)
	}
	x.note(answer.Refusals...)
	return undecided(x.Result, answer.Allowed)
}

// writtenByIdentity leaves open what becomes of a write that an identity cannot sign
// by itself: AWS does not document how S3 refuses it.
func (x exchange) writtenByIdentity() Result {
	step := trace.Step{
		Step: "caller", Address: x.distribution.Place(), Attribute: x.Origin.Access(),
		Detail: "an origin access identity cannot make POST requests",
	}
	if x.request.Method == "PUT" {
		step.Detail = "in regions with Signature Version 4 only, an origin access identity can PUT only for viewers " +
			"who send x-amz-content-sha256"
	}
	x.step(step)
	x.note(trace.Refusal{Code: trace.IdentityWrites, Step: step, Possible: true, Related: []string{x.bucket.Address()}})
	return undecided(x.Result, tri.Value{}, tri.Cause{
		Address: step.Address, Attribute: step.Attribute, Reason: step.Detail, Remedy: "use an origin access control",
	})
}

// emptyKey names the missing root object first: with it, the bucket would not
// be asked for a listing. What refuses every key besides is kept; that nobody
// grants a listing is only the other side of it.
func (x exchange) emptyKey() []Refusal {
	list := []Refusal{
		{
			Met: x.Met,
			Refusal: trace.Refusal{Code: trace.EmptyKey, Related: []string{x.bucket.Address()}, Step: trace.Step{
				Step: "default root " +
					"object", Address: x.distribution.Place(), Attribute: "default_root_object",
				Detail: "without a default root object, / asks S3 for the bucket listing (s3:ListBucket)",
			}},
		},
	}
	for _, f := range x.Refusals {
		if !aboutListing(f) {
			list = append(list, f)
		}
	}
	return list
}

// aboutListing reports whether a refusal of the empty key may be one of the listing
// alone: a bucket's ACL lets nobody read objects, be it ignored or not (Amazon S3 User
// Guide, Access control list overview, Mapping of ACL permissions).
func aboutListing(f Refusal) bool {
	switch f.Code {
	case trace.ActionMissing, trace.ResourceMissing:
		return true
	case trace.PublicBlocked:
		return f.Step.Attribute == "ignore_public_acls" || f.Step.Attribute == "block_public_acls"
	}
	return false
}

// asCaller names the access control that does not sign as the cause when an
// anonymous request is refused for being anonymous.
func (x exchange) asCaller(refusals []trace.Refusal) []trace.Refusal {
	o := x.Origin
	if x.Caller != cloudfront.Anonymous || o.AccessControl == nil || o.AccessControl.Resource == nil {
		return refusals
	}
	out := make([]trace.Refusal, len(refusals))
	for i, f := range refusals {
		out[i] = f
		switch f.Code {
		case trace.NotPublic, trace.PublicBlocked, trace.PrincipalMissing:
			out[i].Code = trace.NotSigning
			out[i].Related = append([]string{f.Step.Address}, f.Related...)
			out[i].Step = trace.Step{
				Step: "caller", Address: o.AccessControl.Resource.Address, Attribute: "signing_behavior",
				Detail: "signing behavior " + o.AccessControl.Signing + " leaves the request unsigned, so S3 sees " +
					"an anonymous caller",
			}
		}
	}
	return out
}

// delivered checks the state of an object that may be read.
func (x exchange) delivered() Result {
	switch state := x.bucket.Archived(x.Key); {
	case state.Allowed.IsTrue():
		return x.end(Served, 200)
	case state.Allowed.IsFalse():
		x.note(state.Refusals...)
		x.step(state.Steps...)
		return x.end(Forbidden, 403)
	default:
		x.note(state.Refusals...)
		x.step(state.Steps...)
		return undecided(x.Result, state.Allowed)
	}
}

// originRequest is what CloudFront asks S3 for, as the caller.
func (x exchange) originRequest() s3.Request {
	d, b, o, r := x.distribution, x.Behavior, x.Origin, x.request
	q := s3.Request{
		Method: r.Method, Scheme: o.Scheme(r.Scheme), Key: x.Key, Withheld: b.Withholds,
		Query: r.Query == "" && !b.ForwardsQuery().IsFalse(),
	}
	switch x.Caller {
	case cloudfront.OAC:
		q.Caller, q.Distribution, q.Account = s3.Service, d.ARN, d.Account
	case cloudfront.OAI:
		q.Caller, q.IdentityARN, q.CanonicalUser = s3.Identity, o.Identity.ARN, o.Identity.CanonicalUser
	case cloudfront.WebsiteCaller:
		q.Caller, q.Scheme = s3.WebsiteEndpoint, "http"
	}
	q.Referer, q.UserAgent = header(b, o, "referer"), header(b, o, "user-agent")
	return q
}

func header(b *cloudfront.Behavior, o *cloudfront.Origin, name string) s3.Header {
	if value, there := o.Header(name); !there.IsFalse() {
		return s3.Header{Value: value, Set: there.IsTrue(), MaybeSet: there.IsUnknown()}
	}
	return s3.Header{Forwarded: !b.Forwards(name).IsFalse()}
}

func (x exchange) describeCaller() []string {
	d, o := x.distribution, x.Origin
	switch x.Caller {
	case cloudfront.OAC:
		return []string{"S3 sees ", words.CloudFront, " for ", d.ARN}
	case cloudfront.OAI:
		return []string{"S3 sees ", o.Identity.ARN}
	case cloudfront.WebsiteCaller:
		return []string{"a website endpoint is read anonymously, over http"}
	}
	return []string{"the request is not signed: S3 sees ", words.Anonymous, ", over ", o.Scheme("https")}
}
