package s3

import (
	"slices"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// Answer is what S3 says to one request.
type Answer struct {
	// Allowed is true when the request gets through, false when it is refused
	// with 403.
	Allowed tri.Value
	// Status is set instead when S3 certainly answers something else: 405 for
	// a method it does not know, 400 for a policy that it never took, 404 for
	// an object that is said to be missing.
	Status int
	// Refusals are all the reasons for 403, or for not knowing.
	Refusals []trace.Refusal
	Steps    []trace.Step
}

func (a *Answer) step(s trace.Step) { a.Steps = append(a.Steps, s) }

func (a *Answer) refuse(r trace.Refusal) {
	a.Refusals = append(a.Refusals, r)
	a.step(r.Step)
}

// both joins two answers to one request: it gets through if both let it.
func (a Answer) both(b Answer) Answer {
	a.Allowed = a.Allowed.And(b.Allowed)
	if a.Status == 0 {
		a.Status = b.Status
	}
	a.Refusals = append(a.Refusals, b.Refusals...)
	a.Steps = append(a.Steps, b.Steps...)
	return a
}

// Authorize decides one request to the bucket. The object is taken to exist,
// unless it is said to be missing, and to belong to the bucket's account.
func (b *Bucket) Authorize(r Request) Answer {
	if b.Unmade == nil {
		return b.answer(r)
	}
	unmade := b.Unmade.unmade()
	if b.Unmade.Certain.IsTrue() {
		return unmade
	}
	return b.answer(r).Agree(unmade, b.Unmade.Certain.Causes()...)
}

// answer is Authorize for a bucket that exists.
func (b *Bucket) answer(r Request) Answer {
	switch {
	case r.Method == "PATCH" || r.Caller == WebsiteEndpoint && r.Method != "GET" && r.Method != "HEAD":
		step := trace.Step{Step: "S3", Address: b.Address(), Detail: "does not know the " +
			"method " + r.Method + " here: 405"}
		return Answer{Allowed: tri.False, Status: 405, Steps: []trace.Step{step}}
	case r.Method == "OPTIONS":
		return b.preflight()
	}
	return b.authorize(r, b.access)
}

// access decides whether the caller has the right that a request needs, its
// object left aside.
func (b *Bucket) access(r Request) Answer {
	return b.payer(r).both(b.grant(r)).both(b.controlled(r))
}

// payer refuses anonymous requests to Requester Pays buckets; whether
// CloudFront's own calls count as the owner's is not documented.
func (b *Bucket) payer(r Request) Answer {
	if !b.RequesterPays.IsTrue() {
		return Answer{Allowed: b.RequesterPays.Not()}
	}
	step := trace.Step{
		Step: "requester pays", Address: b.PayerAddress, Attribute: "payer",
		Detail: "nobody can be charged for this request",
	}
	if r.Caller == Anonymous || r.Caller == WebsiteEndpoint {
		a := Answer{Allowed: tri.False}
		a.refuse(trace.Refusal{Code: trace.RequesterPays, Step: step})
		return a
	}
	cause := tri.Cause{
		Address: b.PayerAddress, Attribute: "payer",
		Reason: "AWS does not document whether CloudFront can read a Requester Pays bucket",
		Remedy: "set payer to BucketOwner",
	}
	a := Answer{Allowed: tri.Because(cause)}
	a.refuse(trace.Refusal{Code: trace.RequesterPays, Step: step, Possible: true})
	return a
}

// preflight answers OPTIONS, which needs no permission but a CORS rule (S3 API
// Reference, OPTIONS object).
func (b *Bucket) preflight() Answer {
	a := Answer{Allowed: b.CORS.Configured}
	if a.Allowed.IsTrue() {
		a.step(trace.Step{
			Step: "CORS", Address: b.CORS.Address, Attribute: "cors_rule", Detail: "the bucket allows preflights",
		})
		return a
	}
	a.refuse(trace.Refusal{
		Code: trace.CORSMissing,
		Step: trace.Step{Step: "CORS", Address: b.Address(), Detail: "CORS is not configured for this bucket"},
	})
	return a
}

// grant asks the policies, the public access block and the ACLs.
func (b *Bucket) grant(r Request) Answer {
	docs := b.InForce()
	if len(docs) == 0 {
		return b.withoutPolicy(r)
	}
	out := b.askPolicy(docs[0], r)
	for _, p := range docs[1:] {
		cause := tri.Cause{
			Address: p.Address(), Attribute: p.Attribute,
			Reason: "another policy for the same bucket competes with it, and the one applied last stays",
			Remedy: "join the statements into one policy",
		}
		out = out.Agree(b.askPolicy(p, r), cause)
	}
	if keeps := b.keeps(); keeps.IsUnknown() && len(b.staying()) == 0 {
		none := b.afterRefusal(r)
		if none.Status == out.Status && out.Allowed.IsFalse() { // the policy that may be taken tells why
			none.Refusals, none.Steps = nil, nil
		}
		out = out.Agree(none, keeps.Causes()...)
	}
	if !b.PolicyKnown.IsTrue() {
		out.Allowed = out.Allowed.And(tri.False).Agree(out.Allowed, b.PolicyKnown.Causes()...)
	}
	return out
}

// Agree is the answer where it is open which of two holds. Refusals with different
// statuses do not agree.
func (a Answer) Agree(b Answer, causes ...tri.Cause) Answer {
	if a.Allowed = a.Allowed.Agree(b.Allowed, causes...); a.Status != b.Status {
		a.Allowed, a.Status = tri.Because(append(slices.Clone(a.Allowed.Causes()), causes...)...), 0
	}
	a.Refusals = append(a.Refusals, b.Refusals...)
	a.Steps = append(a.Steps, b.Steps...)
	return a
}

func (b *Bucket) withoutPolicy(r Request) Answer {
	acl := b.aclGrants(r)
	a := Answer{Allowed: acl.Or(b.PolicyKnown.Not())}
	if b.PolicyKnown.IsTrue() {
		a.Allowed = acl
	}
	if a.Allowed.IsTrue() {
		a.step(trace.Step{Step: "ACL", Address: b.aclAddress(r), Attribute: "acl", Detail: "grants everyone the read"})
		return a
	}
	switch {
	case b.keeps().IsTrue():
		return b.afterRefusal(r)
	case b.PolicyKnown.IsTrue():
		a.refuse(b.noPolicy(r))
	default:
		a.step(trace.Step{Step: "bucket policy", Address: b.Address(), Detail: "is not known"})
	}
	return a
}

// noPolicy is the refusal of a bucket that no policy opens.
func (b *Bucket) noPolicy(r Request) trace.Refusal {
	step := trace.Step{
		Step: "bucket policy", Address: b.Address(), Detail: "the bucket has no policy, so nothing grants " + action(r),
	}
	code := unopened[r.Caller]
	for _, p := range b.Policies {
		if p.Halted != "" {
			step.Address, step.Attribute = p.Address(), "depends_on"
			step.Detail = "apply stops at " + p.Halted + ", which the policy waits for, so nothing grants " + action(r)
			return trace.Refusal{Code: code, Step: step, Related: []string{b.Address(), p.Halted}, Wanted: p.Halted}
		}
		if p.Refused != "" {
			step = trace.Step{
				Step: "public access block", Address: p.Address(), Attribute: p.Attribute, Part: p.PublicPart(),
				Detail: "the policy is public and never stored: " + p.Refused + " blocks public policies",
			}
			return trace.Refusal{Code: trace.PublicBlocked, Step: step, Related: []string{b.Address(), b.Block.Address}}
		}
	}
	if old := b.deletedPolicy(); old != nil {
		step.Detail = "the plan deletes the bucket's policy (" + old.Address + "), so nothing grants " + action(r)
	}
	if r.Caller == Anonymous || r.Caller == WebsiteEndpoint {
		if flag := b.aclVoid(r); flag != "" {
			code, step = trace.PublicBlocked, b.voidACL(flag)
		} else if b.aclSays(r).IsTrue() && b.Ownership.ACLsEnabled().IsFalse() {
			step = b.disabledStep()
		}
	}
	return trace.Refusal{Code: code, Step: step}
}

// unopened is how the lack of a policy is called, by who is shut out.
var unopened = map[CallerKind]trace.Code{
	Service: trace.PolicyMissing, Identity: trace.PolicyMissing,
	Anonymous: trace.NotPublic, WebsiteEndpoint: trace.WebsitePrivate,
}

// askPolicy asks one document, with the public access block and the ACLs
// around it.
func (b *Bucket) askPolicy(p *Policy, r Request) Answer {
	document := p.Document()
	if document == nil {
		return Answer{Allowed: tri.False, Status: 400, Steps: []trace.Step{p.malformed()}}
	}
	decision, restricted := document.Evaluate(b.asked(r)), b.restricts(p, r)
	granted := decision.Allow.Or(b.aclGrants(r))
	a := Answer{Allowed: granted.And(decision.Deny.Not()).And(restricted.Not())}
	b.explain(&a, p, r, decision, restricted, granted)
	return a
}

// asked is what a request asks of the policies before the bucket.
func (b *Bucket) asked(r Request) policy.Request {
	return contextKeys{Request: r, bucket: b, symbols: b.store.state.Symbols}.ask(action(r), b.objectARN(r.Key))
}

// restricts reports whether RestrictPublicBuckets shuts the caller out: it
// leaves only the owner's account and AWS services where the policy is public.
func (b *Bucket) restricts(p *Policy, r Request) tri.Value {
	if r.Caller == Service {
		return tri.False
	}
	return b.Block.Restrict.And(p.Public)
}

func (b *Bucket) objectARN(key string) string {
	if key == "" {
		return b.ARN
	}
	return b.ARN + "/" + key
}

func (b *Bucket) aclAddress(r Request) string {
	if o := b.Object(r.Key); o != nil && r.Key != "" {
		return o.Address
	}
	return b.ACL.Address
}
