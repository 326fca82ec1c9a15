package cloudfront

import (
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

const (
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	allViewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"
	allButHost       = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
)

// What the policies that AWS manages send to the origin (CloudFront Developer
// Guide, Use managed cache policies, Use managed origin request policies).
func TestManagedPolicies(t *testing.T) {
	type headers map[string]bool
	for name, c := range map[string]struct {
		behavior attrs
		headers  headers
		query    bool
	}{
		"Amplify":                              {attrs{"cache_policy_id": "2e54312d-136d-493c-8eb9-b001f22f67d2"}, headers{"Host": true, "Authorization": true, "CloudFront-Viewer-Country": true, "Origin": false}, true},
		"CachingDisabled":                      {attrs{"cache_policy_id": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"}, headers{"Host": false, "Origin": false, "Authorization": false}, false},
		"CachingOptimized":                     {attrs{"cache_policy_id": cachingOptimized}, headers{"Host": false, "Origin": false, "Authorization": false}, false},
		"CachingOptimizedForUncompressed":      {attrs{"cache_policy_id": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"}, headers{"Host": false, "Origin": false}, false},
		"Elemental-MediaPackage":               {attrs{"cache_policy_id": "08627262-05a9-4f76-9ded-b50ca2e3a84f"}, headers{"Host": false, "Origin": true}, true},
		"UseOriginCacheControlHeaders":         {attrs{"cache_policy_id": "83da9c7e-98b4-4e11-a168-04f0df8e2c65"}, headers{"Host": true, "Origin": true, "X-HTTP-Method": true, "Referer": false}, false},
		"UseOriginCacheControlHeaders-Queries": {attrs{"cache_policy_id": "4cc15a8a-d715-48a4-82b8-cc0b614638fe"}, headers{"Host": true, "Origin": true}, true},
		"AllViewer":                            {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": allViewer}, headers{"Host": true, "Origin": true, "Referer": true}, true},
		"AllViewerAndCloudFrontHeaders":        {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "33f36d7e-f396-46d9-90e0-52428a34d9dc"}, headers{"Host": true, "Referer": true}, true},
		"AllViewerExceptHostHeader":            {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": allButHost}, headers{"Host": false, "Origin": true, "Referer": true}, true},
		"CORS-CustomOrigin":                    {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "59781a5b-3903-41f3-afcb-af62929ccde1"}, headers{"Host": false, "Origin": true, "Access-Control-Request-Method": false}, false},
		"CORS-S3Origin":                        {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"}, headers{"Host": false, "Origin": true, "Access-Control-Request-Method": true, "Access-Control-Request-Headers": true}, false},
		"HostHeaderOnly":                       {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "bf0718e1-ba1e-49d1-88b1-f726733018ae"}, headers{"Host": true, "Origin": false}, false},
		"UserAgentRefererHeaders":              {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "acba4595-bd28-49b8-b9fe-13317c0390fa"}, headers{"Host": false, "User-Agent": true, "Referer": true}, false},
		"a cache policy's header goes although the request policy leaves it out": {
			attrs{"cache_policy_id": "83da9c7e-98b4-4e11-a168-04f0df8e2c65", "origin_request_policy_id": allButHost}, headers{"Host": true}, true,
		},
		"no policy at all": {attrs{}, headers{"Host": false, "Origin": false}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := defaultBehavior(t, c.behavior, nil)
			for header, want := range c.headers {
				if got := b.Forwards(header); got.Truth() != tri.Of(want).Truth() {
					t.Errorf("%s forwarded: %v, want %v", header, got.Truth(), want)
				}
			}
			if got := b.ForwardsQuery(); got.Truth() != tri.Of(c.query).Truth() {
				t.Errorf("query string forwarded: %v, want %v", got.Truth(), c.query)
			}
		})
	}
}

// Own policies: header_behavior of origin request policies and cache policies
// (CloudFront Developer Guide, Understand origin request policies). Header
// names have no case.
func TestOwnPolicies(t *testing.T) {
	request := func(behavior string, headers ...string) attrs {
		return attrs{"name": "own", "headers_config": []attrs{{"header_behavior": behavior, "headers": []attrs{{"items": headers}}}}}
	}
	cache := func(behavior string, headers ...string) attrs {
		return attrs{"name": "own", "parameters_in_cache_key_and_forwarded_to_origin": []attrs{request(behavior, headers...)}}
	}
	for name, c := range map[string]struct {
		request, cache attrs
		host, origin   bool
	}{
		"none":                            {request: request("none")},
		"whitelist with Host":             {request: request("whitelist", "HOST"), host: true},
		"whitelist without Host":          {request: request("whitelist", "Origin"), origin: true},
		"allViewer":                       {request: request("allViewer"), host: true, origin: true},
		"allViewerAndWhitelistCloudFront": {request: request("allViewerAndWhitelistCloudFront", "CloudFront-Viewer-Country"), host: true, origin: true},
		"allExcept Host":                  {request: request("allExcept", "Host"), origin: true},
		"allExcept without Host":          {request: request("allExcept", "Cookie"), host: true, origin: true},
		"cache policy with host":          {cache: cache("whitelist", "host"), host: true},
		"cache policy none":               {cache: cache("none")},
		"both":                            {request: request("allExcept", "host"), cache: cache("whitelist", "Host"), host: true, origin: true},
	} {
		t.Run(name, func(t *testing.T) {
			others, behavior := map[string]attrs{}, attrs{}
			if c.request != nil {
				c.request["id"] = "11111111-request"
				others["aws_cloudfront_origin_request_policy.own"], behavior["origin_request_policy_id"] = c.request, "11111111-request"
			}
			if c.cache != nil {
				c.cache["id"] = "22222222-cache"
				others["aws_cloudfront_cache_policy.own"], behavior["cache_policy_id"] = c.cache, "22222222-cache"
			}
			b := defaultBehavior(t, behavior, others)
			if got := b.Forwards("Host"); got.Truth() != tri.Of(c.host).Truth() {
				t.Errorf("Host: %v, want %v", got.Truth(), c.host)
			}
			if got := b.Forwards("origin"); got.Truth() != tri.Of(c.origin).Truth() {
				t.Errorf("Origin: %v, want %v", got.Truth(), c.origin)
			}
		})
	}
}

// A policy that neither the plan holds nor AWS manages may forward anything.
func TestPolicyOutsideThePlan(t *testing.T) {
	b := defaultBehavior(t, attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": "00000000-0000-0000-0000-000000000000"}, nil)
	if got := b.Forwards("host"); !got.IsUnknown() || len(got.Causes()) == 0 {
		t.Errorf("Host forwarded: %v because of %v, want unknown with a cause", got.Truth(), got.Causes())
	}
}

// forwarded_values: headers listed are forwarded, and * is all of them.
func TestForwardedValues(t *testing.T) {
	for name, c := range map[string]struct {
		headers []string
		host    bool
	}{"none": {nil, false}, "Host": {[]string{"Origin", "Host"}, true}, "all": {[]string{"*"}, true}} {
		t.Run(name, func(t *testing.T) {
			b := defaultBehavior(t, attrs{"forwarded_values": []attrs{{"query_string": true, "headers": c.headers}}}, nil)
			if got := b.Forwards("Host"); got.Truth() != tri.Of(c.host).Truth() {
				t.Errorf("Host: %v, want %v", got.Truth(), c.host)
			}
			if !b.LegacyHeaders() || !b.ForwardsQuery().IsTrue() {
				t.Errorf("legacy %v, query string %v", b.LegacyHeaders(), b.ForwardsQuery().Truth())
			}
		})
	}
}

// Policies keep back what they do not list, forwarded_values lets it pass, and
// a function may add it (CloudFront Developer Guide, Request and response
// behavior for custom origins).
func TestWithholds(t *testing.T) {
	const header = "x-amz-acl"
	for name, c := range map[string]struct {
		behavior attrs
		want     bool
	}{
		"a cache policy that does not list it": {attrs{"cache_policy_id": cachingOptimized}, true},
		"a request policy for all headers":     {attrs{"cache_policy_id": cachingOptimized, "origin_request_policy_id": allViewer}, false},
		"a policy that is not in the plan":     {attrs{"cache_policy_id": "00000000-0000-0000-0000-000000000000"}, false},
		"forwarded_values":                     {attrs{"forwarded_values": []attrs{{"query_string": false, "headers": []string{}}}}, false},
		"a function at the origin": {attrs{"cache_policy_id": cachingOptimized, "lambda_function_association": []attrs{
			{"event_type": "origin-request", "lambda_arn": "arn:aws:lambda:us-east-1:111122223333:function:f:1"},
		}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := defaultBehavior(t, c.behavior, nil).Withholds(header); got != c.want {
				t.Errorf("withheld: %v, want %v", got, c.want)
			}
		})
	}
}
