package cloudfront

import (
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

// Which parameters of the query string reach the origin (CloudFront API Reference,
// CachePolicyQueryStringsConfig, OriginRequestPolicyQueryStringsConfig; CloudFront
// Developer Guide, Cache content based on query string parameters).
func TestForwardsParameter(t *testing.T) {
	strings := func(behavior any, items ...string) attrs {
		return attrs{"query_string_behavior": behavior, "query_strings": []attrs{{"items": items}}}
	}
	legacy := func(forwards bool, keys ...string) attrs {
		return attrs{"forwarded_values": []attrs{{"query_string": forwards, "query_string_cache_keys": keys}}}
	}
	of := func(request, cache attrs) attrs {
		out := attrs{}
		if request != nil {
			out["origin_request_policy_id"] = "11111111-request"
		}
		if cache != nil {
			out["cache_policy_id"] = "22222222-cache"
		}
		return out
	}
	yes, no := tri.Yes, tri.No
	for name, c := range map[string]struct {
		behavior, request, cache attrs
		version, any             tri.Truth
	}{
		"none of the cache policy":           {nil, nil, strings("none"), no, no},
		"all of the cache policy":            {nil, nil, strings("all"), yes, yes},
		"listed by the cache policy":         {nil, nil, strings("whitelist", "versionId"), yes, yes},
		"another one is listed":              {nil, nil, strings("whitelist", "size"), no, yes},
		"names have case":                    {nil, nil, strings("whitelist", "versionid"), no, yes},
		"all but this one":                   {nil, strings("allExcept", "versionId"), nil, no, yes},
		"all but another one":                {nil, strings("allExcept", "size"), nil, yes, yes},
		"one policy is enough":               {nil, strings("whitelist", "versionId"), strings("none"), yes, yes},
		"a behavior that is not known":       {nil, nil, strings(unknownText(t), "versionId"), tri.Unknown, tri.Unknown},
		"an item that is not known":          {nil, nil, strings("whitelist", unknownText(t)), tri.Unknown, tri.Unknown},
		"forwarded_values without them":      {legacy(false), nil, nil, no, no},
		"forwarded_values with all":          {legacy(true), nil, nil, yes, yes},
		"keys of the cache forward them all": {legacy(true, "size"), nil, nil, yes, yes},
		"the managed policy for packages":    {attrs{"cache_policy_id": "08627262-05a9-4f76-9ded-b50ca2e3a84f"}, nil, nil, no, yes},
		"the managed policy without caching": {attrs{"cache_policy_id": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"}, nil, nil, no, no},
		"a managed policy that forwards them": {attrs{
			"cache_policy_id":          "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
			"origin_request_policy_id": "216adef6-5c7f-47e4-b989-5492eafa07d3",
		}, nil, nil, yes, yes},
	} {
		t.Run(name, func(t *testing.T) {
			others, behavior := map[string]attrs{}, c.behavior
			if behavior == nil {
				behavior = of(c.request, c.cache)
			}
			if c.request != nil {
				others["aws_cloudfront_origin_request_policy.own"] = attrs{"id": "11111111-request", "query_strings_config": []attrs{c.request}}
			}
			if c.cache != nil {
				others["aws_cloudfront_cache_policy.own"] = attrs{
					"id": "22222222-cache",
					"parameters_in_cache_key_and_forwarded_to_origin": []attrs{{"query_strings_config": []attrs{c.cache}}},
				}
			}
			b := defaultBehavior(t, behavior, others)
			if got := b.ForwardsParameter("versionId").Truth(); got != c.version {
				t.Errorf("versionId: %v, want %v", got, c.version)
			}
			if got := b.ForwardsQuery().Truth(); got != c.any {
				t.Errorf("any: %v, want %v", got, c.any)
			}
		})
	}
}
