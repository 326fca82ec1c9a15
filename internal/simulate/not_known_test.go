package simulate

import (
	"encoding/json"
	"maps"
	"testing"
)

// A gate of which it is not known whether it is closed decides nothing, unless
// the way through it ends as the gate would.
func TestGatesNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		target, method, scheme string
		behavior               attrs
		want                   status
	}{
		"http under a policy that is not known":   {"open", "GET", "http", attrs{"viewer_protocol_policy": later{}}, unknown},
		"https under it":                          {"open", "GET", "https", attrs{"viewer_protocol_policy": later{}}, served},
		"a read under methods that are not known": {"open", "GET", "https", attrs{"allowed_methods": later{}}, served},
		"a write under them":                      {"list", "PUT", "https", attrs{"allowed_methods": later{}}, unknown},
		"a write that the bucket refuses":         {"open", "PUT", "https", attrs{"allowed_methods": later{}}, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior(c.target, c.behavior)}}, nil)
			got := send(w, c.method, c.scheme, "/a")
			compare(t, c.want, got)
			if got.Verdict == Unknown && len(got.Causes) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}

// A block of which it is not known whether it is there may be what refuses the
// request, or what grants it.
func TestBlocksNotKnown(t *testing.T) {
	identity := func(bucket string) attrs {
		o := origin(bucket)
		o["origin_access_control_id"], o["s3_origin_config"] = "", later{}
		return attrs{"origin": []attrs{o}}
	}
	toIdentity, _ := json.Marshal(attrs{"Statement": []attrs{{
		"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shut/*",
		"Principal": attrs{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0000000000OAI"},
	}}})
	for name, c := range map[string]struct {
		target    string
		arguments attrs
		behavior  attrs
		more      resources
		want      status
	}{
		"the rule of a bucket's encryption": {"open", nil, nil, resources{
			"aws_s3_bucket_server_side_encryption_configuration.open": {"bucket": "open", "rule": later{}},
		}, unknown},
		"the algorithm in it": {"open", nil, nil, resources{
			"aws_s3_bucket_server_side_encryption_configuration.open": {"bucket": "open", "rule": []attrs{{"apply_server_side_encryption_by_default": later{}}}},
		}, unknown},
		"whether the viewer's Host is forwarded": {"open", nil, attrs{"cache_policy_id": "", "forwarded_values": later{}}, nil, unknown},
		"an identity, where one is granted": {"shut", identity("shut"), nil, resources{
			"aws_s3_bucket_policy.shut": {"bucket": "shut", "policy": string(toIdentity)},
		}, unknown},
		"an identity, where nobody is": {"shut", identity("shut"), nil, nil, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			arguments := attrs{"default_cache_behavior": []attrs{behavior(c.target, c.behavior)}}
			maps.Copy(arguments, c.arguments)
			got := get(site(t, arguments, c.more), "/a")
			compare(t, c.want, got)
			if got.Verdict == Unknown && len(got.Causes) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}

// A refusal is certain only where nothing that is not known yet may replace it.
// That of the page itself is the viewer's, whatever status it would have had.
func TestErrorPageNotKnown(t *testing.T) {
	errors := []attrs{behavior("open", attrs{"path_pattern": "/errors/*"})}
	for name, c := range map[string]struct {
		pages any
		path  string
		want  status
	}{
		"which responses there are":                      {later{}, "/a", status{"unknown", 0}},
		"no response stands in the way of a served path": {later{}, "/errors/a", served},
		"the status that one replaces":                   {[]attrs{{"error_code": later{}, "response_code": 200, "response_page_path": "/errors/a"}}, "/a", status{"unknown", 0}},
		"that of another, which only sets a time":        {[]attrs{{"error_code": later{}, "response_page_path": ""}}, "/a", forbidden},
		"the status that the viewer gets":                {[]attrs{{"error_code": 403, "response_code": later{}, "response_page_path": "/errors/a"}}, "/a", status{"unknown", 0}},
		"the status of a page that is refused":           {[]attrs{{"error_code": 403, "response_code": later{}, "response_page_path": "/page"}}, "/a", status{"unknown", 0}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"custom_error_response": c.pages, "ordered_cache_behavior": errors, "default_cache_behavior": []attrs{behavior("shut", nil)}}, nil)
			got := get(w, c.path)
			compare(t, c.want, got)
			if got.Verdict == Unknown && len(got.Causes) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}

// A refusal is certain only where the second member certainly is not asked, or
// refuses as well.
func TestFailoverNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		second   string
		criteria []attrs
		want     status
	}{
		"the second member serves":          {"open", []attrs{{"status_codes": later{}}}, status{"unknown", 0}},
		"the second member refuses as well": {"shut", []attrs{{"status_codes": later{}}}, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{
				"origin_group": []attrs{{
					"origin_id": "both", "failover_criteria": c.criteria, "member": []attrs{{"origin_id": "shut"}, {"origin_id": c.second}},
				}},
				"default_cache_behavior": []attrs{behavior("both", nil)},
			}, nil)
			got := get(w, "/a")
			compare(t, c.want, got)
			if got.Verdict == Unknown && len(got.Causes) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}
