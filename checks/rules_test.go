package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const distributionAddress, policyAddress = "aws_cloudfront_distribution.site", "aws_s3_bucket_policy.docs"

// Each way to break a working set-up has its rule and its severity: an error
// when everything that a behavior serves is refused, a warning when some of it
// is, a notice when it is probably meant.
func TestRules(t *testing.T) {
	shown := func(statements ...attrs) resources {
		return working().with(policyAddress, attrs{"policy": policyOf(statements...)})
	}
	grant := func(more attrs) attrs {
		s := allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*")
		for k, v := range more {
			s[k] = v
		}
		return s
	}
	denyOffice := attrs{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::docs/*", "Condition": attrs{"NotIpAddress": attrs{"aws:SourceIp": "203.0.113.0/24"}}}
	for name, c := range map[string]struct {
		plan resources
		want []string
	}{
		"all is well":                          {working(), []string{}},
		"no policy":                            {working().with(policyAddress, nil), []string{"error bucket-policy-missing"}},
		"another principal":                    {shown(grant(attrs{"Principal": attrs{"AWS": "arn:aws:iam::111122223333:root"}})), []string{"error oac-not-granted"}},
		"another distribution":                 {shown(allowing("arn:aws:cloudfront::111122223333:distribution/EOTHER", "s3:GetObject", "arn:aws:s3:::docs/*")), []string{"error oac-source-mismatch"}},
		"another condition":                    {shown(grant(attrs{"Condition": attrs{"StringEquals": attrs{"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}})), []string{"error condition-not-met"}},
		"another action":                       {shown(allowing(siteARN, "s3:PutObject", "arn:aws:s3:::docs/*")), []string{"error action-not-granted"}},
		"another resource":                     {shown(allowing(siteARN, "s3:*", "arn:aws:s3:::docs")), []string{"error resource-not-granted"}},
		"some keys":                            {shown(allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/img/*"), allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/index.html")), []string{"warning resource-not-granted"}},
		"a Deny":                               {shown(grant(nil), denyOffice), []string{"error explicit-deny"}},
		"no root object":                       {working().with(distributionAddress, attrs{"default_root_object": ""}), []string{"warning default-root-object-missing"}},
		"a root object with a slash":           {working().with(distributionAddress, attrs{"default_root_object": "/index.html"}), []string{"warning default-root-object-slash"}},
		"an access control that does not sign": {working().with("aws_cloudfront_origin_access_control.oac", attrs{"signing_behavior": "never"}), []string{"error oac-not-signing"}},
		"an access control of another type":    {working().with("aws_cloudfront_origin_access_control.oac", attrs{"origin_access_control_origin_type": "mediastore"}), []string{"warning oac-wrong-origin-type"}},
		"https only":                           {working().behaving(attrs{"viewer_protocol_policy": "https-only"}), []string{"notice viewer-https-only"}},
		"signed URLs":                          {working().behaving(attrs{"trusted_key_groups": []string{"7a1e"}}), []string{"notice signed-urls-required"}},
		"signed URLs and no policy":            {working().behaving(attrs{"trusted_key_groups": []string{"7a1e"}}).with(policyAddress, nil), []string{"error bucket-policy-missing", "notice signed-urls-required"}},
		"signed URLs and no root object":       {working().behaving(attrs{"trusted_key_groups": []string{"7a1e"}}).with(distributionAddress, attrs{"default_root_object": ""}), []string{"notice default-root-object-missing", "notice signed-urls-required"}},
		"the viewer's Host":                    {working().behaving(attrs{"origin_request_policy_id": "216adef6-5c7f-47e4-b989-5492eafa07d3"}), []string{"error host-header-forwarded"}},
		"a disabled distribution":              {working().with(distributionAddress, attrs{"enabled": false}), []string{"notice distribution-disabled"}},
		"countries":                            {working().with(distributionAddress, attrs{"restrictions": []attrs{{"geo_restriction": []attrs{{"restriction_type": "blacklist", "locations": []string{"CH"}}}}}}), []string{"notice geo-restricted"}},
		"a broken policy":                      {working().with(policyAddress, attrs{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"allow"}]}`}), []string{"warning malformed-policy"}},
		"the AWS managed key":                  {working().with("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms", "kms_master_key_id": ""}}}}}), []string{"error kms-aws-managed-key"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := found(t, nil, c.plan)
			if diff := cmp.Diff(c.want, names(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// What a plan has to do with a 403: it causes it, or it was there before.
func TestChange(t *testing.T) {
	broken := working().with(policyAddress, attrs{"policy": policyOf(allowing("arn:aws:cloudfront::111122223333:distribution/EOTHER", "s3:GetObject", "arn:aws:s3:::docs/*"))})
	for name, c := range map[string]struct {
		from, to resources
		want     string
	}{
		"a new distribution":     {nil, broken, "introduced"},
		"a change for the worse": {working(), broken, "introduced"},
		"nothing changes":        {broken, broken, "existing"},
		"something else changes": {broken, broken.with(distributionAddress, attrs{"comment": "hello"}), "existing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := found(t, c.from, c.to)
			if len(findings) != 1 || findings[0].Change.String() != c.want {
				t.Errorf("findings %+v, want one that is %s", findings, c.want)
			}
		})
	}
}

// A plan that mends everything is told so, if at all, and complains of nothing.
func TestMended(t *testing.T) {
	broken := working().with(policyAddress, attrs{"policy": policyOf(allowing("arn:aws:cloudfront::111122223333:distribution/EOTHER", "s3:GetObject", "arn:aws:s3:::docs/*"))})
	_, findings := found(t, broken, working())
	for _, f := range findings {
		if f.Change != Fixed {
			t.Errorf("%s is %s: %s", f.Rule, f.Change, f.Message)
		}
	}
}

// A bucket whose policy the provider did not read is as little known after
// apply as before.
func TestPolicyThatWasNotRead(t *testing.T) {
	same := working().with(policyAddress, nil)
	same["aws_s3_bucket.docs"] = attrs{"bucket": "docs"}
	outcomes, _ := found(t, same, same)
	for _, o := range outcomes {
		if o.Before != o.Verdict {
			t.Errorf("%s %s turns from %s to %s by a plan that changes nothing", o.Method, o.Path, o.Before, o.Verdict)
		}
	}
}
