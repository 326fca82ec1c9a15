package simulate

import "testing"

// Redirects need no permission: those without an error code come before the object
// is looked for, those with one take the error's place (S3 User Guide, Configuring
// a webpage redirect).
func TestWebsiteRedirects(t *testing.T) {
	moved, found := status{"other", 301}, status{"other", 302}
	private := resources{"aws_s3_bucket_policy.web": {"bucket": "other", "policy": everyoneReads}, "aws_s3_bucket_public_access_block.web": {"bucket": "other"}}
	rule := func(condition attrs, code any) attrs {
		r := attrs{"redirect": []attrs{{"host_name": "www.example.com", "http_redirect_code": code}}}
		if condition != nil {
			r["condition"] = []attrs{condition}
		}
		return r
	}
	onError := func(code any) attrs {
		return attrs{"routing_rule": []attrs{rule(attrs{"http_error_code_returned_equals": code}, "302")}}
	}
	onPrefix := func(prefix any) attrs {
		return attrs{"routing_rule": []attrs{rule(attrs{"key_prefix_equals": prefix}, nil)}}
	}
	text := func(s string) attrs { return attrs{"routing_rules": s} }
	for name, c := range map[string]struct {
		website attrs
		readers bool
		want    status
	}{
		"everything, of a private bucket":      {attrs{"redirect_all_requests_to": []attrs{{"host_name": "www.example.com"}}}, false, moved},
		"everything, of a public bucket":       {attrs{"redirect_all_requests_to": []attrs{{"host_name": "www.example.com"}}}, true, moved},
		"a rule without a condition":           {attrs{"routing_rule": []attrs{rule(nil, "302")}}, false, found},
		"a rule on the key's prefix":           {onPrefix("dir/"), false, moved},
		"a rule on another prefix":             {onPrefix("old/"), false, forbidden},
		"a rule on a prefix that is not known": {onPrefix(later{}), false, unknown},
		"a rule on 403, of a private bucket":   {onError("403"), false, found},
		"a rule on 403, of a public bucket":    {onError("403"), true, served},
		"a rule on 404, of a private bucket":   {onError("404"), false, forbidden},
		"a rule on a status that is not known": {onError(later{}), false, unknown},
		"the first rule that fits":             {attrs{"routing_rule": []attrs{rule(attrs{"key_prefix_equals": "old/"}, "307"), rule(nil, "302"), rule(nil, "301")}}, false, found},
		"rules as JSON":                        {text(`[{"Condition":{"KeyPrefixEquals":"dir/"},"Redirect":{"HttpRedirectCode":"302"}}]`), false, found},
		"rules as JSON, on 404":                {text(`[{"Condition":{"HttpErrorCodeReturnedEquals":"404"},"Redirect":{"HostName":"a"}}]`), false, forbidden},
		"rules as text that is no JSON":        {text(`[`), false, unknown},
		"no redirects, of a private bucket":    {attrs{}, false, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			c.website["bucket"] = "web"
			more := resources{"aws_s3_bucket_website_configuration.web": c.website}
			if !c.readers {
				for address, r := range private {
					more[address] = r
				}
			}
			compare(t, c.want, ask(t, custom(websiteDomain, "http-only"), nil, more))
		})
	}
}

// Whether a Requester Pays bucket redirects is not documented.
func TestRequesterPaysRedirect(t *testing.T) {
	compare(t, unknown, ask(t, custom(websiteDomain, "http-only"), nil, resources{
		"aws_s3_bucket_website_configuration.web":         {"bucket": "web", "redirect_all_requests_to": []attrs{{"host_name": "www.example.com"}}},
		"aws_s3_bucket_request_payment_configuration.web": {"bucket": "web", "payer": "Requester"},
	}))
}

// The inline arguments of aws_s3_bucket are texts.
func TestInlineWebsiteRedirect(t *testing.T) {
	compare(t, status{"other", 301}, ask(t, custom(websiteDomain, "http-only"), nil, resources{
		"aws_s3_bucket.web":                       {"bucket": "web", "website": []attrs{{"redirect_all_requests_to": "https://www.example.com"}}},
		"aws_s3_bucket_website_configuration.web": {"bucket": "other"},
	}))
}
