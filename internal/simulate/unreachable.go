package simulate

import (
	"net/url"
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// unreachable closes requests that do not get as far as S3's authorization, or
// that it refuses for how they are made.
func (x exchange) unreachable() (Result, bool) {
	for _, check := range []func(exchange) (Result, bool){
		exchange.gone, exchange.wrongType, exchange.wrongRegion,
		exchange.websiteProtocol, exchange.forwardedHost, exchange.preflightHeaders, exchange.signedByViewer,
	} {
		if closed, done := check(x); done {
			return closed, true
		}
	}
	return x.Result, false
}

// gone: what is asked of a bucket that is not there gets 404 NoSuchBucket
// (S3 API Reference, Error responses).
func (x exchange) gone() (Result, bool) {
	was := x.bucket.Gone()
	if was == nil {
		return x.Result, false
	}
	x.step(trace.Step{Step: "bucket", Address: was.Address, Detail: "the plan deletes the bucket: 404 NoSuchBucket"})
	x.NotFound = true
	return x.end(Other, 404), true
}

// wrongType: an access control for another kind of origin does not sign for S3.
func (x exchange) wrongType() (Result, bool) {
	a := x.Origin.AccessControl
	if a == nil || a.Resource == nil || a.Type == "s3" || a.Type == "" || symbol.Contains(a.Type) {
		return x.Result, false
	}
	return x.refuse(trace.Refusal{
		Code: trace.WrongOriginType, Related: []string{x.distribution.Place()}, Wanted: "s3", Got: a.Type,
		Step: trace.Step{
			Step: "caller", Address: a.Resource.Address, Attribute: "origin_access_control_origin_type",
			Detail: "it signs for origins of type " + a.Type + ", and this one is S3",
		},
	}), true
}

// wrongRegion: the endpoint does not lead to the bucket, or the identity is
// not known in its region.
func (x exchange) wrongRegion() (Result, bool) {
	o, bucket := x.Origin, x.bucket
	e, region := o.Endpoint, bucket.Region
	known := region != "" && !symbol.Contains(region)
	step := trace.Step{Step: "origin", Address: x.distribution.Place(), Attribute: o.At("domain_name")}
	if e.Form == cloudfront.Global && known {
		if !cloudfront.AnswersGlobalEndpoint(region) {
			step.Detail = "the global endpoint does not reach buckets in " + region + ", a region launched after " +
				"March 2019"
			x.note(
				trace.Refusal{Code: trace.GlobalEndpoint, Step: step, Related: []string{bucket.Address()}, Got: region},
			)
			x.step(step)
			x.failed = []int{400}
			return x.end(Other, 400), true
		}
	}
	if bucket.Resource != nil && known && e.Region != "" && e.Region != region && !symbol.Contains(e.Region) {
		step.Detail = "the endpoint is in " + e.Region + ", the bucket in " + region + ": S3 returns 301 or 400"
		x.step(step)
		return x.end(Other, 301), true
	}
	if o.Identity != nil && known && !cloudfront.KnowsIdentities(region) && e.Form != cloudfront.Website {
		step.Attribute = o.Access()
		step.Detail = "buckets in " + region + " do not support origin access identities"
		return x.refuse(trace.Refusal{
			Code: trace.IdentityRegion, Step: step, Related: []string{bucket.Address()}, Possible: true,
			Got: region,
		}), true
	}
	return x.Result, false
}

// websiteProtocol: website endpoints speak plain http only.
func (x exchange) websiteProtocol() (Result, bool) {
	o, bucket := x.Origin, x.bucket
	if o.Endpoint.Form != cloudfront.Website {
		return x.Result, false
	}
	if o.Kind == cloudfront.CustomOrigin && o.Scheme(x.request.Scheme) == "https" {
		x.step(trace.Step{
			Step: "origin", Address: x.distribution.Place(), Attribute: o.At("custom_origin_config"),
			Detail: "website endpoints do not support https: the connection fails with 502 or 504",
		})
		x.failed = []int{502, 504}
		return x.end(Other, 502), true
	}
	if bucket.Website.Enabled.IsFalse() {
		x.step(trace.Step{
			Step: "website", Address: bucket.Address(), Detail: "the bucket has no website configuration: 404",
		})
		return x.end(Other, 404), true
	}
	return x.Result, false
}

// forwardedHost: S3 picks the bucket by the Host header and signatures cover
// it, so a viewer's Host never fits (CloudFront Developer Guide, HTTP 403
// status code).
func (x exchange) forwardedHost() (Result, bool) {
	b, o := x.Behavior, x.Origin
	host := b.Forwards("host")
	if host.IsFalse() {
		return x.Result, false
	}
	if o.Endpoint.Form == cloudfront.Website {
		names := x.namesBucket()
		if names.IsTrue() {
			return x.Result, false
		}
		if host.IsTrue() && names.IsFalse() {
			x.step(trace.Step{
				Step: "headers", Address: x.distribution.Place(), Attribute: b.Path(),
				Detail: "the viewer's Host names no bucket: 404 NoSuchBucket",
			})
			return x.end(Other, 404), true
		}
	}
	address, attribute := b.HeaderSource("host")
	step := trace.Step{
		Step: "headers", Address: address, Attribute: attribute, Detail: "the viewer's Host header is sent to S3",
	}
	kind, _ := o.Caller()
	if host.IsTrue() && (kind == cloudfront.OAC || kind == cloudfront.OAI) {
		return x.refuse(trace.Refusal{Code: trace.HostForwarded, Step: step, Possible: true}), true
	}
	x.step(step)
	x.note(trace.Refusal{Code: trace.HostForwarded, Step: step, Possible: true})
	return undecided(x.Result, host, tri.Cause{
		Address: address, Attribute: attribute,
		Reason: "the viewer's Host header reaches S3, which takes it for a bucket's name",
	}), true
}

// namesBucket tells whether the host that a viewer asks for is the name of the bucket,
// or where none is asked for, whether one of the distribution's names is.
func (x exchange) namesBucket() tri.Value {
	host, bucket := hostName(x.request.Host), x.bucket.Name
	if host == "" {
		return x.distribution.Serves(bucket)
	}
	truth := glob.CompileLiteral(bucket).Match(host)
	return tri.From(truth, x.Origin.SymbolsOfDomain().Causes()...)
}

// preflightHeaders: a preflight without its headers is a bad request to S3;
// AWS does not say whether it returns 400 or 403.
func (x exchange) preflightHeaders() (Result, bool) {
	b := x.Behavior
	if x.request.Method != "OPTIONS" || b.LegacyHeaders() && b.Forwards("origin").IsTrue() {
		return x.Result, false
	}
	for _, h := range []string{"origin", "access-control-request-method"} {
		if f := b.Forwards(h); f.IsFalse() {
			step := trace.Step{
				Step: "headers", Address: x.distribution.Place(), Attribute: b.Path(),
				Detail: "a preflight's " + h + " header does not reach S3, which returns 400 or 403",
			}
			x.note(trace.Refusal{Code: trace.CORSNotForwarded, Step: step, Possible: true})
			x.step(step)
			cause := tri.Cause{
				Address: x.distribution.Place(), Attribute: b.Path(), Reason: step.Detail,
				Remedy: "forward the preflight's headers with the managed origin request policy CORS-S3Origin",
			}
			return undecided(x.Result, tri.Value{}, cause), true
		}
	}
	return x.Result, false
}

// signatures are the parameters of a query string by which a viewer signs a request
// (S3 API Reference, Authenticating requests: using query parameters).
var signatures = []string{"X-Amz-Signature", "X-Amz-Credential", "Signature", "AWSAccessKeyId"}

// signedByViewer: a request that CloudFront signs and the viewer has signed is one with
// two signatures, which S3 refuses with 400. Without CloudFront's it is the viewer's own.
func (x exchange) signedByViewer() (Result, bool) {
	certain, possible, _ := x.parameters()
	signs := func(query url.Values) bool { return slices.ContainsFunc(signatures, query.Has) }
	if !signs(possible) {
		return x.Result, false
	}
	kind, signing := x.Origin.Caller()
	step := trace.Step{
		Step: "query string", Address: x.distribution.Place(), Attribute: x.Behavior.Path(),
		Detail: "the viewer's signature is forwarded to S3",
	}
	if signs(certain) && kind != cloudfront.Anonymous && signing.IsTrue() {
		step.Detail += " beside CloudFront's: 400"
		x.step(step)
		return x.end(Other, 400), true
	}
	x.step(step)
	return undecided(x.Result, signing, tri.Cause{
		Address: step.Address, Attribute: step.Attribute, Reason: step.Detail + ", and whose it is, is not known",
	}), true
}
