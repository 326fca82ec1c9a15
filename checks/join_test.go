package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What one change ends is told once; what takes a change of its own is not.
func TestJoinedFindings(t *testing.T) {
	public := func(r resources) resources {
		return r.with(distributionAddress, attrs{"origin": []attrs{{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com"}}})
	}
	opened := public(working()).with(policyAddress, nil).with("aws_s3_bucket_public_access_block.docs", attrs{"bucket": "docs", "ignore_public_acls": true}).
		with("aws_s3_bucket_ownership_controls.docs", attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": "BucketOwnerPreferred"}}}).
		with("aws_s3_object.index", attrs{"bucket": "docs", "key": "index.html", "acl": "public-read"})
	page := func(r resources, path string) resources {
		return r.with(distributionAddress, attrs{"custom_error_response": []attrs{{"error_code": 403, "response_code": "404", "response_page_path": path}}})
	}
	apart := page(working(), "/errors/404.html").with("aws_s3_bucket.errors", attrs{"bucket": "errors"}).with(distributionAddress, attrs{
		"origin": []attrs{
			{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E0000000000OAC"},
			{"origin_id": "e", "domain_name": "errors.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E0000000000OAC"},
		},
		"ordered_cache_behavior": []attrs{{
			"path_pattern": "/errors/*", "target_origin_id": "e", "viewer_protocol_policy": "redirect-to-https", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
			"allowed_methods": []string{"GET", "HEAD"}, "cached_methods": []string{"GET", "HEAD"},
		}},
	})
	for name, c := range map[string]struct {
		plan resources
		want []string
	}{
		"an ACL that opens one key in vain, and the others private": {opened, []string{"error not-public", "error public-access-blocked"}},
		"an error page refused as all is":                           {page(working().with(policyAddress, nil), "/404.html"), []string{"error bucket-policy-missing"}},
		"an error page in a bucket of its own":                      {apart, []string{"error bucket-policy-missing", "warning error-page-forbidden"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := found(t, nil, c.plan)
			if diff := cmp.Diff(c.want, names(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
