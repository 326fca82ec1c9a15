package simulate

import (
	"net/url"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// origin sends the origin request of a viewer request and closes with what S3
// answers.
func (w *World) origin(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, r Request, out Result) Result {
	out.Origin = o
	out.step(trace.Step{Step: "origin", Address: d.Address, Attribute: o.At("domain_name"), Detail: o.ID + ": " + o.Domain})
	bucket, path, closed := w.bucketOf(d, o, out)
	if bucket == nil {
		return closed
	}
	out.Bucket = bucket
	kind, signing := o.Caller()
	out.Caller = kind
	out.Key = keyOf(o, bucket, path+r.Path)
	if failed, done := w.unreachable(d, b, o, bucket, r, out); done {
		return failed
	}
	answer := w.ask(d, b, o, bucket, r, out, kind)
	if kind == cloudfront.OAC && !signing.IsTrue() {
		anonymous := w.ask(d, b, o, bucket, r, out, cloudfront.Anonymous)
		return either(answer, anonymous, causeOf(signing))
	}
	return answer
}

func causeOf(v tri.Value) tri.Cause {
	if c := v.Causes(); len(c) > 0 {
		return c[0]
	}
	return tri.Cause{}
}

// bucketOf finds the bucket behind an origin and the part of the key that the
// origin adds. The result is closed when there is none.
func (w *World) bucketOf(d *cloudfront.Distribution, o *cloudfront.Origin, out Result) (*s3.Bucket, string, Result) {
	e := o.Endpoint
	switch {
	case o.Kind == cloudfront.VPCOrigin || e.Form == cloudfront.NotS3:
		out.Elsewhere = true
		return nil, "", undecided(out, tri.Value{}, tri.Cause{Address: d.Address, Attribute: o.At("domain_name"), Reason: "the origin is not an S3 bucket, so what it answers is not in the plan"})
	case e.Form == cloudfront.Undecided:
		cause := tri.Cause{Address: d.Address, Attribute: o.At("domain_name"), Reason: "the origin's domain name is not known", Remedy: "name the .tf files with --source"}
		if runes := symbol.In(o.Domain); len(runes) > 0 {
			cause = tri.Cause{Symbol: runes[0]}
		}
		return nil, "", undecided(out, tri.Value{}, cause)
	case e.Form == cloudfront.PathStyle:
		name, rest, _ := strings.Cut(strings.TrimPrefix(o.Path, "/"), "/")
		if name == "" {
			return nil, "", undecided(out, tri.Value{}, tri.Cause{Address: d.Address, Attribute: o.At("domain_name"), Reason: "the bucket is part of the viewer's path"})
		}
		return w.Store.Bucket(name, e.Region, ""), strings.TrimSuffix("/"+rest, "/"), out
	case e.Form == cloudfront.AccessPointAlias || e.Form == cloudfront.AccessPoint:
		if p := w.Store.AccessPoint(e.Alias, e.Name); p != nil {
			return p.Bucket, o.Path, out
		}
		return nil, "", undecided(out, tri.Value{}, tri.Cause{Address: d.Address, Attribute: o.At("domain_name"), Reason: "the access point " + e.Alias + e.Name + " is not in this plan", Remedy: "manage it here"})
	case e.Form == cloudfront.Website || e.Bucketed():
		return w.Store.Bucket(e.Bucket, e.Region, d.Partition), o.Path, out
	}
	return nil, "", undecided(out, tri.Value{}, tri.Cause{Address: d.Address, Attribute: o.At("domain_name"), Reason: "requests through this kind of S3 endpoint are not decided"})
}

// keyOf is the object key of an origin request: origin path and path without
// the first slash, decoded once. A website adds its index document to
// directories.
func keyOf(o *cloudfront.Origin, b *s3.Bucket, path string) string {
	key := strings.TrimPrefix(path, "/")
	if decoded, err := url.PathUnescape(key); err == nil {
		key = decoded
	}
	if o.Endpoint.Form == cloudfront.Website && (key == "" || strings.HasSuffix(key, "/")) {
		key += b.Website.Index
	}
	return key
}

// ask puts the request to the bucket as one caller.
func (w *World) ask(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, r Request, out Result, kind cloudfront.CallerKind) Result {
	out.Caller = kind
	request := w.originRequest(d, b, o, r, out.Key, kind)
	out.step(trace.Step{Step: "caller", Address: d.Address, Attribute: callerAttribute(o), Detail: describeCaller(d, o, kind)})
	answer := w.authorize(o, bucket, request)
	out.Trace = append(slices.Clip(out.Trace), answer.Steps...)
	switch {
	case answer.Status != 0:
		out.NotFound = answer.Status == 404
		return out.end(Other, answer.Status)
	case answer.Allowed.IsTrue():
		return delivered(bucket, out)
	case answer.Allowed.IsFalse():
		out.Refusals = append(slices.Clip(out.Refusals), asCaller(o, kind, answer.Refusals)...)
		if out.Key == "" {
			out.Refusals = emptyKey(d, out)
		}
		return out.end(Forbidden, 403)
	}
	out.Refusals = append(slices.Clip(out.Refusals), answer.Refusals...)
	return undecided(out, answer.Allowed)
}

// authorize puts a request to the bucket, or to the access point before it.
func (w *World) authorize(o *cloudfront.Origin, bucket *s3.Bucket, r s3.Request) s3.Answer {
	if o.Endpoint.ThroughAccessPoint() {
		return w.Store.AccessPoint(o.Endpoint.Alias, o.Endpoint.Name).Authorize(r)
	}
	return bucket.Authorize(r)
}

// emptyKey names the missing root object first: with it, the bucket would not
// be asked for a listing. What refuses every key besides is kept; that nobody
// grants a listing is only the other side of it.
func emptyKey(d *cloudfront.Distribution, out Result) []trace.Refusal {
	list := []trace.Refusal{{Code: trace.EmptyKey, Related: []string{out.Bucket.Address()}, Step: trace.Step{
		Step: "default root object", Address: d.Address, Attribute: "default_root_object", Detail: "/ asks S3 for the bucket's listing, which needs s3:ListBucket",
	}}}
	for _, f := range out.Refusals {
		if f.Code != trace.ActionMissing && f.Code != trace.ResourceMissing {
			list = append(list, f)
		}
	}
	return list
}

// asCaller names the access control that does not sign as the cause when an
// anonymous request is refused for being anonymous.
func asCaller(o *cloudfront.Origin, kind cloudfront.CallerKind, refusals []trace.Refusal) []trace.Refusal {
	if kind != cloudfront.Anonymous || o.AccessControl == nil || o.AccessControl.Resource == nil {
		return refusals
	}
	out := make([]trace.Refusal, len(refusals))
	for i, f := range refusals {
		out[i] = f
		switch f.Code {
		case trace.NotPublic, trace.PublicBlocked, trace.PrincipalMissing:
			out[i].Code = trace.NotSigning
			out[i].Related = append([]string{f.Step.Address}, f.Related...)
			out[i].Step = trace.Step{Step: "caller", Address: o.AccessControl.Resource.Address, Attribute: "signing_behavior", Detail: "signing behavior " + o.AccessControl.Signing + " leaves the request unsigned, so S3 sees an anonymous caller"}
		}
	}
	return out
}

// delivered checks the state of an object that may be read.
func delivered(bucket *s3.Bucket, out Result) Result {
	switch state := bucket.Archived(out.Key); {
	case state.Allowed.IsTrue():
		return out.end(Served, 200)
	case state.Allowed.IsFalse():
		out.Refusals = append(slices.Clip(out.Refusals), state.Refusals...)
		out.Trace = append(slices.Clip(out.Trace), state.Steps...)
		return out.end(Forbidden, 403)
	default:
		out.Refusals = append(slices.Clip(out.Refusals), state.Refusals...)
		out.Trace = append(slices.Clip(out.Trace), state.Steps...)
		return undecided(out, state.Allowed)
	}
}

func (w *World) originRequest(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, r Request, key string, kind cloudfront.CallerKind) s3.Request {
	q := s3.Request{Method: r.Method, Scheme: o.Scheme(r.Scheme), Key: key, Query: !b.ForwardsQuery().IsFalse(), Withheld: b.Withholds}
	switch kind {
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
	if v, ok := o.Headers[name]; ok {
		return s3.Header{Value: v, Set: true}
	}
	return s3.Header{Forwarded: !b.Forwards(name).IsFalse()}
}

func callerAttribute(o *cloudfront.Origin) string {
	switch {
	case o.AccessControl != nil:
		return o.At("origin_access_control_id")
	case o.Identity != nil:
		return o.At("s3_origin_config[0].origin_access_identity")
	}
	return o.Block.Path()
}

func describeCaller(d *cloudfront.Distribution, o *cloudfront.Origin, kind cloudfront.CallerKind) string {
	switch kind {
	case cloudfront.OAC:
		return "S3 sees the service principal " + s3.ServicePrincipal + " for " + d.ARN
	case cloudfront.OAI:
		return "S3 sees " + o.Identity.ARN
	case cloudfront.WebsiteCaller:
		return "a website endpoint is read anonymously, over http"
	}
	return "the request is not signed: S3 sees an anonymous caller, over " + o.Scheme("https")
}

// behind is the bucket of an origin, nil if it is none.
func (w *World) behind(d *cloudfront.Distribution, o *cloudfront.Origin) *s3.Bucket {
	b, _, _ := w.bucketOf(d, o, Result{})
	return b
}
