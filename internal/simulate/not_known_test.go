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
	withHeaders := func(bucket string) attrs {
		o := origin(bucket)
		o["custom_header"] = later{}
		return o
	}
	besideIdentity := origin("open")
	besideIdentity["s3_origin_config"] = later{}
	// Anonymous requests with a secret that the origin sends.
	asking := func(headers attrs) attrs {
		o := origin("shut")
		o["origin_access_control_id"] = ""
		maps.Copy(o, headers)
		return attrs{"origin": []attrs{o}}
	}
	byReferer := resources{
		"aws_s3_bucket_public_access_block.shut": {"bucket": "shut", "block_public_policy": false, "restrict_public_buckets": false},
		"aws_s3_bucket_policy.shut": {"bucket": "shut", "policy": `{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Principal": "*",
			"Resource": "arn:aws:s3:::shut/*", "Condition": {"StringEquals": {"aws:Referer": "secret"}}}]}`},
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
		"which custom headers there are, where one is asked for": {"shut", asking(attrs{"custom_header": later{}}), nil, byReferer, unknown},
		"a custom header's name":                                 {"shut", asking(attrs{"custom_header": []attrs{{"name": later{}, "value": "x"}}}), nil, byReferer, unknown},
		"a custom header's value":                                {"shut", asking(attrs{"custom_header": []attrs{{"name": "Referer", "value": later{}}}}), nil, byReferer, unknown},
		"custom headers, where nothing hangs on them":            {"open", attrs{"origin": []attrs{withHeaders("open")}}, nil, nil, served},
		"by which protocol a website is asked": {"shut", attrs{"origin": []attrs{{
			"origin_id": "shut", "domain_name": "shut.s3-website-eu-west-1.amazonaws.com",
			"custom_origin_config": []attrs{{"origin_protocol_policy": later{}}},
		}}}, nil, resources{"aws_s3_bucket_website_configuration.shut": {"bucket": "shut", "index_document": []attrs{{"suffix": "index.html"}}}}, unknown},
		"whether an identity stands beside an access control": {"open", attrs{"origin": []attrs{besideIdentity}}, nil, nil, unknown},
		"whether the viewer's Host is forwarded":              {"open", nil, attrs{"cache_policy_id": "", "forwarded_values": later{}}, nil, unknown},
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

// Without a root object, / asks for the listing where there is no origin path, and
// for a folder, which nobody uploads, where there is one.
func TestOriginPathNotKnown(t *testing.T) {
	under := func(bucket string, path any) attrs {
		o := origin(bucket)
		o["origin_path"] = path
		return attrs{"origin": []attrs{o}, "default_cache_behavior": []attrs{behavior(bucket, nil)}}
	}
	toFolder := resources{"aws_s3_bucket_policy.shut": {"bucket": "shut", "policy": granting("s3:GetObject", "arn:aws:s3:::shut/live/*")}}
	for name, c := range map[string]struct {
		arguments attrs
		more      resources
		path      string
		want      status
	}{
		"a key of a bucket that grants all":    {under("open", later{}), nil, "/a", served},
		"a key of one that grants nothing":     {under("shut", later{}), nil, "/a", forbidden},
		"a key of one that grants a folder":    {under("shut", later{}), toFolder, "/a", unknown},
		"a key in the folder that it grants":   {under("shut", "/live"), toFolder, "/a", served},
		"a key that may be in it":              {under("shut", later{}), toFolder, "/live/a", unknown},
		"/ of a bucket that lists its objects": {under("list", later{}), nil, "/", unknown},
		"/ of one that does not":               {under("open", later{}), nil, "/", forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, c.want, get(site(t, c.arguments, c.more), c.path))
		})
	}
}

// A policy that forwards all headers but some may withhold the one that matters.
func TestHeaderListNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		behavior string
		items    any
		want     status
	}{
		"all but one that is not known":  {"allExcept", []any{later{}}, unknown},
		"all but some, not known which":  {"allExcept", later{}, unknown},
		"all but Host":                   {"allExcept", []string{"Host"}, served},
		"one that is not known":          {"whitelist", []any{later{}}, unknown},
		"one that is known and not Host": {"whitelist", []string{"Accept"}, served},
		"a behavior that is not known":   {"", []string{"Accept"}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			headers := attrs{"header_behavior": c.behavior, "headers": []attrs{{"items": c.items}}}
			if c.behavior == "" {
				headers["header_behavior"] = later{}
			}
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior("open", attrs{"origin_request_policy_id": "own"})}}, resources{
				"aws_cloudfront_origin_request_policy.own": {"id": "own", "headers_config": []attrs{headers}},
			})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// A refusal is certain only where the second member certainly is not asked, or
// refuses as well.
func TestFailoverNotKnown(t *testing.T) {
	shut, on403 := attrs{"origin_id": "shut"}, []attrs{{"status_codes": []any{403}}}
	two := func(second string) []attrs { return []attrs{shut, {"origin_id": second}} }
	for name, c := range map[string]struct {
		members, criteria any
		want              status
	}{
		"the second member serves":          {two("open"), []attrs{{"status_codes": later{}}}, unknown},
		"the second member refuses as well": {two("shut"), []attrs{{"status_codes": later{}}}, forbidden},
		"criteria as a whole":               {two("open"), later{}, unknown},
		"members as a whole":                {later{}, on403, unknown},
		"the second member":                 {[]any{shut, later{}}, on403, unknown},
		"the second member's origin":        {[]attrs{shut, {"origin_id": later{}}}, on403, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{
				"origin_group": []attrs{{
					"origin_id": "both", "failover_criteria": c.criteria, "member": c.members,
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
