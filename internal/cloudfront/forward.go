package cloudfront

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// forwarding is which viewer headers and query strings reach the origin: the
// union of cache policy and origin request policy, or the old forwarded_values
// (CloudFront Developer Guide, Understand how origin request policies and
// cache policies work together).
type forwarding struct {
	sets       []headerSet
	parameters []parameterSet
	legacy     bool
	sure       bool // that there are forwarded_values
}

// headerSet is what one policy forwards.
type headerSet struct {
	// all forwards every header but those in list; otherwise those in list.
	all  bool
	list []string
	// known is not true when the policy is not in the plan.
	known tri.Value
	// attribute of the behavior that names the policy, and the policy itself.
	attribute, address string
	// query is what the policy forwards of query strings, the zero value for nothing.
	query parameterSet
}

func (s headerSet) forwards(header string) tri.Value {
	if !s.known.IsTrue() {
		return s.known
	}
	if slices.Contains(s.list, header) {
		return tri.Of(!s.all)
	}
	// An element that is not known may be the header.
	if named := noneUnknown(s.list); !named.IsTrue() {
		return named
	}
	return tri.Of(s.all)
}

func (f forwarding) header(name string) tri.Value {
	out := tri.False
	for _, s := range f.sets {
		out = out.Or(s.forwards(name))
	}
	return out
}

func (f forwarding) source(header string, b *Behavior) (address, attribute string) {
	for _, s := range f.sets {
		if !s.forwards(header).IsFalse() {
			return b.Owner(), b.At(s.attribute)
		}
	}
	return b.Owner(), b.Path()
}

func newForwarding(b plan.Block, l *lookup) forwarding {
	old, there := b.First("forwarded_values")
	if there.IsTrue() {
		names, known := old.Texts("headers")
		set := headerSet{list: lower(names), known: known, attribute: "forwarded_values[0].headers"}
		if slices.Contains(names, "*") {
			set = headerSet{all: true, known: known, attribute: set.attribute}
		}
		return forwarding{
			sets: []headerSet{set}, parameters: []parameterSet{legacyParameters(old)}, legacy: true, sure: true,
		}
	}
	var f forwarding
	if there.IsUnknown() {
		unknown := headerSet{known: there, attribute: "forwarded_values"}
		f = forwarding{sets: []headerSet{unknown}, parameters: []parameterSet{{known: there}}, legacy: true}
	}
	if id := b.String("cache_policy_id"); id != "" {
		f.add(l.headerPolicy("cache_policy_id", id, managedCachePolicies, "aws_cloudfront_cache_policy"))
	}
	if id := b.String("origin_request_policy_id"); id != "" {
		f.add(l.headerPolicy(
			"origin_request_policy_id", id, managedRequestPolicies, "aws_cloudfront_origin_request_policy",
		))
	}
	return f
}

func (f *forwarding) add(s headerSet) {
	f.sets, f.parameters = append(f.sets, s), append(f.parameters, s.query)
}

// headerPolicy finds a cache or origin request policy by its id: one that AWS
// manages, one in the plan, or one read by a data source.
func (l *lookup) headerPolicy(attribute, id string, managed map[string]headerSet, typ string) headerSet {
	if set, ok := managed[id]; ok {
		set.known, set.attribute = tri.True, attribute
		if !set.query.all && set.query.list == nil {
			set.query = noParameters
		}
		return set
	}
	if r := l.policy(typ, id); r != nil {
		return policyHeaders(r, attribute)
	}
	causes := symbolCauses(id)
	if len(causes) == 0 {
		block := strings.TrimPrefix(typ, "aws_cloudfront_")
		causes = symbolCauses(l.outside("headers of "+block, id, block))
	}
	unknown := tri.Because(causes...)
	return headerSet{known: unknown, attribute: attribute, query: parameterSet{known: unknown}}
}

// policyHeaders reads aws_cloudfront_cache_policy and
// aws_cloudfront_origin_request_policy, resource or data source.
func policyHeaders(r *plan.Resource, attribute string) headerSet {
	body := r.Block
	if inner, there := body.First("parameters_in_cache_key_and_forwarded_to_origin"); !there.IsFalse() {
		body = inner
	}
	query := parametersOf(body)
	configs, known := body.Blocks("headers_config")
	if len(configs) == 0 {
		return headerSet{known: known, attribute: attribute, address: r.Address, query: query}
	}
	config, names := configs[0], []string(nil)
	if h, there := config.First("headers"); !there.IsFalse() {
		names, known = h.Texts("items")
	}
	set := headerSet{list: lower(names), known: known, attribute: attribute, address: r.Address, query: query}
	behavior := config.String("header_behavior")
	set.known = set.known.And(noneUnknown([]string{behavior}))
	switch behavior {
	case "allViewer", "allViewerAndWhitelistCloudFront":
		set.all, set.list = true, nil
	case "allExcept":
		set.all = true
	case "none":
		set.list = nil
	}
	return set
}

func lower(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(s)
	}
	return out
}

// managedCachePolicies are the policies that AWS manages (CloudFront Developer
// Guide, Use managed cache policies).
var managedCachePolicies = map[string]headerSet{
	"2e54312d-136d-493c-8eb9-b001f22f67d2": {
		list: []string{"authorization", "cloudfront-viewer-country", "host"}, query: allParameters,
	},
	"4135ea2d-6df8-44a3-9df3-4b5a84be39ad": {},
	"658327ea-f89d-4fab-a63d-7e88639e58f6": {},
	"b2884449-e4de-46a7-ac36-70bc7f1ddd6d": {},
	"08627262-05a9-4f76-9ded-b50ca2e3a84f": {list: []string{"origin"}, query: packageParameters},
	"83da9c7e-98b4-4e11-a168-04f0df8e2c65": {list: originControlled},
	"4cc15a8a-d715-48a4-82b8-cc0b614638fe": {list: originControlled, query: allParameters},
}

// packageParameters are those of Elemental-MediaPackage.
var packageParameters = parameterSet{list: []string{"aws.manifestfilter", "start", "end", "m"}, known: tri.True}

var originControlled = []string{"host", "origin", "x-http-method-override", "x-http-method", "x-method-override"}

// managedRequestPolicies likewise (CloudFront Developer Guide, Use managed
// origin request policies).
var managedRequestPolicies = map[string]headerSet{
	"216adef6-5c7f-47e4-b989-5492eafa07d3": {all: true, query: allParameters},
	"33f36d7e-f396-46d9-90e0-52428a34d9dc": {all: true, query: allParameters},
	"b689b0a8-53d0-40ab-baf2-68738e2966ac": {all: true, list: []string{"host"}, query: allParameters},
	"59781a5b-3903-41f3-afcb-af62929ccde1": {list: []string{"origin"}},
	"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": {
		list: []string{"origin", "access-control-request-headers", "access-control-request-method"},
	},
	"775133bc-15f2-49f9-abea-afb2e0bf67d2": {
		list: []string{
			"origin", "access-control-request-headers", "access-control-request-method", "user-agent",
			"x-forwarded-for",
		},
		query: allParameters,
	},
	"bf0718e1-ba1e-49d1-88b1-f726733018ae": {list: []string{"host"}},
	"acba4595-bd28-49b8-b9fe-13317c0390fa": {list: []string{"user-agent", "referer"}},
}
