package cloudfront

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// RefusedResource is a resource beside a distribution that its API refuses to make or
// change, so that apply stops there.
type RefusedResource struct {
	*plan.Resource
	Status         int
	Error          string
	Attribute      string
	Why, Fix       string
	RelatedAddress string
	// Certain is not true where it is another resource that may be refused in its place.
	// Either: one of them certainly is, and this stands for both.
	Certain tri.Value
	Either  bool
}

// Detail is the clause with the API's answer.
func (r RefusedResource) Detail() string {
	return r.Why + ": " + strconv.Itoa(r.Status) + " " + r.Error
}

// resourceChecks are the checks that the APIs make of a type of resource.
var resourceChecks = []struct {
	typ    string
	status int
	err    string
	finds  func(namesakes, *plan.Resource) (place, bool)
}{
	{"aws_cloudfront_cache_policy", 400, "InvalidArgument", keyWithoutCaching},
	{"aws_cloudfront_origin_request_policy", 400, "InvalidArgument", headersOfCachePolicies},
	{"aws_cloudfront_response_headers_policy", 400, "InvalidArgument", anyHeaderWithCredentials},
	{"aws_cloudfront_origin_access_control", 409, "OriginAccessControlAlreadyExists", controlOfTheSameName},
	{"aws_wafv2_web_acl", 400, "WAFInvalidParameterException", scopeElsewhere},
	{"aws_wafv2_ip_set", 400, "WAFInvalidParameterException", scopeElsewhere},
	{"aws_wafv2_rule_group", 400, "WAFInvalidParameterException", scopeElsewhere},
}

// RefusedResources lists what is refused of a state that a plan leads to.
func RefusedResources(s *plan.State) []RefusedResource {
	var out []RefusedResource
	controls := newNamesakes(s.OfType("aws_cloudfront_origin_access_control"))
	for _, check := range resourceChecks {
		for _, r := range s.OfType(check.typ) {
			if !changes(r) {
				continue
			}
			if p, refused := check.finds(controls, r); refused {
				out = append(out, RefusedResource{
					Resource: r, Status: check.status, Error: check.err, Attribute: p.attribute, Why: p.why, Fix: p.fix,
					RelatedAddress: strings.Join(p.related, ""), Certain: p.certain, Either: p.either,
				})
			}
		}
	}
	return out
}

// changes reports whether the plan that is judged makes or changes a resource.
func changes(r *plan.Resource) bool {
	return r.Mode == "managed" && r.From == "" &&
		(r.Action == plan.Create || r.Action == plan.Replace || r.Action == plan.Update)
}

// keyWithoutCaching: a cache policy whose objects are kept for no time takes nothing
// into the cache key (CloudFront Developer Guide, Understand cache policies).
func keyWithoutCaching(_ namesakes, r *plan.Resource) (place, bool) {
	if longest, there := r.Int("max_ttl"); !there.IsTrue() || longest != 0 {
		return place{}, false
	}
	inner := r.Within("parameters_in_cache_key_and_forwarded_to_origin")
	keyed := tri.False
	for block, argument := range map[string]string{
		"headers_config": "header_behavior", "cookies_config": "cookie_behavior",
		"query_strings_config": "query_string_behavior",
	} {
		text := inner.Within(block).String(argument)
		keyed = keyed.Or(tri.Of(written(text) && text != "none"))
	}
	keyed = keyed.Or(inner.Bool("enable_accept_encoding_gzip", false)).
		Or(inner.Bool("enable_accept_encoding_brotli", false))
	return at(
		"max_ttl",
		"it caches nothing (max_ttl is 0), yet has headers, cookies, query strings or encodings in the cache key",
		"Set max_ttl to 1 or more, or remove all of them: an origin request policy forwards them.",
	), keyed.IsTrue()
}

// headersOfCachePolicies: Authorization and Accept-Encoding are for cache policies to
// forward (CloudFront API Reference, OriginRequestPolicyHeadersConfig).
func headersOfCachePolicies(_ namesakes, r *plan.Resource) (place, bool) {
	config := r.Within("headers_config")
	names, known := config.Within("headers").Texts("items")
	if !known.IsTrue() || config.String("header_behavior") != "whitelist" {
		return place{}, false
	}
	for _, name := range names {
		if slices.Contains([]string{"authorization", "accept-encoding"}, strings.ToLower(name)) {
			return at("headers_config", "an origin request policy cannot forward the header "+name,
				"Add the header to the cache policy, or forward all of the viewer's headers but Host."), true
		}
	}
	return place{}, false
}

// anyHeaderWithCredentials: CloudFront says that Access-Control-Allow-Headers "cannot
// contain * when allowCredentials is true".
func anyHeaderWithCredentials(_ namesakes, r *plan.Resource) (place, bool) {
	cors := r.Within("cors_config")
	names, known := cors.Within("access_control_allow_headers").Texts("items")
	return at("cors_config[0].access_control_allow_headers", "it allows credentials and every header (*)",
			"List the headers, or set access_control_allow_credentials = false."),
		known.IsTrue() && slices.Contains(names, "*") && cors.Bool("access_control_allow_credentials", false).IsTrue()
}

// namesakes are resources by account and name, in the order of the state.
type namesakes map[[2]string][]*plan.Resource

func newNamesakes(list []*plan.Resource) namesakes {
	out := namesakes{}
	for _, r := range list {
		if name := r.String("name"); r.Mode == "managed" && r.From == "" && written(name) {
			out[[2]string{r.Account, name}] = append(out[[2]string{r.Account, name}], r)
		}
	}
	return out
}

// controlOfTheSameName: the names of access controls are unique in an account. Of two
// that are made, either may come first.
func controlOfTheSameName(all namesakes, r *plan.Resource) (place, bool) {
	name := r.String("name")
	list := all[[2]string{r.Account, name}]
	if len(list) < 2 || r.Action == plan.Update {
		return place{}, false
	}
	other := list[0]
	if other == r {
		other = list[1]
	}
	p := at(
		"name", other.Address+" has the name "+name+" as well",
		"Give each its own name, such as one with the name of its site.",
	)
	p.related = []string{other.Address}
	if other.New() {
		p.certain = tri.Because(r.Missing("name", "either of the two that have this name may be created", p.fix))
		p.either = r != list[0] // one finding is enough
	}
	return p, true
}

// scopeElsewhere: what is for CloudFront stands in us-east-1 (WAF API Reference,
// CreateWebACL, Scope).
func scopeElsewhere(_ namesakes, r *plan.Resource) (place, bool) {
	return at("scope", "it has the scope CLOUDFRONT in the region "+r.Region+", and that scope is in us-east-1 only",
			"Create it with a provider whose region is us-east-1."),
		r.String("scope") == "CLOUDFRONT" && written(r.Region) && r.Region != "us-east-1" &&
			!symbol.Contains(r.Region) &&
			r.Partition == "aws"
}
