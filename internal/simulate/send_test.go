package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/plan"
)

// status is verdict and HTTP status, as tables name them.
type status struct {
	Verdict string
	Status  int
}

func statusOf(r Result) status { return status{r.Verdict.String(), r.Status} }

var (
	served    = status{"served", 200}
	forbidden = status{"forbidden", 403}
	unknown   = status{"unknown", 0}
)

func compare(t *testing.T, want status, got Result) {
	t.Helper()
	if diff := cmp.Diff(want, statusOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s\ntrace %+v", diff, got.Trace)
	}
}

// What CloudFront answers to a viewer's scheme (CloudFront Developer Guide,
// Require HTTPS for communication between viewers and CloudFront): a redirect
// for GET and HEAD only, 403 for the rest.
func TestViewerProtocol(t *testing.T) {
	all := []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
	for name, c := range map[string]struct {
		policy, method, scheme string
		want                   status
	}{
		"https is served":                          {"https-only", "GET", "https", served},
		"http under https-only":                    {"https-only", "GET", "http", forbidden},
		"GET over http is redirected":              {"redirect-to-https", "GET", "http", status{"other", 301}},
		"HEAD over http is redirected":             {"redirect-to-https", "HEAD", "http", status{"other", 301}},
		"PUT over http is not":                     {"redirect-to-https", "PUT", "http", forbidden},
		"DELETE over http is not":                  {"redirect-to-https", "DELETE", "http", forbidden},
		"OPTIONS over http is not":                 {"redirect-to-https", "OPTIONS", "http", forbidden},
		"http is let through, and signed as https": {"allow-all", "GET", "http", served},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior("open", attrs{"viewer_protocol_policy": c.policy, "allowed_methods": all})}}, nil)
			compare(t, c.want, send(w, c.method, c.scheme, "/a"))
		})
	}
}

// What CloudFront answers by itself.
func TestGates(t *testing.T) {
	for name, c := range map[string]struct {
		arguments attrs
		method    string
		want      status
	}{
		"a method that the behavior does not allow":             {nil, "PUT", forbidden},
		"a viewer without a signature":                          {attrs{"default_cache_behavior": []attrs{behavior("open", attrs{"trusted_key_groups": []string{"7a1e"}})}}, "GET", forbidden},
		"a disabled distribution, of which AWS gives no status": {attrs{"enabled": false}, "GET", status{"other", 0}},
		"a web ACL that is not in the plan":                     {attrs{"web_acl_id": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"}, "GET", unknown},
		"countries do not decide the plain request":             {attrs{"restrictions": []attrs{{"geo_restriction": []attrs{{"restriction_type": "whitelist", "locations": []string{"CH"}}}}}}, "GET", served},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, c.want, send(site(t, c.arguments, nil), c.method, "https", "/a"))
		})
	}
}

// A web ACL decides by its default action unless a rule may (AWS WAF Developer
// Guide, Setting the web ACL default action; Custom responses).
func TestWebACL(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	block, allow := []attrs{{"block": []attrs{{}}}}, []attrs{{"allow": []attrs{{}}}}
	rule := func(action string) []attrs { return []attrs{{"name": "r", "action": []attrs{{action: []attrs{{}}}}}} }
	for name, c := range map[string]struct {
		acl  attrs
		want status
	}{
		"allows by default":              {attrs{"default_action": allow}, served},
		"blocks by default":              {attrs{"default_action": block}, forbidden},
		"blocks, and a rule counts":      {attrs{"default_action": block, "rule": rule("count")}, forbidden},
		"blocks, and a rule allows some": {attrs{"default_action": block, "rule": rule("allow")}, unknown},
		"blocks with its own response":   {attrs{"default_action": []attrs{{"block": []attrs{{"custom_response": []attrs{{"response_code": 404}}}}}}}, status{"other", 404}},
		"blocks with its own 403":        {attrs{"default_action": []attrs{{"block": []attrs{{"custom_response": []attrs{{"response_code": 403}}}}}}}, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			c.acl["arn"], c.acl["name"] = arn, "a"
			compare(t, c.want, get(site(t, attrs{"web_acl_id": arn}, resources{"aws_wafv2_web_acl.a": c.acl}), "/a"))
		})
	}
}

