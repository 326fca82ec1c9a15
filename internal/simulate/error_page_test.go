package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func errorPage(code, response int, page string) attrs {
	return attrs{"error_code": code, "response_code": response, "response_page_path": page}
}

// Custom error responses (CloudFront Developer Guide, Generate custom error
// responses; How CloudFront processes HTTP status codes): the page is asked for
// by its own path; if that fails, the viewer gets the page's status.
func TestErrorPage(t *testing.T) {
	errors := behavior("open", attrs{"path_pattern": "/errors/*"})
	signed := behavior("open", attrs{"path_pattern": "/errors/*", "trusted_key_groups": []string{"7a1e"}})
	for name, c := range map[string]struct {
		page    attrs
		ordered []attrs
		want    status
		masked  bool
	}{
		"403 becomes 200":               {errorPage(403, 200, "/errors/403.html"), []attrs{errors}, status{"served", 200}, true},
		"403 becomes 404":               {errorPage(403, 404, "/errors/403.html"), []attrs{errors}, status{"other", 404}, true},
		"403 stays 403 with a page":     {errorPage(403, 403, "/errors/403.html"), []attrs{errors}, forbidden, false},
		"a page for 404 does nothing":   {errorPage(404, 200, "/errors/404.html"), []attrs{errors}, forbidden, false},
		"a page that is refused itself": {errorPage(403, 200, "/index.html"), nil, forbidden, false},
		"a page that needs a signature": {errorPage(403, 200, "/errors/403.html"), []attrs{signed}, forbidden, false},
		"only the caching time is set":  {attrs{"error_code": 403, "error_caching_min_ttl": 10, "response_page_path": ""}, []attrs{errors}, forbidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{
				"custom_error_response": []attrs{c.page}, "ordered_cache_behavior": c.ordered, "default_cache_behavior": []attrs{behavior("shut", nil)},
			}, nil)
			got := get(w, "/a")
			compare(t, c.want, got)
			if hidden := len(got.Hidden) > 0; got.Replaced != c.masked || hidden != c.masked {
				t.Errorf("masked: %v, want %v", got.Replaced, c.masked)
			}
		})
	}
}

// A refusal of CloudFront's own is replaced as well (CloudFront Developer Guide,
// Generate custom error responses).
func TestErrorPageOfTheEdge(t *testing.T) {
	w := site(t, attrs{"custom_error_response": []attrs{errorPage(403, 200, "/403.html")}}, nil)
	compare(t, status{"served", 200}, send(w, "PUT", "https", "/a"))
}

// A web ACL's own response wins over an error page for its status (WAF Developer
// Guide, Sending custom responses for Block actions). It does not see how CloudFront
// fetches the page.
func TestErrorPageOfAWebACL(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	own := func(code int) []attrs { return []attrs{{"custom_response": []attrs{{"response_code": code}}}} }
	for name, c := range map[string]struct {
		block []attrs
		want  status
	}{
		"a response with 404":        {own(404), status{"other", 404}},
		"a response with 403":        {own(403), forbidden},
		"a block without a response": {[]attrs{{}}, status{"served", 200}},
	} {
		t.Run(name, func(t *testing.T) {
			acl := attrs{"arn": arn, "default_action": []attrs{{"block": c.block}}}
			behaviors := attrs{"web_acl_id": arn, "custom_error_response": []attrs{errorPage(404, 200, "/404.html"), errorPage(403, 200, "/403.html")}}
			compare(t, c.want, get(site(t, behaviors, resources{"aws_wafv2_web_acl.a": acl}), "/a"))
		})
	}
}

