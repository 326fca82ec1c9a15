package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// closed is the working site with a block of public access, so that no ACL counts.
func closed() resources {
	out := working()
	out["aws_s3_bucket_public_access_block.docs"] = attrs{"bucket": "docs", "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}
	out["aws_s3_bucket_ownership_controls.docs"] = attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": "BucketOwnerEnforced"}}}
	return out
}

// errorPages is the working site with a page for one status, whose policy lets
// CloudFront list the bucket or not.
func errorPages(status int, listing bool) resources {
	statements := []attrs{allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*")}
	if listing {
		statements = append(statements, allowing(siteARN, "s3:ListBucket", "arn:aws:s3:::docs"))
	}
	return closed().
		with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(statements...)}).
		with("aws_cloudfront_distribution.site", attrs{"custom_error_response": []attrs{{"error_code": status, "response_code": 200, "response_page_path": "/index.html"}}})
}

func restricted(typ string, locations ...string) resources {
	return working().with("aws_cloudfront_distribution.site", attrs{"restrictions": []attrs{{"geo_restriction": []attrs{{"restriction_type": typ, "locations": locations}}}}})
}

// uploads is the working site whose bucket leaves objects to those who own them
// or not, and lets another account put some or not.
func uploads(ownership string, foreign bool) resources {
	statements := []attrs{allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*")}
	if foreign {
		statements = append(statements, attrs{"Effect": "Allow", "Principal": attrs{"AWS": "arn:aws:iam::999999999999:root"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::docs/*"})
	}
	out := working().with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(statements...)})
	out["aws_s3_bucket_ownership_controls.docs"] = attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": ownership}}}
	return out
}

// Rules that no single request shows compare the worlds themselves: that the
// resource was there before does not mean that it did harm.
func TestChangesThatNoRequestShows(t *testing.T) {
	misspelt := working().with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(attrs{"Effect": "allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"})})
	const missing, geo, owner, malformed = "missing-key-answers-403", "geo-restricted", "object-owner-mismatch", "malformed-policy"
	tests := []struct {
		name, rule string
		from, to   resources
		want       []Change
	}{
		{"missing keys stay 403", missing, errorPages(404, false), errorPages(404, false), []Change{Existing}},
		{"the right to list is taken away", missing, errorPages(404, true), errorPages(404, false), []Change{Introduced}},
		{"the right to list is given", missing, errorPages(404, false), errorPages(404, true), nil},
		{"the page for 403 becomes one for 404", missing, errorPages(403, false), errorPages(404, false), []Change{Introduced}},
		{"a page for 404 comes where a missing key was 403 already", missing, closed(), errorPages(404, false), []Change{Existing}},
		{"the site is new", missing, nil, errorPages(404, false), []Change{Introduced}},
		{"countries stay refused", geo, restricted("blacklist", "DE"), restricted("blacklist", "DE"), []Change{Existing}},
		{"countries are refused", geo, working(), restricted("whitelist", "DE"), []Change{Introduced}},
		{"one more is refused", geo, restricted("blacklist", "DE"), restricted("blacklist", "DE", "FR"), []Change{Introduced}},
		{"one fewer is refused", geo, restricted("blacklist", "DE", "FR"), restricted("blacklist", "FR"), []Change{Existing}},
		{"one more is let in", geo, restricted("whitelist", "DE"), restricted("whitelist", "DE", "FR"), []Change{Existing}},
		{"one fewer is let in", geo, restricted("whitelist", "DE", "FR"), restricted("whitelist", "DE"), []Change{Introduced}},
		{"one that was not let in is refused", geo, restricted("whitelist", "DE"), restricted("blacklist", "FR"), []Change{Existing}},
		{"another account may put objects", owner, uploads("ObjectWriter", false), uploads("ObjectWriter", true), []Change{Introduced}},
		{"objects stay with who puts them", owner, uploads("BucketOwnerEnforced", true), uploads("ObjectWriter", true), []Change{Introduced}},
		{"both were so before", owner, uploads("ObjectWriter", true), uploads("ObjectWriter", true), []Change{Existing}},
		{"a policy that was there gets a wrong effect", malformed, working(), misspelt, []Change{Introduced}},
		{"a policy is not touched", malformed, misspelt, misspelt, []Change{Existing}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := found(t, test.from, test.to)
			var got []Change
			for _, f := range findings {
				if f.Rule == test.rule {
					got = append(got, f.Change)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