// What reads a web ACL by a data source learns its ARN, not its default action;
// what is assumed tells that (provider documentation of the data source
// aws_wafv2_web_acl, Attribute Reference).
func TestWebACLOutsideThePlan(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	data := resources{"data.aws_wafv2_web_acl.a": {"name": "a", "scope": "CLOUDFRONT", "arn": arn, "id": "b"}}
	named := func(name, action string) []plan.Assumption {
		return []plan.Assumption{{
			Address: "assume.web_acl", Type: "aws_wafv2_web_acl",
			Values: map[string]any{"id": name, "arn": name, "default_action": []any{map[string]any{action: []any{map[string]any{}}}}},
		}}
	}
	own := resources{"aws_wafv2_web_acl.a": {"name": "a", "arn": arn, "default_action": []attrs{{"block": []attrs{{}}}}}}
	for name, c := range map[string]struct {
		more   resources
		assume []plan.Assumption
		want   status
	}{
		"a data source does not read the action":      {data, nil, unknown},
		"one that is assumed to let pass":             {data, named(arn, "allow"), served},
		"one that is assumed to block":                {data, named(arn, "block"), forbidden},
		"one of the plan, which blocks":               {own, named(arn, "allow"), forbidden},
		"one of the plan, assumed so by its address":  {own, named("aws_wafv2_web_acl.a", "allow"), served},
		"one of the plan, beside which another is so": {own, named("aws_wafv2_web_acl.b", "allow"), forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, c.want, get(site(t, attrs{"web_acl_id": arn}, c.more, c.assume...), "/a"))
		})
	}
}

