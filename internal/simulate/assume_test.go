package simulate

import (
	"testing"

	"github.com/plan403/plan403/plan"
)

// A policy may name an identity by its canonical user id, which only the
// identity itself tells (CloudFront Developer Guide, Giving an origin access
// identity permission to read files in the Amazon S3 bucket).
func TestAssumedIdentity(t *testing.T) {
	const user = "1c2a9d30f6d2a5dd5f2e7fb2ee0d4f1a1b9c0dd4e2c7b2f4d2e61e7a1d8a3b5c"
	identity := func(canonical string) []plan.Assumption {
		return []plan.Assumption{{Address: "assume.identity", Type: "aws_cloudfront_origin_access_identity", Values: map[string]any{
			"id": "E0000000000OAI", "s3_canonical_user_id": canonical, "iam_arn": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0000000000OAI",
		}}}
	}
	for name, c := range map[string]struct {
		assume []plan.Assumption
		want   status
	}{
		"nobody knows the user": {nil, unknown},
		"the user is named":     {identity(user), served},
		"another user is named": {identity("2" + user[1:]), forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"origin": []attrs{{
				"origin_id": "open", "domain_name": "open.s3.eu-west-1.amazonaws.com",
				"s3_origin_config": []attrs{{"origin_access_identity": "origin-access-identity/cloudfront/E0000000000OAI"}},
			}}}, resources{"aws_s3_bucket_policy.open": {
				"bucket": "open", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"CanonicalUser":"` + user + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::open/*"}]}`,
			}}, c.assume...)
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// The viewer's Host reaches S3, or does not, by what is assumed of a policy.
func TestAssumedPolicies(t *testing.T) {
	policy := func(behavior string, headers ...any) []plan.Assumption {
		return []plan.Assumption{{Address: "assume.policy", Type: "aws_cloudfront_origin_request_policy", Values: map[string]any{
			"id": "9f8e7d6c", "headers_config": []any{map[string]any{"header_behavior": behavior, "headers": []any{map[string]any{"items": headers}}}},
			"query_strings_config": []any{map[string]any{"query_string_behavior": "none"}},
		}}}
	}
	for name, c := range map[string]struct {
		assume []plan.Assumption
		want   status
	}{
		"nothing is known":           {nil, unknown},
		"no header":                  {policy("none"), served},
		"all of them":                {policy("allViewer"), forbidden},
		"all but Host":               {policy("allExcept", "Host"), served},
		"all but another":            {policy("allExcept", "Origin"), forbidden},
		"Host alone":                 {policy("whitelist", "Host"), forbidden},
		"another alone":              {policy("whitelist", "Origin"), served},
		"all, and CloudFront's own":  {policy("allViewerAndWhitelistCloudFront", "CloudFront-Viewer-Country"), forbidden},
		"a policy with another name": {[]plan.Assumption{{Address: "assume.policy", Type: "aws_cloudfront_origin_request_policy", Values: map[string]any{"id": "other"}}}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior("open", attrs{"origin_request_policy_id": "9f8e7d6c"})}}, nil, c.assume...)
			compare(t, c.want, get(w, "/a"))
		})
	}
}
