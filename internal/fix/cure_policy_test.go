package fix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/cure"
)

// around is what stands beside the policies of these tests: a bucket that a distribution
// reads, as an origin access control.
const around = `
resource "aws_s3_bucket" "site" {
  bucket = "site"
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "site" {
  enabled             = true
  default_root_object = "index.html"

  origin {
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id                = "site"
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
`

// firstCure carries out the first cure of the one finding of a rule, and returns the
// folder of the edited source with the world that comes of it.
func firstCure(t *testing.T, dir, rule string) (string, *World) {
	t.Helper()
	_, w := alone(t, dir)
	for _, f := range w.Findings {
		if f.Rule != rule {
			continue
		}
		list, none := cure.Candidates(w.Case(f))
		if len(list) == 0 {
			t.Fatalf("no cure of %s at %s %+v: %s", rule, f.Address, f.Part, none)
		}
		out := edited(t, dir, list[0].Edits)
		_, after := alone(t, out)
		return out, after
	}
	t.Fatalf("no finding of %s: %+v", rule, w.Findings)
	return "", nil
}

// A policy in each of the ways in which it may be written, and what a careful
// colleague would make of it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func TestPolicyCures(t *testing.T) {
	for _, c := range policyCases {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			files := map[string]string{"main.tf": around, "policy.tf": c.policy}
			file := "policy.tf"
			if c.file != "" {
				file = "policy.json"
				files[file] = c.file
			}
			dir, after := firstCure(t, folderOf(t, files), c.rule)
			got, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if c.file == "" && string(hclwrite.Format(got)) != string(got) {
				t.Errorf("terraform fmt would write this in another way:\n%s", got)
			}
			for _, f := range after.Findings {
				if f.Severity >= checks.Error {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
			}
		})
	}
}