// Web ACLs of WAF Classic write their actions as types (provider documentation
// of aws_waf_web_acl).
func TestClassicWebACL(t *testing.T) {
	rule := func(action string) attrs {
		return attrs{"priority": 1, "rule_id": "r", "type": "REGULAR", "action": []attrs{{"type": action}}}
	}
	for name, c := range map[string]struct {
		action string
		rules  []attrs
		want   status
	}{
		"allows":                          {"ALLOW", []attrs{rule("BLOCK")}, served},
		"blocks":                          {"BLOCK", []attrs{rule("BLOCK")}, forbidden},
		"blocks, but a rule lets some in": {"BLOCK", []attrs{rule("ALLOW")}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": "b"}, resources{"aws_waf_web_acl.a": {"id": "b", "default_action": []attrs{{"type": c.action}}, "rules": c.rules}})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// The root, by default root object and permission to list (CloudFront Developer
// Guide, Specify a default root object).
func TestRoot(t *testing.T) {
	for name, c := range map[string]struct {
		target, root string
		want         status
	}{
		"no root object, no listing":       {"open", "", forbidden},
		"no root object, a listing":        {"list", "", served},
		"a root object":                    {"open", "index.html", served},
		"a root object in a folder":        {"open", "dir/index.html", served},
		"a leading slash names no object":  {"open", "/index.html", forbidden},
		"a root object of a closed bucket": {"shut", "index.html", forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_root_object": c.root, "default_cache_behavior": []attrs{behavior(c.target, nil)}}, nil)
			compare(t, c.want, get(w, "/"))
		})
	}
}

// With an origin path and no root object, / asks for the key of a folder, which
// nobody uploads (CloudFront Developer Guide, Specify a default root object; S3 API
// Reference, GetObject, Permissions, on keys that are not there).
func TestRootBelowAnOriginPath(t *testing.T) {
	marker := resources{"aws_s3_object.marker": {"bucket": "open", "key": "live/"}}
	for name, c := range map[string]struct {
		target, root, path string
		more               resources
		want               status
	}{
		"no root object, no listing":        {"open", "", "/", nil, forbidden},
		"no root object, a listing":         {"list", "", "/", nil, status{"other", 404}},
		"no root object, a closed bucket":   {"shut", "", "/", nil, forbidden},
		"no root object, and a folder's":    {"open", "", "/", marker, served},
		"a root object":                     {"open", "index.html", "/", nil, served},
		"another folder may have an object": {"open", "", "/docs/", nil, served},
	} {
		t.Run(name, func(t *testing.T) {
			o := origin(c.target)
			o["origin_path"] = "/live"
			w := site(t, attrs{"default_root_object": c.root, "origin": []attrs{o}, "default_cache_behavior": []attrs{behavior(c.target, nil)}}, c.more)
			compare(t, c.want, get(w, c.path))
		})
	}
}

// AWS does not say whether behaviors are matched on / or on the root object.
func TestRootInAnotherBehavior(t *testing.T) {
	w := site(t, attrs{
		"default_root_object":    "index.html",
		"ordered_cache_behavior": []attrs{behavior("shut", attrs{"path_pattern": "*.html"})},
	}, nil)
	compare(t, unknown, get(w, "/"))
}

// The key is the origin path and the path, without the first slash, decoded
// once; a behavior's pattern is no part that is taken away.
func TestKey(t *testing.T) {
	for name, c := range map[string]struct{ originPath, path, want string }{
		"the path":             {"", "/img/a.png", "img/a.png"},
		"an origin path":       {"/app", "/img/a.png", "app/img/a.png"},
		"decoded once":         {"", "/a%20b%2525.png", "a b%25.png"},
		"doubled slashes stay": {"", "//a", "/a"},
		"a folder":             {"", "/docs/", "docs/"},
	} {
		t.Run(name, func(t *testing.T) {
			o := origin("open")
			o["origin_path"] = c.originPath
			if got := get(site(t, attrs{"origin": []attrs{o}}, nil), c.path).Key; got != c.want {
				t.Errorf("key %q, want %q", got, c.want)
			}
		})
	}
}

// A path is normalised to find its behavior and sent on as it came (CloudFront
// Developer Guide, Path pattern).
func TestNormalisedPath(t *testing.T) {
	w := site(t, attrs{"ordered_cache_behavior": []attrs{behavior("shut", attrs{"path_pattern": "/shut/*"})}}, nil)
	for _, path := range []string{"/shut/a", "//shut/a", "/x/../shut/a", "/./shut/a", "/shut/"} {
		if got := get(w, path); got.Behavior.Name() != "/shut/*" {
			t.Errorf("%s goes to %s, want /shut/*", path, got.Behavior.Name())
		}
	}
}

// Functions before the origin may rewrite the path: what hangs on the key alone
// is not certain, what no key would change is.
func TestEdgeFunctions(t *testing.T) {
	rewriting := attrs{"function_association": []attrs{{"event_type": "viewer-request", "function_arn": "arn:aws:cloudfront::111122223333:function/f"}}}
	after := attrs{"function_association": []attrs{{"event_type": "viewer-response", "function_arn": "arn:aws:cloudfront::111122223333:function/f"}}}
	for name, c := range map[string]struct {
		target string
		edge   attrs
		want   status
	}{
		"the root may become another key":         {"open", rewriting, unknown},
		"so it may where functions are not known": {"open", attrs{"function_association": later{}}, unknown},
		"a function on the response cannot":       {"open", after, forbidden},
		"a closed bucket stays closed":            {"shut", rewriting, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior(c.target, c.edge)}}, nil)
			compare(t, c.want, get(w, "/"))
		})
	}
}

