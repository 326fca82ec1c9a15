package cloudfront

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What CreateDistribution refuses, each beside the nearest that it takes (CloudFront
// API Reference, CreateDistribution, Errors; the messages are from the provider's
// issues).
func TestRefusals(t *testing.T) {
	behaves := func(more attrs) attrs {
		b := attrs{"target_origin_id": "o", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6"}
		for k, v := range more {
			b[k] = v
		}
		return attrs{"default_cache_behavior": []attrs{b}}
	}
	forwards := func(values, more attrs) attrs {
		b := attrs{"target_origin_id": "o", "forwarded_values": []attrs{values}}
		for k, v := range more {
			b[k] = v
		}
		return attrs{"default_cache_behavior": []attrs{b}}
	}
	custom := func(host string) attrs {
		return attrs{"origin": []attrs{{"origin_id": "o", "domain_name": host, "custom_origin_config": []attrs{{"origin_protocol_policy": "https-only"}}}}}
	}
	lambda := func(arn string) attrs {
		return behaves(attrs{"lambda_function_association": []attrs{{"event_type": "viewer-request", "lambda_arn": arn}}})
	}
	functions := func(small, large string) attrs {
		return behaves(attrs{
			"function_association":        []attrs{{"event_type": small, "function_arn": "arn:aws:cloudfront::111122223333:function/f"}},
			"lambda_function_association": []attrs{{"event_type": large, "lambda_arn": "arn:aws:lambda:us-east-1:111122223333:function:f:7"}},
		})
	}
	geo := func(typ string, locations ...string) attrs {
		return attrs{"restrictions": []attrs{{"geo_restriction": []attrs{{"restriction_type": typ, "locations": locations}}}}}
	}
	page := func(code, response int) attrs {
		return attrs{"custom_error_response": []attrs{{"error_code": code, "response_code": response, "response_page_path": "/e.html"}}}
	}
	const certificate, imported = "arn:aws:acm:us-east-1:111122223333:certificate/c", "arn:aws:acm:us-east-1:111122223333:certificate/i"
	covered := func(aliases ...string) attrs {
		return attrs{"aliases": aliases, "viewer_certificate": []attrs{{"acm_certificate_arn": certificate}}}
	}
	const argument, ttl, code, response, edge, place, country, cert = "InvalidArgument", "InvalidTTLOrder", "InvalidErrorCode", "InvalidResponseCode",
		"InvalidLambdaFunctionAssociation", "InvalidGeoRestrictionParameter", "InvalidLocationCode", "InvalidViewerCertificate"
	for name, c := range map[string]struct {
		body attrs
		want string
	}{
		"an ordinary one":                     {behaves(nil), ""},
		"no way to forward":                   {attrs{"default_cache_behavior": []attrs{{"target_origin_id": "o", "origin_request_policy_id": "x"}}}, argument},
		"forwarded values":                    {forwards(attrs{"query_string": false}, nil), ""},
		"a cache policy that is not known":    {attrs{"default_cache_behavior": []attrs{{"target_origin_id": "o", "cache_policy_id": unknownText(t)}}}, ""},
		"keys of no query":                    {forwards(attrs{"query_string": false, "query_string_cache_keys": []string{"v"}}, nil), argument},
		"keys of a query":                     {forwards(attrs{"query_string": true, "query_string_cache_keys": []string{"v"}}, nil), ""},
		"times out of order":                  {forwards(attrs{}, attrs{"min_ttl": 3600, "default_ttl": 60, "max_ttl": 86400}), ttl},
		"a least time above the greatest":     {forwards(attrs{}, attrs{"min_ttl": 3600, "max_ttl": 60}), ttl},
		"equal times":                         {forwards(attrs{}, attrs{"min_ttl": 60, "default_ttl": 60, "max_ttl": 60}), ""},
		"times beside a cache policy":         {behaves(attrs{"min_ttl": 3600, "max_ttl": 60}), ""},
		"a URL as host":                       {custom("https://api.example.com"), argument},
		"a host with a port":                  {custom("api.example.com:8443"), argument},
		"a host":                              {custom("api.example.com"), ""},
		"a function without version":          {lambda("arn:aws:lambda:us-east-1:111122223333:function:f"), edge},
		"the unpublished version":             {lambda("arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST"), edge},
		"an alias of a function":              {lambda("arn:aws:lambda:us-east-1:111122223333:function:f:live"), edge},
		"a version":                           {lambda("arn:aws:lambda:us-east-1:111122223333:function:f:7"), ""},
		"a function that is not known":        {lambda(unknownText(t)), ""},
		"one whose name is not known":         {lambda("arn:aws:lambda:us-east-1:111122223333:function:" + unknownText(t)), ""},
		"a small function on an origin event": {functions("origin-request", "origin-response"), "MalformedXML"},
		"two kinds on viewer events":          {functions("viewer-request", "viewer-response"), "InvalidFunctionAssociation"},
		"one kind on each":                    {functions("viewer-request", "origin-request"), ""},
		"countries of no restriction":         {geo("none", "US"), place},
		"no countries of none":                {geo("none"), ""},
		"countries of a list":                 {geo("whitelist", "US", "GB"), ""},
		"a country that is none":              {geo("whitelist", "UK"), country},
		"an error without a page":             {page(401, 200), code},
		"a page for 404":                      {page(404, 200), ""},
		"a redirect in place of an error":     {page(404, 302), response},
		"an alias beside the certificate":     {covered("www.example.com", "example.org"), cert},
		"aliases of the certificate":          {covered("example.com", "a.example.com", "A.example.com"), ""},
		"an alias two labels below":           {covered("a.b.example.com"), cert},
		"an alias of an imported certificate": {attrs{"aliases": []string{"www.example.org"}, "viewer_certificate": []attrs{{"acm_certificate_arn": imported}}}, ""},
		"an alias that is not known":          {covered(unknownText(t)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			body := attrs{"origin": []attrs{{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com"}}}
			for k, v := range behaves(nil) {
				body[k] = v
			}
			for k, v := range c.body {
				body[k] = v
			}
			d := distribution(t, body, map[string]attrs{
				"aws_acm_certificate.c": {
					"arn": certificate, "domain_name": "example.com", "subject_alternative_names": []string{"*.example.com"},
				},
				"aws_acm_certificate.i": {"arn": imported, "certificate_body": "-"},
			})
			got := []string{}
			for _, r := range d.Refusals() {
				got = append(got, r.Error)
			}
			want := slices.DeleteFunc([]string{c.want}, func(s string) bool { return s == "" })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the APIs refuse of policies, access controls and web ACLs, each beside the
// nearest that they take.
func TestRefusedResources(t *testing.T) {
	caching := func(longest int, headers string, gzip bool) attrs {
		return attrs{"min_ttl": 0, "max_ttl": longest, "parameters_in_cache_key_and_forwarded_to_origin": []attrs{{
			"headers_config": []attrs{{"header_behavior": headers}}, "cookies_config": []attrs{{"cookie_behavior": "none"}},
			"query_strings_config": []attrs{{"query_string_behavior": "none"}}, "enable_accept_encoding_gzip": gzip,
		}}}
	}
	forwarding := func(behavior string, names ...string) attrs {
		return attrs{"headers_config": []attrs{{"header_behavior": behavior, "headers": []attrs{{"items": names}}}}}
	}
	answering := func(credentials bool, names ...string) attrs {
		return attrs{"cors_config": []attrs{{"access_control_allow_credentials": credentials, "access_control_allow_headers": []attrs{{"items": names}}}}}
	}
	scope := func(name, region string) attrs { return attrs{"scope": name, "region": region} }
	const cache, request, response, acl = "aws_cloudfront_cache_policy.p", "aws_cloudfront_origin_request_policy.p",
		"aws_cloudfront_response_headers_policy.p", "aws_wafv2_web_acl.p"
	for name, c := range map[string]struct {
		address string
		body    attrs
		want    bool
	}{
		"a key without caching":                {cache, caching(0, "whitelist", false), true},
		"encodings without caching":            {cache, caching(0, "none", true), true},
		"no key and no caching":                {cache, caching(0, "none", false), false},
		"a key with caching for a second":      {cache, caching(1, "whitelist", true), false},
		"Authorization to the origin":          {request, forwarding("whitelist", "authorization"), true},
		"a header that looks like it":          {request, forwarding("whitelist", "X-Authorization"), false},
		"all but Authorization":                {request, forwarding("allExcept", "Authorization"), false},
		"any header with credentials":          {response, answering(true, "*"), true},
		"any header without":                   {response, answering(false, "*"), false},
		"some headers with credentials":        {response, answering(true, "X-Token"), false},
		"CloudFront's scope in another region": {acl, scope("CLOUDFRONT", "eu-west-1"), true},
		"CloudFront's scope in its region":     {acl, scope("CLOUDFRONT", "us-east-1"), false},
		"a region's scope in a region":         {acl, scope("REGIONAL", "eu-west-1"), false},
	} {
		t.Run(name, func(t *testing.T) {
			list := RefusedResources(stateAfter(t, map[string]attrs{c.address: c.body}))
			if got := len(list) == 1 && list[0].Certain.IsTrue(); got != c.want {
				t.Errorf("refused %v, want %v", list, c.want)
			}
		})
	}
}

// Of two access controls of one name either may be made: one certainly is not.
func TestAccessControlsOfOneName(t *testing.T) {
	two := map[string]attrs{"aws_cloudfront_origin_access_control.a": {"name": "s3"}, "aws_cloudfront_origin_access_control.b": {"name": "s3"}}
	list := RefusedResources(stateAfter(t, two))
	if len(list) != 2 || !list[0].Certain.IsUnknown() || !list[1].Certain.IsUnknown() || list[0].Either == list[1].Either {
		t.Errorf("refused %v, want either of the two, told once", list)
	}
	two["aws_cloudfront_origin_access_control.b"] = attrs{"name": "s3-b"}
	if list := RefusedResources(stateAfter(t, two)); len(list) != 0 {
		t.Errorf("refused %v, want none", list)
	}
}
