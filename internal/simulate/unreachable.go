package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// unreachable closes requests that do not get as far as S3's authorization, or
// that it refuses for how they are made.
func (w *World) unreachable(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, r Request, out Result) (Result, bool) {
	for _, check := range []func(*cloudfront.Distribution, *cloudfront.Behavior, *cloudfront.Origin, *s3.Bucket, Request, Result) (Result, bool){
		rejected, gone, wrongType, wrongRegion, websiteProtocol, forwardedHost, preflightHeaders,
	} {
		if closed, done := check(d, b, o, bucket, r, out); done {
			return closed, true
		}
	}
	return out, false
}

// rejected: origins that the CloudFront API does not take.
func rejected(d *cloudfront.Distribution, _ *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, _ Request, out Result) (Result, bool) {
	why := o.Rejected()
	if why == "" {
		return out, false
	}
	step := trace.Step{Step: "origin", Address: d.Address, Attribute: o.Block.Path(), Detail: "the API refuses the origin at apply, because " + why}
	out.step(step)
	if o.Endpoint.Form == cloudfront.Website && (o.AccessControl != nil || o.Identity != nil) {
		out.note(trace.Refusal{Code: trace.WebsiteRejected, Step: step, Related: []string{bucket.Address()}})
	}
	return out.end(Other, 400), true
}

// gone: what is asked of a bucket that is not there is answered 404 NoSuchBucket
// (S3 API Reference, Error responses).
func gone(_ *cloudfront.Distribution, _ *cloudfront.Behavior, _ *cloudfront.Origin, bucket *s3.Bucket, _ Request, out Result) (Result, bool) {
	was := bucket.Gone()
	if was == nil {
		return out, false
	}
	out.step(trace.Step{Step: "bucket", Address: was.Address, Detail: "the plan deletes the bucket: 404 NoSuchBucket"})
	out.NotFound = true
	return out.end(Other, 404), true
}

// wrongType: an access control for another kind of origin does not sign for S3.
func wrongType(d *cloudfront.Distribution, _ *cloudfront.Behavior, o *cloudfront.Origin, _ *s3.Bucket, _ Request, out Result) (Result, bool) {
	a := o.AccessControl
	if a == nil || a.Resource == nil || a.Type == "s3" || a.Type == "" || symbol.Contains(a.Type) {
		return out, false
	}
	return out.refuse(trace.Refusal{
		Code: trace.WrongOriginType, Related: []string{d.Address}, Wanted: "s3", Got: a.Type,
		Step: trace.Step{Step: "caller", Address: a.Resource.Address, Attribute: "origin_access_control_origin_type", Detail: "signs for origins of type " + a.Type + ", this one is S3"},
	}), true
}

// wrongRegion: the endpoint does not lead to the bucket, or the identity is
// not known in its region.
func wrongRegion(d *cloudfront.Distribution, _ *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, _ Request, out Result) (Result, bool) {
	e, region := o.Endpoint, bucket.Region
	known := region != "" && !symbol.Contains(region)
	step := trace.Step{Step: "origin", Address: d.Address, Attribute: o.At("domain_name")}
	if e.Form == cloudfront.Global && known {
		if answers, listed := cloudfront.AnswersGlobalEndpoint(region); listed && !answers {
			step.Detail = "the global endpoint does not lead to buckets in " + region + ", a region launched after March 2019"
			return out.refuse(trace.Refusal{Code: trace.GlobalEndpoint, Step: step, Related: []string{bucket.Address()}, Possible: true, Got: region}), true
		}
	}
	if bucket.Resource != nil && known && e.Region != "" && e.Region != region && !symbol.Contains(e.Region) {
		step.Detail = "the endpoint is in " + e.Region + ", the bucket in " + region + ": S3 answers 301 or 400"
		out.step(step)
		return out.end(Other, 301), true
	}
	if o.Identity != nil && known && !cloudfront.KnowsIdentities(region) && e.Form != cloudfront.Website {
		step.Detail = "buckets in " + region + " know no origin access identities"
		return out.refuse(trace.Refusal{Code: trace.IdentityRegion, Step: step, Related: []string{bucket.Address()}, Possible: true, Got: region}), true
	}
	return out, false
}

// websiteProtocol: website endpoints speak plain http only.
func websiteProtocol(d *cloudfront.Distribution, _ *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, r Request, out Result) (Result, bool) {
	if o.Endpoint.Form != cloudfront.Website {
		return out, false
	}
	if o.Kind == cloudfront.CustomOrigin && o.Scheme(r.Scheme) == "https" {
		out.step(trace.Step{Step: "origin", Address: d.Address, Attribute: o.At("custom_origin_config"), Detail: "website endpoints do not speak https: the connection fails with 502 or 504"})
		return out.end(Other, 502), true
	}
	if bucket.Website.Enabled.IsFalse() {
		out.step(trace.Step{Step: "website", Address: bucket.Address(), Detail: "the bucket has no website configuration: 404"})
		return out.end(Other, 404), true
	}
	return out, false
}

// forwardedHost: S3 picks the bucket by the Host header and signatures cover
// it, so a viewer's Host never fits (CloudFront Developer Guide, HTTP 403
// status code).
func forwardedHost(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket, _ Request, out Result) (Result, bool) {
	host := b.Forwards("host")
	if host.IsFalse() {
		return out, false
	}
	if o.Endpoint.Form == cloudfront.Website {
		for _, a := range d.Aliases {
			if a == bucket.Name {
				return out, false
			}
		}
		if host.IsTrue() && d.AliasesKnown.IsTrue() {
			out.step(trace.Step{Step: "headers", Address: d.Address, Attribute: b.Path(), Detail: "the viewer's Host names no bucket: 404 NoSuchBucket"})
			return out.end(Other, 404), true
		}
	}
	address, attribute := b.HeaderSource("host")
	step := trace.Step{Step: "headers", Address: address, Attribute: attribute, Detail: "the viewer's Host header is sent to S3"}
	kind, _ := o.Caller()
	if host.IsTrue() && (kind == cloudfront.OAC || kind == cloudfront.OAI) {
		return out.refuse(trace.Refusal{Code: trace.HostForwarded, Step: step, Possible: true}), true
	}
	out.step(step)
	out.note(trace.Refusal{Code: trace.HostForwarded, Step: step, Possible: true})
	return undecided(out, host, tri.Cause{Address: address, Attribute: attribute, Reason: "the viewer's Host header reaches S3, which takes it for a bucket's name"}), true
}

// preflightHeaders: a preflight without its headers is a bad request to S3;
// AWS does not say whether it answers 400 or 403.
func preflightHeaders(d *cloudfront.Distribution, b *cloudfront.Behavior, _ *cloudfront.Origin, _ *s3.Bucket, r Request, out Result) (Result, bool) {
	if r.Method != "OPTIONS" || b.LegacyHeaders() && b.Forwards("origin").IsTrue() {
		return out, false
	}
	for _, h := range []string{"origin", "access-control-request-method"} {
		if f := b.Forwards(h); f.IsFalse() {
			step := trace.Step{Step: "headers", Address: d.Address, Attribute: b.Path(), Detail: "a preflight's " + h + " header does not reach S3, which answers 400 or 403"}
			out.note(trace.Refusal{Code: trace.CORSNotForwarded, Step: step, Possible: true})
			out.step(step)
			cause := tri.Cause{Address: d.Address, Attribute: b.Path(), Reason: step.Detail, Remedy: "forward the preflight's headers with the managed origin request policy CORS-S3Origin"}
			return undecided(out, tri.Value{}, cause), true
		}
	}
	return out, false
}