// What the origin fails with is replaced and fails over as 403 is: a website that is
// asked over https cannot be reached, and the global endpoint does not lead to buckets
// in new regions (CloudFront Developer Guide, HTTP 502 status code; S3 User Guide,
// Virtual hosting of general purpose buckets).
func TestFailuresOfOrigins(t *testing.T) {
	website := attrs{"origin_id": "first", "domain_name": websiteDomain, "custom_origin_config": []attrs{{"origin_protocol_policy": "https-only"}}}
	global := attrs{"origin_id": "first", "domain_name": "web.s3.amazonaws.com"}
	group := func(statuses ...int) attrs {
		return attrs{"origin_group": []attrs{{
			"origin_id": "both", "failover_criteria": []attrs{{"status_codes": statuses}},
			"member": []attrs{{"origin_id": "first"}, {"origin_id": "open"}},
		}}, "default_cache_behavior": []attrs{behavior("both", nil)}}
	}
	page := func(status int) attrs {
		return attrs{
			"custom_error_response":  []attrs{errorPage(status, 200, "/errors/x.html")},
			"ordered_cache_behavior": []attrs{behavior("open", attrs{"path_pattern": "/errors/*"})},
			"default_cache_behavior": []attrs{behavior("first", nil)},
		}
	}
	for name, c := range map[string]struct {
		origin, arguments attrs
		region            string
		want              status
	}{
		"a website over https, where all failures are listed":    {website, group(500, 502, 503, 504), "eu-west-1", served},
		"a website over https, where one that it may be is":      {website, group(502), "eu-west-1", unknown},
		"a website over https, where others are":                 {website, group(403, 404), "eu-west-1", status{"other", 502}},
		"a global endpoint in a new region, whose 400 is listed": {global, group(400, 403), "eu-south-1", served},
		"a global endpoint, of which only 403 is":                {global, group(403), "eu-south-1", status{"other", 400}},
		"a global endpoint, whose 400 has a page":                {global, page(400), "eu-south-1", served},
		"a global endpoint, where 404 has one":                   {global, page(404), "eu-south-1", status{"other", 400}},
	} {
		t.Run(name, func(t *testing.T) {
			c.arguments["origin"] = []attrs{c.origin, origin("open")}
			w := site(t, c.arguments, resources{"aws_s3_bucket.web": {"bucket": "web", "region": c.region}})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// Origin groups (CloudFront Developer Guide, Optimize high availability with
// CloudFront origin failover): the second member answers when the first one's
// status is listed.
func TestFailover(t *testing.T) {
	for name, c := range map[string]struct {
		members  []string
		statuses []int
		method   string
		want     status
	}{
		"403 is listed":        {[]string{"shut", "open"}, []int{403, 404}, "GET", served},
		"HEAD fails over too":  {[]string{"shut", "open"}, []int{403}, "HEAD", served},
		"403 is not listed":    {[]string{"shut", "open"}, []int{404, 500, 502, 503, 504}, "GET", forbidden},
		"both refuse":          {[]string{"shut", "shut"}, []int{403}, "GET", forbidden},
		"the first one serves": {[]string{"open", "shut"}, []int{403}, "GET", served},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{
				"origin_group": []attrs{{
					"origin_id": "both", "failover_criteria": []attrs{{"status_codes": c.statuses}},
					"member": []attrs{{"origin_id": c.members[0]}, {"origin_id": c.members[1]}},
				}},
				"default_cache_behavior": []attrs{behavior("both", nil)},
			}, nil)
			compare(t, c.want, send(w, c.method, "https", "/a"))
		})
	}
}

// After failover comes the error page.
func TestFailoverThenErrorPage(t *testing.T) {
	w := site(t, attrs{
		"origin_group": []attrs{{
			"origin_id": "both", "failover_criteria": []attrs{{"status_codes": []int{403}}}, "member": []attrs{{"origin_id": "shut"}, {"origin_id": "shut"}},
		}},
		"custom_error_response":  []attrs{errorPage(403, 200, "/errors/a.html")},
		"ordered_cache_behavior": []attrs{behavior("open", attrs{"path_pattern": "/errors/*"})},
		"default_cache_behavior": []attrs{behavior("both", nil)},
	}, nil)
	compare(t, status{"served", 200}, get(w, "/a"))
}

// Whether a missing key returns 403 hangs on the right to list the bucket (S3
// API Reference, GetObject, Permissions).
func TestMissingKey(t *testing.T) {
	got := map[string]string{}
	for _, bucket := range []string{"open", "list"} {
		w := site(t, attrs{"default_cache_behavior": []attrs{behavior(bucket, nil)}}, nil)
		o := Outcome{Distribution: w.Distribution(siteAddress), Request: Request{Method: "GET", Scheme: "https", Path: "/a"}, Result: get(w, "/a")}
		got[bucket] = w.MissingKey(o).Truth().String()
	}
	if diff := cmp.Diff(map[string]string{"open": "yes", "list": "no"}, got); diff != "" {
		t.Errorf("a missing key returns 403 (-want +got):\n%s", diff)
	}
}
