package simulate

import (
	"maps"
	"testing"
)

const everyoneReads = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::web/*"}]}`

// public is a bucket that everybody may read, with a website.
func public(more resources) resources {
	list := resources{
		"aws_s3_bucket.web":                       {"bucket": "web"},
		"aws_s3_bucket_public_access_block.web":   {"bucket": "web", "block_public_acls": false, "block_public_policy": false, "ignore_public_acls": false, "restrict_public_buckets": false},
		"aws_s3_bucket_policy.web":                {"bucket": "web", "policy": everyoneReads},
		"aws_s3_bucket_website_configuration.web": {"bucket": "web", "index_document": []attrs{{"suffix": "home.html"}}},
	}
	maps.Copy(list, more)
	return list
}

func custom(domain, protocol string) attrs {
	return attrs{"origin_id": "web", "domain_name": domain, "custom_origin_config": []attrs{{"origin_protocol_policy": protocol, "http_port": 80, "https_port": 443}}}
}

// ask puts GET over https of /dir/ to one origin.
func ask(t *testing.T, origin attrs, arguments attrs, more resources) Result {
	t.Helper()
	origin["origin_id"] = "web"
	body := attrs{"origin": []attrs{origin}, "default_cache_behavior": []attrs{behavior("web", nil)}}
	maps.Copy(body, arguments)
	return get(site(t, body, public(more)), "/dir/")
}

const restDomain, websiteDomain = "web.s3.eu-west-1.amazonaws.com", "web.s3-website-eu-west-1.amazonaws.com"

// What comes of an origin before S3 is asked for permission (CloudFront
// Developer Guide, Use various origins; HTTP 403 and 502 status codes; S3 User
// Guide, Website endpoints, Virtual hosting of buckets).
func TestOrigins(t *testing.T) {
	identity := []attrs{{"origin_access_identity": "origin-access-identity/cloudfront/E2QWRUHAPOMQZL"}}
	lambda := resources{"aws_cloudfront_origin_access_control.oac": {"id": "E0000000000OAC", "origin_access_control_origin_type": "lambda", "signing_behavior": "always"}}
	never := resources{"aws_cloudfront_origin_access_control.oac": {"id": "E0000000000OAC", "origin_access_control_origin_type": "s3", "signing_behavior": "never"}}
	for name, c := range map[string]struct {
		origin attrs
		more   resources
		want   status
	}{
		"a public bucket over REST":                 {attrs{"domain_name": restDomain}, nil, served},
		"an access control that never signs":        {attrs{"domain_name": restDomain, "origin_access_control_id": "E0000000000OAC"}, never, served},
		"a website over http":                       {custom(websiteDomain, "http-only"), nil, served},
		"a website with a dot":                      {custom("web.s3-website.eu-west-1.amazonaws.com", "http-only"), nil, served},
		"a website does not speak https":            {custom(websiteDomain, "https-only"), nil, status{"other", 502}},
		"a website that follows https viewers":      {custom(websiteDomain, "match-viewer"), nil, status{"other", 502}},
		"an access control and an identity":         {attrs{"domain_name": restDomain, "origin_access_control_id": "E0000000000OAC", "s3_origin_config": identity}, nil, status{"other", 400}},
		"an access control of another type":         {attrs{"domain_name": restDomain, "origin_access_control_id": "E0000000000OAC"}, lambda, status{"other", 400}},
		"the endpoint of another region":            {attrs{"domain_name": "web.s3.eu-north-1.amazonaws.com"}, nil, status{"other", 301}},
		"the global endpoint of an old region":      {attrs{"domain_name": "web.s3.amazonaws.com"}, nil, served},
		"a server that is not S3":                   {custom("www.example.com", "https-only"), nil, unknown},
		"a bucket that is not in the plan":          {attrs{"domain_name": "elsewhere.s3.eu-west-1.amazonaws.com"}, nil, unknown},
		"an access point that is not there":         {attrs{"domain_name": "photos-abc-s3alias.s3.eu-west-1.amazonaws.com"}, nil, unknown},
		"path style, the bucket in the origin path": {attrs{"domain_name": "s3.eu-west-1.amazonaws.com", "origin_path": "/web"}, nil, served},
	} {
		t.Run(name, func(t *testing.T) { compare(t, c.want, ask(t, c.origin, nil, c.more)) })
	}
}

// A website adds its index document to folders, REST endpoints have none.
func TestIndexDocument(t *testing.T) {
	for domain, c := range map[string]struct {
		origin attrs
		want   string
	}{"website": {custom(websiteDomain, "http-only"), "dir/home.html"}, "REST": {attrs{"domain_name": restDomain}, "dir/"}} {
		if got := ask(t, c.origin, nil, nil).Key; got != c.want {
			t.Errorf("%s: key %q, want %q", domain, got, c.want)
		}
	}
}

// The viewer's Host makes S3 look for a bucket of that name: a signed request
// is refused, a website serves only an alias that is its bucket's name
// (CloudFront Developer Guide, HTTP 403 status code; S3 User Guide, Website
// endpoints).
func TestForwardedHost(t *testing.T) {
	const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3"
	forwarding := func(aliases ...string) attrs {
		return attrs{"aliases": aliases, "default_cache_behavior": []attrs{behavior("web", attrs{"origin_request_policy_id": allViewer})}}
	}
	for name, c := range map[string]struct {
		origin, arguments attrs
		want              status
	}{
		"a signed request":                         {attrs{"domain_name": restDomain, "origin_access_control_id": "E0000000000OAC"}, forwarding(), forbidden},
		"an anonymous request":                     {attrs{"domain_name": restDomain}, forwarding(), unknown},
		"a website of another name":                {custom(websiteDomain, "http-only"), forwarding("www.example.com"), status{"other", 404}},
		"a website named as its alias":             {custom(websiteDomain, "http-only"), forwarding("web"), served},
		"a website named as its alias in capitals": {custom(websiteDomain, "http-only"), forwarding("WEB"), served},
		"a website named as no known alias":        {custom(websiteDomain, "http-only"), attrs{"aliases": later{}, "default_cache_behavior": forwarding()["default_cache_behavior"]}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(t, c.origin, c.arguments, nil)
			compare(t, c.want, got)
			if got.Verdict == Forbidden && !got.Possible() {
				t.Error("certain, although AWS's documents disagree about the header")
			}
		})
	}
}

// A website serves the one name that is its bucket's (S3 User Guide, Virtual hosting of
// general purpose buckets).
func TestForwardedHostOfSeveral(t *testing.T) {
	o := custom(websiteDomain, "http-only")
	w := site(t, attrs{
		"aliases": []string{"web", "example.com"}, "origin": []attrs{o},
		"default_cache_behavior": []attrs{behavior("web", attrs{"origin_request_policy_id": "216adef6-5c7f-47e4-b989-5492eafa07d3"})},
	}, public(nil))
	for host, want := range map[string]status{"": served, "web": served, "WEB.": served, "example.com": {"other", 404}} {
		compare(t, want, w.Send(w.Distribution(siteAddress), Request{Method: "GET", Scheme: "https", Host: host, Path: "/a"}))
	}
}

// OPTIONS reaches S3 only with its headers; then the bucket's CORS rules answer
// (S3 API Reference, OPTIONS object).
func TestPreflight(t *testing.T) {
	const cors, corsS3Origin = "aws_s3_bucket_cors_configuration.web", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
	rules := resources{cors: {"bucket": "web", "cors_rule": []attrs{{"allowed_methods": []string{"GET"}, "allowed_origins": []string{"*"}}}}}
	allowed := []string{"GET", "HEAD", "OPTIONS"}
	for name, c := range map[string]struct {
		behavior attrs
		more     resources
		want     status
	}{
		"OPTIONS is not allowed":        {attrs{}, rules, forbidden},
		"the headers are not forwarded": {attrs{"allowed_methods": allowed}, rules, status{"unknown", 0}}, // 400 or 403: AWS does not say
		"no CORS rule":                  {attrs{"allowed_methods": allowed, "origin_request_policy_id": corsS3Origin}, nil, forbidden},
		"everything in place":           {attrs{"allowed_methods": allowed, "origin_request_policy_id": corsS3Origin}, rules, served},
	} {
		t.Run(name, func(t *testing.T) {
			o := attrs{"origin_id": "web", "domain_name": restDomain}
			w := site(t, attrs{"origin": []attrs{o}, "default_cache_behavior": []attrs{behavior("web", c.behavior)}}, public(c.more))
			compare(t, c.want, send(w, "OPTIONS", "https", "/a"))
		})
	}
}

// CloudFront's API takes a website endpoint only as a custom origin and without
// access control: it returns 400 at apply, whatever the bucket grants
// (CloudFront API Reference, InvalidOrigin and
// InvalidDomainNameForOriginAccessControl).
func TestWebsiteThatTheAPIRefuses(t *testing.T) {
	private := resources{"aws_s3_bucket_policy.web": {"bucket": "web", "policy": granting("s3:GetObject", "arn:aws:s3:::web/*")}}
	controlled := custom(websiteDomain, "http-only")
	controlled["origin_access_control_id"] = "E0000000000OAC"
	for name, c := range map[string]struct {
		origin attrs
		more   resources
	}{
		"an S3 origin, a public bucket":       {attrs{"domain_name": websiteDomain}, nil},
		"an S3 origin, a private bucket":      {attrs{"domain_name": websiteDomain}, private},
		"an access control, a public bucket":  {maps.Clone(controlled), nil},
		"an access control, a private bucket": {maps.Clone(controlled), private},
	} {
		t.Run(name, func(t *testing.T) { compare(t, status{"other", 400}, ask(t, c.origin, nil, c.more)) })
	}
}