// A function that sees the origin's answer may put another in its place (CloudFront
// Developer Guide, Update HTTP responses in origin response triggers).
func TestFunctionsThatMayAnswer(t *testing.T) {
	lambda := func(event any) attrs {
		return attrs{"lambda_function_association": []attrs{{"event_type": event, "lambda_arn": "arn:aws:lambda:us-east-1:111122223333:function:f:7"}}}
	}
	for name, c := range map[string]struct {
		edge     attrs
		possible bool
	}{
		"on the origin's response":          {lambda("origin-response"), true},
		"on an event that is not known":     {lambda(later{}), true},
		"on what the viewer gets":           {lambda("viewer-response"), false},
		"where functions are not known":     {attrs{"lambda_function_association": later{}}, true},
		"that CloudFront has for responses": {attrs{"function_association": []attrs{{"event_type": "viewer-response"}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior("shut", c.edge)}}, nil)
			got := get(w, "/a")
			compare(t, forbidden, got)
			if got.Possible() != c.possible {
				t.Errorf("possible: %v, want %v", got.Possible(), c.possible)
			}
		})
	}
}

// A request with two signatures is refused with 400; one that only the viewer has
// signed is the viewer's own (S3 API Reference, Authenticating requests).
func TestSignaturesOfViewers(t *testing.T) {
	const exceptHost, signed = "b689b0a8-53d0-40ab-baf2-68738e2966ac", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=fe5f80"
	for name, c := range map[string]struct {
		control, policy, query string
		want                   status
	}{
		"beside CloudFront's":              {"E0000000000OAC", exceptHost, signed, status{"other", 400}},
		"of Version 2 beside CloudFront's": {"E0000000000OAC", exceptHost, "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x", status{"other", 400}},
		"that is not forwarded":            {"E0000000000OAC", "", signed, served},
		"alone":                            {"", exceptHost, signed, unknown},
		"another query string":             {"E0000000000OAC", exceptHost, "x=1", served},
	} {
		t.Run(name, func(t *testing.T) {
			o := origin("open")
			o["origin_access_control_id"] = c.control
			forward := attrs{}
			if c.policy != "" {
				forward["origin_request_policy_id"] = c.policy
			}
			w := site(t, attrs{"origin": []attrs{o}, "default_cache_behavior": []attrs{behavior("open", forward)}}, nil)
			compare(t, c.want, fetch(w, "/a?"+c.query))
		})
	}
}

// A behavior has to name an origin of its distribution; the API refuses another
// name (CloudFront API Reference, CreateDistribution, NoSuchOrigin).
func TestTargetWithoutOrigin(t *testing.T) {
	w := site(t, attrs{"default_cache_behavior": []attrs{behavior("nowhere", nil)}}, nil)
	compare(t, status{"other", 404}, get(w, "/a"))
}

// An origin access identity signs no POST, and PUT without a digest only where S3 takes
// Signature Version 2 (CloudFront Developer Guide of 2023, Restricting access to an
// Amazon S3 origin).
func TestWritesThroughIdentity(t *testing.T) {
	for name, c := range map[string]struct {
		method, region string
		want           status
	}{
		"PUT in a region that knows Version 2": {"PUT", "eu-west-1", served},
		"PUT in one that does not":             {"PUT", "eu-central-1", unknown},
		"POST":                                 {"POST", "eu-west-1", unknown},
		"DELETE":                               {"DELETE", "eu-central-1", served},
		"GET":                                  {"GET", "eu-central-1", served},
	} {
		t.Run(name, func(t *testing.T) {
			identity := attrs{
				"origin_id": "docs", "domain_name": "docs.s3." + c.region + ".amazonaws.com",
				"s3_origin_config": []attrs{{"origin_access_identity": "origin-access-identity/cloudfront/E2QWRUHAPOMQZL"}},
			}
			all := []string{"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
			w := site(t, attrs{
				"origin": []attrs{identity}, "default_cache_behavior": []attrs{behavior("docs", attrs{"allowed_methods": all})},
			}, resources{
				"aws_s3_bucket.docs": {"bucket": "docs", "region": c.region},
				"aws_s3_bucket_policy.docs": {"bucket": "docs", "policy": `{"Statement": [{"Effect": "Allow", "Action": "s3:*Object",
					"Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL"}, "Resource": "arn:aws:s3:::docs/*"}]}`},
			})
			compare(t, c.want, send(w, c.method, "https", "/a"))
		})
	}
}
