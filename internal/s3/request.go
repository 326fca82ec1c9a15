package s3

import (
	"net/url"

	"github.com/plan403/plan403/internal/policy"
)

// CallerKind is who asks.
type CallerKind uint8

// The callers: nobody in particular, nobody through a website endpoint, the
// CloudFront service principal, and an origin access identity.
const (
	Anonymous CallerKind = iota
	WebsiteEndpoint
	Service
	Identity
)

// ServicePrincipal is CloudFront's name in policies.
const ServicePrincipal = "cloudfront.amazonaws.com"

// Request is one origin request.
type Request struct {
	Caller CallerKind
	// Distribution and Account are the ARN and the account of the distribution
	// for a Service caller.
	Distribution, Account string
	// IdentityARN and CanonicalUser name an Identity caller.
	IdentityARN, CanonicalUser string
	// Method is the HTTP method, Scheme that of the origin request.
	Method, Scheme string
	// Key is the object's key, "" for the bucket itself.
	Key string
	// Referer and UserAgent tell what S3 sees of these headers; nil values mean
	// that they are absent.
	Referer, UserAgent Header
	// Withheld tells which of the viewer's headers, by name in lower case,
	// certainly do not reach S3; nil says it of none.
	Withheld func(header string) bool
	// Query tells whether a query string may reach S3 of which nothing is known.
	Query bool
	// Parameters are those of the viewer's query string that reach S3.
	Parameters url.Values
	// Implied: nobody asks for the listing; S3 looks whether the caller may have
	// one, before it tells that an object is missing.
	Implied bool
	// AccessPoint is the access point that the request goes through, nil
	// without one.
	AccessPoint *AccessPoint
}

// Header is what is known of a request header: a value that CloudFront sets, or
// may set, or whatever the viewer sends.
type Header struct {
	Value          string
	Set, Forwarded bool
	MaybeSet       bool
}

func (r Request) policyCaller() policy.Caller {
	switch r.Caller {
	case Service:
		return policy.Caller{Kind: policy.Service, Service: ServicePrincipal}
	case Identity:
		return policy.Caller{Kind: policy.Identity, ARN: r.IdentityARN, CanonicalUser: r.CanonicalUser}
	}
	return policy.Caller{Kind: policy.Anonymous}
}
