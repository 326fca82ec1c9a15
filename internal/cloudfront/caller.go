package cloudfront

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// CallerKind is who S3 sees.
type CallerKind uint8

// The callers of design and documentation: the service principal, an origin
// access identity, nobody, and nobody through a website endpoint.
const (
	Anonymous CallerKind = iota
	OAC
	OAI
	WebsiteCaller
)

// String returns "oac", "oai", "anonymous" or "website".
func (k CallerKind) String() string {
	return [...]string{"anonymous", "oac", "oai", "website"}[k]
}

// Caller tells as whom CloudFront asks the origin. signing is not decided when
// it hangs on what the plan does not hold of an access control: the request is
// then either signed (OAC) or anonymous.
func (o *Origin) Caller() (kind CallerKind, signing tri.Value) {
	switch {
	case o.Endpoint.Form == Website:
		return WebsiteCaller, tri.False
	case o.AccessControl != nil:
		return o.AccessControl.caller()
	case o.Identity != nil:
		return OAI, tri.True
	}
	return Anonymous, tri.False
}

// caller: an access control of another type does not sign for S3 either.
func (a *AccessControl) caller() (CallerKind, tri.Value) {
	switch signs := a.Signing == "always" || a.Signing == "no-override"; {
	case a.Signing == "never":
		return Anonymous, tri.False
	case signs && !symbol.Contains(a.Type):
		return OAC, tri.True
	}
	return OAC, tri.Because(symbolCauses(a.Signing, a.Type)...)
}

// Scheme is the protocol of the origin request. An S3 origin is asked as the
// viewer asked, but over https whenever requests are always signed (CloudFront
// Developer Guide, Using HTTPS for communication between CloudFront and your
// Amazon S3 origin; Restricting access to an Amazon S3 origin, Important).
func (o *Origin) Scheme(viewer string) string {
	switch {
	case o.Kind == CustomOrigin && o.Protocol == "http-only":
		return "http"
	case o.Kind == CustomOrigin && o.Protocol == "https-only":
		return "https"
	case o.AccessControl != nil && o.AccessControl.Signing == "always":
		return "https"
	}
	return viewer
}

// Protocols are the origin as it may be asked where the protocol is not known, and
// why it is not; without a cause the origin is the only one.
func (o *Origin) Protocols() (ways []*Origin, open tri.Value) {
	if o.Kind != CustomOrigin || !symbol.Contains(o.Protocol) {
		return []*Origin{o}, tri.True
	}
	for _, protocol := range []string{"http-only", "https-only"} {
		way := *o
		way.Protocol = protocol
		ways = append(ways, &way)
	}
	return ways, tri.Because(symbolCauses(o.Protocol)...)
}

// Access is the argument that says as whom the origin asks, the origin's block if
// none does.
func (o *Origin) Access() string {
	switch {
	case o.AccessControl != nil:
		return o.At("origin_access_control_id")
	case o.Identity != nil:
		return o.At("s3_origin_config[0].origin_access_identity")
	}
	return o.Block.Path()
}
