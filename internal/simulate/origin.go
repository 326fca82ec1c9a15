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

// from asks one origin, by each protocol that may be its.
func (x exchange) from(o *cloudfront.Origin) Result {
	ways, open := o.Protocols()
	out := x.over(ways[0])
	for _, way := range ways[1:] {
		out = eitherBy(out, x.over(way), open)
	}
	return out
}

// over asks one origin and closes with what S3 answers.
func (x exchange) over(o *cloudfront.Origin) Result {
	x.Origin = o
	x.step(trace.Step{
		Step: "origin", Address: x.distribution.Place(), Attribute: o.At("domain_name"),
		Detail: o.ID + ": " + o.Domain,
	})
	bucket, folder, closed := x.bucketBehind()
	if bucket == nil {
		return closed
	}
	x.bucket = bucket
	out := x.under(folder)
	if x.request.Path == "/" && !o.FolderKnown.IsTrue() { // without a path it asks for the listing
		return eitherBy(out, x.under(""), o.FolderKnown)
	}
	return out
}

// under asks the bucket for what the request names in a folder.
func (x exchange) under(folder string) Result {
	o := x.Origin
	kind, signing := o.Caller()
	x.Caller = kind
	x.folder = decoded(folder)
	key := x.folder + decoded(strings.TrimPrefix(x.request.Path, "/"))
	x.Key = keyOf(o, x.bucket, key)
	if failed, done := x.unreachable(); done {
		return failed
	}
	if kind == cloudfront.WebsiteCaller {
		return x.fromWebsite(key)
	}
	answer := x.ask(kind)
	if kind == cloudfront.OAC && !signing.IsTrue() {
		anonymous := x.ask(cloudfront.Anonymous)
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

// bucketBehind finds the bucket behind the origin and the folder in which the origin
// looks for keys. The result is closed when there is none.
func (x exchange) bucketBehind() (bucket *s3.Bucket, folder string, closed Result) {
	w, d, o := x.world, x.distribution, x.Origin
	e := o.Endpoint
	switch {
	case !o.KindKnown.IsTrue():
		return nil, "", undecided(x.Result, o.KindKnown, tri.Cause{
			Address: d.Place(), Attribute: o.Block.Path(),
			Reason: "it is not known whether the origin is an S3 origin",
		})
	case o.Kind == cloudfront.S3Origin && e.Form == cloudfront.NotS3:
		return nil, "", undecided(x.Result, o.SymbolsOfDomain(), tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"), Reason: o.Domain + " is no S3 endpoint that plan403 knows, and without custom_origin_config the origin is an S3 origin",
			Remedy: "use bucket_regional_domain_name, or add a custom_origin_config",
		})
	case o.Kind == cloudfront.VPCOrigin || e.Form == cloudfront.NotS3:
		x.Elsewhere = true
		return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"),
			Reason: "the origin is not an S3 bucket, so what it answers is not in the plan",
		})
	case e.Form == cloudfront.Undecided:
		cause := tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"), Reason: "the origin's domain name is not known",
			Remedy: "name the .tf files with --source",
		}
		if runes := symbol.In(o.Domain); len(runes) > 0 {
			cause = tri.Cause{Symbol: runes[0]}
		}
		return nil, "", undecided(x.Result, tri.Value{}, cause)
	case e.Form == cloudfront.PathStyle:
		name, rest, _ := strings.Cut(strings.TrimPrefix(o.Path, "/"), "/")
		if name == "" {
			return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
				Address: d.Place(), Attribute: o.At("domain_name"),
				Reason: "the bucket is part of the viewer's path",
			})
		}
		if rest != "" {
			rest += "/"
		}
		return w.Store.Bucket(name, e.Region, ""), rest, x.Result
	case e.Form == cloudfront.AccessPointAlias || e.Form == cloudfront.AccessPoint:
		if p := w.Store.AccessPoint(e.Alias, e.Name); p != nil {
			return p.Bucket, o.Folder, x.Result
		}
		return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"),
			Reason: "the access point " + e.Alias + e.Name + " is not in this plan", Remedy: "manage it here",
		})
	case e.Form == cloudfront.Website || e.Bucketed():
		return w.Store.Bucket(e.Bucket, e.Region, d.Partition), o.Folder, x.Result
	}
	return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
		Address: d.Place(), Attribute: o.At("domain_name"),
		Reason: "requests through this kind of S3 endpoint are not decided",
	})
}

