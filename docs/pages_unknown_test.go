package docs_test

import "testing"

// TestUnknownArgumentsStayUnknown: what pages call undecided where an argument
// is known after apply only is neither refused nor promised.
func TestUnknownArgumentsStayUnknown(t *testing.T) {
	const later = "aws_s3_bucket.site.hosted_zone_id"
	distribution := func(body string) string {
		return "resource \"aws_cloudfront_distribution\" \"site\" {\n" + body + "\n}\n"
	}
	behavior := func(body string) string { return distribution("default_cache_behavior {\n" + body + "\n}") }
	control := func(body string) string {
		return "resource \"aws_cloudfront_origin_access_control\" \"site\" {\n" + body + "\n}\n"
	}
	const http, all = "http", ""
	tests := []struct{ name, example, scheme string }{
		{"whether an access control signs", control("signing_behavior = " + later), all},
		{"the type of an access control", control("origin_access_control_origin_type = " + later), all},
		{"what http viewers get", behavior("viewer_protocol_policy = " + later), http},
		{"the origin request policy", behavior("origin_request_policy_id = " + later), all},
		{"the web ACL", distribution("web_acl_id = " + later), all},
		{"who pays", "resource \"aws_s3_bucket_request_payment_configuration\" \"site\" {\nbucket = aws_s3_bucket.site.id\npayer = " + later + "\n}\n", all},
	}
	known := shapes(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := page{}.found(t, known, tt.example)
			for _, f := range report.Findings {
				t.Errorf("found %s: %s", f.Rule, f.Message)
			}
			for _, o := range report.Outcomes {
				want := "unknown"
				if tt.scheme == http && o.Scheme != http {
					want = "served"
				}
				if o.After != want {
					t.Errorf("%s %s %s: %s, want %s", o.Method, o.Scheme, o.Path, o.After, want)
				}
			}
		})
	}
}
