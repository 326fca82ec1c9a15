package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/simulate"
)

// A finding is introduced by a plan that changes what refuses, and by no other.
func TestIntroducedIsWhatChanges(t *testing.T) {
	const disabled, preflight = "distribution-disabled", "cors-preflight-forbidden"
	off := working().with("aws_cloudfront_distribution.site", attrs{"enabled": false})
	cors := working().behaving(attrs{"allowed_methods": []string{"GET", "HEAD", "OPTIONS"}})
	cors["aws_s3_bucket_cors_configuration.docs"] = attrs{"bucket": "docs", "cors_rule": []attrs{{"allowed_methods": []string{"GET"}, "allowed_origins": []string{"*"}}}}
	renamed := func(r resources) resources {
		return r.with("aws_cloudfront_distribution.site", attrs{"comment": "new"})
	}
	for _, c := range []struct {
		name, rule string
		from, to   resources
		want       Change
	}{
		{"a distribution is disabled", disabled, working(), off, Introduced},
		{"a disabled distribution is made", disabled, nil, off, Introduced},
		{"a disabled distribution is left alone", disabled, off, off, Existing},
		{"the comment of a disabled distribution changes", disabled, off, renamed(off), Existing},
		{"preflights lose their headers", preflight, cors.behaving(attrs{
			"allowed_methods": []string{"GET", "HEAD", "OPTIONS"}, "origin_request_policy_id": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
		}), cors, Introduced},
		{"only the comment changes where preflights lack their headers", preflight, cors, renamed(cors), Existing},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings := found(t, c.from, c.to)
			got := map[Change]bool{}
			for _, f := range findings {
				if f.Rule == c.rule {
					got[f.Change] = true
					if c.rule == disabled && f.Certainty != Certain {
						t.Errorf("%s is %s", f.Rule, f.Certainty)
					}
				}
			}
			if diff := cmp.Diff(map[Change]bool{c.want: true}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A state is one world: nothing in it is introduced.
func TestStateIntroducesNothing(t *testing.T) {
	for name, r := range map[string]resources{
		"disabled":             working().with("aws_cloudfront_distribution.site", attrs{"enabled": false}),
		"no policy":            working().with("aws_s3_bucket_policy.docs", nil),
		"a policy of another":  working().with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(allowing(siteARN+"X", "s3:GetObject", "arn:aws:s3:::docs/*"))}),
		"countries are kept":   restricted("blacklist", "DE"),
		"one folder is closed": reading("css"),
	} {
		t.Run(name, func(t *testing.T) {
			world, _ := worlds(t, r, r)
			findings := Run(world, world, simulate.Run(world, world), nil)
			if len(findings) == 0 {
				t.Error("nothing is found")
			}
			for _, f := range findings {
				if f.Change != Existing {
					t.Errorf("%s is %s", f.Rule, f.Change)
				}
			}
		})
	}
}

// What apply makes of a bucket is told where a distribution may be cut off by
// it, or by apply stopping there.
func TestBucketsWithoutCloudFrontAreLeftAlone(t *testing.T) {
	public := resources{
		"aws_s3_bucket.docs":                     {"bucket": "docs"},
		"aws_s3_bucket_policy.docs":              {"bucket": "docs", "policy": policyOf(attrs{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"})},
		"aws_s3_bucket_public_access_block.docs": {"bucket": "docs", "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true},
	}
	if _, findings := found(t, nil, public); len(findings) > 0 {
		t.Errorf("without a distribution: %v", names(findings))
	}
	public["aws_cloudfront_distribution.site"] = working()["aws_cloudfront_distribution.site"]
	_, findings := found(t, nil, public)
	told := false
	for _, f := range findings {
		told = told || f.Rule == "apply-public-policy-blocked"
	}
	if !told {
		t.Errorf("with a distribution: %v", names(findings))
	}
}