// keyOf is the object key of an origin request. A website adds its index document to
// directories.
func keyOf(o *cloudfront.Origin, b *s3.Bucket, key string) string {
	if o.Endpoint.Form == cloudfront.Website && (key == "" || strings.HasSuffix(key, "/")) {
		return key + b.Website.Index
	}
	return key
}

// decoded is a part of a path without its percent signs.
func decoded(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// ask puts the request to the bucket as one caller.
func (x exchange) ask(kind cloudfront.CallerKind) Result {
	x.Caller = kind
	x.step(trace.Step{
		Step: "caller", Address: x.distribution.Place(), Attribute: x.Origin.Access(), Detail: x.describeCaller(),
	})
	answer := x.askS3(x.originRequest())
	x.Trace = append(slices.Clip(x.Trace), answer.Steps...)
	switch {
	case answer.Status != 0:
		x.NotFound = answer.Status == 404
		return x.end(Other, answer.Status)
	case answer.Allowed.IsTrue() && x.asksForFolder():
		return x.ofFolder()
	case answer.Allowed.IsTrue() && kind == cloudfront.OAI && !cloudfront.TakesWrites(x.request.Method, x.bucket.Region):
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
		Detail: "an origin access identity makes no POST requests",
	}
	if x.request.Method == "PUT" {
		step.Detail = "in regions that know Signature Version 4 only, an origin access identity makes PUT requests only for " +
			"viewers who send x-amz-content-sha256"
	}
	x.step(step)
	x.note(trace.Refusal{Code: trace.IdentityWrites, Step: step, Possible: true, Related: []string{x.bucket.Address()}})
	return undecided(x.Result, tri.Value{}, tri.Cause{
		Address: step.Address, Attribute: step.Attribute, Reason: step.Detail, Remedy: "let an origin access control sign",
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
				Step: "default root object", Address: x.distribution.Place(), Attribute: "default_root_object", Detail: "/ asks S3 for the bucket's listing, which needs s3:ListBucket",
			}},
		},
	}
	for _, f := range x.Refusals {
		if f.Code != trace.ActionMissing && f.Code != trace.ResourceMissing {
			list = append(list, f)
		}
	}
	return list
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
				Detail: "signing behavior " + o.AccessControl.Signing + " leaves the request unsigned, so S3 sees an anonymous caller",
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
		x.Trace = append(slices.Clip(x.Trace), state.Steps...)
		return x.end(Forbidden, 403)
	default:
		x.note(state.Refusals...)
		x.Trace = append(slices.Clip(x.Trace), state.Steps...)
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

func (x exchange) describeCaller() string {
	d, o := x.distribution, x.Origin
	switch x.Caller {
	case cloudfront.OAC:
		return "S3 sees the service principal " + s3.ServicePrincipal + " for " + d.ARN
	case cloudfront.OAI:
		return "S3 sees " + o.Identity.ARN
	case cloudfront.WebsiteCaller:
		return "a website endpoint is read anonymously, over http"
	}
	return "the request is not signed: S3 sees an anonymous caller, over " + o.Scheme("https")
}

// Behind is the bucket of an origin, nil if it is none.
func (w *World) Behind(d *cloudfront.Distribution, o *cloudfront.Origin) *s3.Bucket {
	b, _, _ := w.exchange(d, Request{}).to(nil, o).bucketBehind()
	return b
}
