package cloudfront

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// controlAndIdentity: one origin takes one of the two (CloudFront Developer Guide,
// Restrict access to an Amazon S3 origin).
func (o *Origin) controlAndIdentity() (place, bool) {
	if o.AccessControl == nil || o.identityThere.IsFalse() {
		return place{}, false
	}
	p := at(o.At("s3_origin_config[0].origin_access_identity"), "has both an origin access control and an origin "+
		"access identity",
		"Remove origin_access_identity from the origin (leave s3_origin_config empty or out) and allow the origin "+
			"access control in the bucket policy.")
	p.certain = o.AccessControl.there.And(o.identityThere)
	return p, true
}

const keepOne = "Keep one of the two: a REST endpoint (bucket_regional_domain_name) with an origin access control, " +
	"or a website endpoint as a custom origin of a public bucket."

// websiteAsS3: a website endpoint is an ordinary web server to CloudFront.
func (o *Origin) websiteAsS3() (place, bool) {
	p := at("", "is a website endpoint without custom_origin_config", keepOne)
	p.certain = o.KindKnown
	return p, o.Endpoint.Form == Website && o.Kind == S3Origin
}

// websiteWithControl: access controls sign for REST endpoints only.
func (o *Origin) websiteWithControl() (place, bool) {
	if o.Endpoint.Form != Website || o.Kind != CustomOrigin || o.AccessControl == nil {
		return place{}, false
	}
	p := at("", "is a website endpoint, which cannot have an origin access control", keepOne)
	p.certain = o.AccessControl.there
	return p, true
}

// bothConfigurations: CloudFront says "You must specify either a CustomOrigin or
// an S3Origin".
func (o *Origin) bothConfigurations() (place, bool) {
	p := at(
		"",
		"has both a custom_origin_config and an s3_origin_config",
		"Remove custom_origin_config from the origin of a bucket's REST endpoint, and s3_origin_config from any "+
			"other: identities and access controls work only with REST endpoints.",
	)
	return p, o.both
}

// signers are the hosts that each type of access control signs for (CloudFront
// Developer Guide, Restrict access to an AWS Lambda function URL origin, to an AWS
// Elemental MediaPackage v2 origin, to an AWS Elemental MediaStore origin).
var signers = map[string]*regexp.Regexp{
	"lambda":         regexp.MustCompile(`\.lambda-url\.[^.]+\.on\.aws$`),
	"mediapackagev2": regexp.MustCompile(`\.mediapackagev2\.[^.]+\.amazonaws\.com$`),
	"mediastore":     regexp.MustCompile(`\.mediastore\.[^.]+\.amazonaws\.com$`),
}

// controlOfAnotherType: the type of an access control has to be that of the
// origin, "s3" of an S3 origin and one of the others of a custom origin.
func (o *Origin) controlOfAnotherType() (place, bool) {
	a := o.AccessControl
	if a == nil || a.Resource == nil || !written(a.Type) || o.Endpoint.Form == Website || o.Kind == VPCOrigin {
		return place{}, false
	}
	why, fix := "", ""
	switch {
	case o.Kind == S3Origin && a.Type != "s3":
		why = "is an S3 origin, and its origin access control signs for origins of type " + a.Type
		fix = "Set origin_access_control_origin_type to \"s3\", or give this origin an access control of its own."
	case o.Kind == CustomOrigin && a.Type == "s3":
		why = "has a custom_origin_config, and its origin access control signs for S3 origins only"
		fix = "Remove custom_origin_config from the origin: a bucket's REST endpoint is an S3 origin, and only that " +
			"can have an origin access control of type s3."
	case o.Kind == CustomOrigin && !o.signedFor(a.Type):
		why = "is not a host that an origin access control of type " + a.Type + " signs for"
		fix = "Give the origin an access control of its own type, or none."
	default:
		return place{}, false
	}
	p := at(o.At("origin_access_control_id"), why, fix)
	p.related, p.got, p.certain = []string{a.Resource.Address}, a.Type, o.KindKnown
	p.cause = trace.Step{
		Step: "caller", Address: a.Resource.Address, Attribute: "origin_access_control_origin_type",
		Detail: "origin " + o.ID + " " + why,
	}
	if o.Kind == S3Origin {
		p.wanted = "s3"
	}
	return p, true
}

// signedFor reports whether an access control of a type signs for the host, or
// may.
func (o *Origin) signedFor(typ string) bool {
	host := signers[typ]
	return host == nil || host.MatchString(strings.ToLower(o.Domain)) || symbol.Contains(o.Domain)
}

// noEndpoint: an origin without custom_origin_config is an S3 origin, whatever its
// domain looks like, and CloudFront says that it "does not refer to a valid S3
// bucket".
func (o *Origin) noEndpoint() (place, bool) {
	if o.Kind != S3Origin || o.Endpoint.Form != NotS3 {
		return place{}, false
	}
	p := at(
		o.At("domain_name"),
		"has no custom_origin_config, so it is an S3 origin, and "+o.Domain+" is not an S3 endpoint",
		"Use bucket_regional_domain_name for a bucket, and add a custom_origin_config for any other server.",
	)
	p.certain = o.KindKnown
	if symbols := symbolCauses(o.Domain); len(symbols) > 0 {
		p.certain = p.certain.And(tri.Because(symbols...))
	}
	return p, true
}

func (o *Origin) misnamedIdentity() (place, bool) {
	p := at(o.At("s3_origin_config[0].origin_access_identity"),
		"names an origin_access_identity that is not of the form "+identityPath+"ID",
		"Name the identity by its cloudfront_access_identity_path: origin-access-identity/cloudfront/ and its id.")
	return p, o.Identity != nil && o.Identity.misnamed
}

// malformedPath: the path begins with a slash and does not end with one
// (CloudFront API Reference, Origin, OriginPath).
func (o *Origin) malformedPath() (place, bool) {
	p := at(o.At("origin_path"), "has the origin_path "+o.Path+", which has to begin with / and must not end with it",
		"Write the path as /folder, and leave it out for the root of the bucket.")
	return p, written(o.Path) && (!strings.HasPrefix(o.Path, "/") || strings.HasSuffix(o.Path, "/"))
}

// reserved are the headers that CloudFront adds to no origin request (CloudFront
// Developer Guide, Add custom headers to origin requests).
var reserved = []string{
	"cache-control", "connection", "content-length", "cookie", "host", "if-match", "if-modified-since", "if-none-match",
	"if-range", "if-unmodified-since", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization",
	"proxy-connection", "range", "request-range", "te", "trailer", "transfer-encoding", "upgrade", "via",
}

func (o *Origin) reservedHeaders() (place, bool) {
	for _, name := range slices.Sorted(maps.Keys(o.Headers)) {
		if slices.Contains(reserved, name) || strings.HasPrefix(name, "x-amz-") || strings.HasPrefix(name, "x-edge-") {
			return at(o.At("custom_header"), "adds the header "+name+", which CloudFront does not let an origin add",
				"Remove the header, or rename it."), true
		}
	}
	return place{}, false
}

// noHost: CloudFront says that an origin name "cannot contain a colon", as that of a
// URL does.
func (o *Origin) noHost() (place, bool) {
	p := at(o.At("domain_name"), "has the domain_name "+o.Domain+", which is a URL or has a port, not just a host name",
		"Leave out the scheme, port and path, for instance with split(\"/\", url)[2].")
	return p, o.Kind != S3Origin && strings.ContainsAny(o.Domain, ":/")
}
