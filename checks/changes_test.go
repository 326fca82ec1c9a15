package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/simulate"
)

// reading is the working site whose policy covers the given folders only.
func reading(folders ...string) resources {
	var statements []attrs
	for _, f := range folders {
		statements = append(statements, allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/"+f+"/*"))
	}
	return working().with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(statements...)})
}

// A plan may take away some keys and leave others as they were: each keeps its
// own change, even where one rule speaks of both at one place.
func TestChangesOfPartOfTheKeys(t *testing.T) {
	const rule = "resource-not-granted"
	png := attrs{"path_pattern": "*.png", "target_origin_id": "o", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6", "viewer_protocol_policy": "redirect-to-https", "allowed_methods": []string{"GET", "HEAD"}, "trusted_key_groups": []attrs{}}
	docs := attrs{"path_pattern": "/docs/*", "target_origin_id": "o", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6", "viewer_protocol_policy": "redirect-to-https", "allowed_methods": []string{"GET", "HEAD"}, "trusted_key_groups": []string{"K1"}}
	tests := []struct {
		name     string
		from, to resources
		want     map[string]Change
	}{
		{"nothing changes", reading("css"), reading("css"), map[string]Change{rule + " /a": Existing}},
		{"one folder of two is taken away", reading("img", "css"), reading("css"), map[string]Change{rule + " /a": Existing, rule + " /img/a": Introduced}},
		{"a folder is added", reading("css"), reading("img", "css"), map[string]Change{rule + " /a": Existing, rule + " /img/a": Fixed}},
		{"one folder gives way to another", reading("css"), reading("img"), map[string]Change{rule + " /a": Existing, rule + " /css/a": Introduced, rule + " /img/a": Fixed}},
		{
			"a behavior that takes signed requests only comes first",
			working().with("aws_cloudfront_distribution.site", attrs{"ordered_cache_behavior": []attrs{png, docs}}),
			working().with("aws_cloudfront_distribution.site", attrs{"ordered_cache_behavior": []attrs{docs, png}}),
			map[string]Change{"signed-urls-required /docs/a": Existing, "signed-urls-required /docs/.png": Introduced},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			outcomes, findings := found(t, test.from, test.to)
			got := map[string]Change{}
			for _, f := range findings {
				for _, i := range f.Outcomes {
					if o := outcomes[i]; o.Path != "/" && o.Method == "GET" && o.Scheme == "https" {
						got[f.Rule+" "+o.Path] = f.Change
					}
				}
			}
			delete(got, "missing-key-answers-403 /a")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Severity and change belong together: what was refused before lends its weight
// to nothing that the plan introduces.
func TestIntroducedKeepsItsOwnSeverity(t *testing.T) {
	_, findings := found(t, reading("img", "css"), reading("css"))
	got := map[Change]Severity{}
	for _, f := range findings {
		if f.Rule == "resource-not-granted" {
			got[f.Change] = f.Severity
		}
	}
	want := map[Change]Severity{Existing: Error, Introduced: Warning} // the root was refused before
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Outcomes tell apart what the plan changes, however the paths fared before.
func TestOutcomesAreSplitByWhatWasBefore(t *testing.T) {
	outcomes, _ := found(t, reading("img", "css"), reading("css", "js"))
	got := map[string][2]simulate.Verdict{}
	for _, o := range outcomes {
		if o.Path != "/" {
			got[o.Path] = [2]simulate.Verdict{o.Before, o.Verdict}
		}
	}
	want := map[string][2]simulate.Verdict{
		"/a":     {simulate.Forbidden, simulate.Forbidden},
		"/css/a": {simulate.Served, simulate.Served},
		"/img/a": {simulate.Served, simulate.Forbidden},
		"/js/a":  {simulate.Forbidden, simulate.Served},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whether a bucket that existed already has a public access block is unknown
// where none is managed: one that the plan makes is what the plan introduces.
func TestRefusedByWhatThePlanMakes(t *testing.T) {
	public := working().
		with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(attrs{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"})}).
		with("aws_cloudfront_distribution.site", attrs{"origin": []attrs{{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com"}}})
	blocked := public.with("aws_s3_bucket.docs", attrs{})
	blocked["aws_s3_bucket_public_access_block.docs"] = attrs{"bucket": "docs", "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}
	tests := []struct {
		name     string
		from, to resources
		want     Change
	}{
		{"the plan makes the block", public, blocked, Introduced},
		{"the block was there", blocked, blocked, Existing},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := found(t, test.from, test.to)
			for _, f := range findings {
				if f.Rule == "public-access-blocked" && f.Change != test.want {
					t.Errorf("%s, want %s: %s", f.Change, test.want, f.Message)
				}
			}
			if len(findings) == 0 {
				t.Error("nothing is found")
			}
		})
	}
}

// While the distribution asks for its new folder already and the policy grants
// the old one still, the keys that the old policy grants by chance are served,
// and the others are refused.
func TestOutcomesAreSplitByWhatIsBetween(t *testing.T) {
	folder := func(path string, grants ...string) resources {
		var statements []attrs
		for _, g := range grants {
			statements = append(statements, allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/"+g))
		}
		origin := attrs{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E0000000000OAC", "origin_path": path}
		return working().with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(statements...)}).
			with("aws_cloudfront_distribution.site", attrs{"origin": []attrs{origin}, "default_root_object": "a.html"})
	}
	outcomes, _ := found(t, folder("/v1", "v1/*", "v2/a*"), folder("/v2", "v2/*"))
	got := map[string]bool{}
	for _, o := range outcomes {
		got[o.Path] = o.Before == simulate.Served && o.Verdict == simulate.Served
	}
	if diff := cmp.Diff(map[string]bool{"/": true, "/a": true, "/b": true}, got); diff != "" {
		t.Errorf("outcomes that a window can be looked for in (-want +got):\n%s", diff)
	}
}
