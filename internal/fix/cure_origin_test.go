package fix

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
)

// What the roots of these tests have in common.
const (
	bucketRoot = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n\nresource \"aws_s3_bucket\" \"site\" {\n" +
		"  bucket = \"heron\"\n}\n\n"
	websiteBlock = "resource \"aws_s3_bucket_website_configuration\" \"site\" {\n  bucket = aws_s3_bucket.site.id\n" +
		"  index_document {\n    suffix = \"start.html\"\n  }\n  error_document {\n    key = \"gone.html\"\n  }\n}\n\n"
	controlBlock = "resource \"aws_cloudfront_origin_access_control\" \"site\" {\n  name = \"heron\"\n" +
		"  origin_access_control_origin_type = \"s3\"\n  signing_behavior = \"always\"\n  signing_protocol = \"sigv4\"\n}\n\n"
	customConfig = "    custom_origin_config {\n      http_port = 80\n      https_port = 443\n" +
		"      origin_protocol_policy = \"http-only\"\n      origin_ssl_protocols = [\"TLSv1.2\"]\n    }\n"
	behaviorOn = "  default_cache_behavior {\n    target_origin_id = \"s\"\n    viewer_protocol_policy = \"redirect-to-https\"\n" +
		"    allowed_methods = [\"GET\", \"HEAD\"]\n    cached_methods = [\"GET\", \"HEAD\"]\n" +
		"    cache_policy_id = \"658327ea-f89d-4fab-a63d-7e88639e58f6\"\n  }\n" +
		"  restrictions {\n    geo_restriction {\n      restriction_type = \"none\"\n    }\n  }\n" +
		"  viewer_certificate {\n    cloudfront_default_certificate = true\n  }\n}\n\n"
	grantBlock = "resource \"aws_s3_bucket_policy\" \"site\" {\n  bucket = aws_s3_bucket.site.id\n  policy = jsonencode({\n" +
		"    Statement = [{\n      Effect = \"Allow\"\n      Principal = { Service = \"cloudfront.amazonaws.com\" }\n" +
		"      Action = \"s3:GetObject\"\n      Resource = \"${aws_s3_bucket.site.arn}/*\"\n" +
		"      Condition = { StringEquals = { \"AWS:SourceArn\" = aws_cloudfront_distribution.site.arn } }\n    }]\n  })\n}\n"
)

// distribution is one with an origin.
func distribution(arguments, origin string) string {
	return "resource \"aws_cloudfront_distribution\" \"site\" {\n  enabled = true\n" + arguments + "  origin {\n" + origin +
		"  }\n" + behaviorOn
}

func TestOriginsAreMoved(t *testing.T) {
	const root = "  default_root_object = \"index.html\"\n"
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"an access control is forgotten", map[string]string{"main.tf": bucketRoot + controlBlock + distribution(root,
			"    domain_name = aws_s3_bucket.site.bucket_regional_domain_name\n    origin_id = \"s\"\n"+
				"    s3_origin_config {\n      origin_access_identity = \"\"\n    }\n") + grantBlock}, []string{
			"-    s3_origin_config {", "-      origin_access_identity = \"\"", "-    }",
			"+    origin_access_control_id = aws_cloudfront_origin_access_control.site.id",
		}},
		{"a website keeps its pages", map[string]string{"main.tf": bucketRoot + websiteBlock + controlBlock + distribution("",
			"    domain_name = aws_s3_bucket_website_configuration.site.website_endpoint\n    origin_id = \"s\"\n"+
				customConfig) + grantBlock}, []string{
			`+  default_root_object = "start.html"`,
			"-    domain_name = aws_s3_bucket_website_configuration.site.website_endpoint",
			"+    domain_name = aws_s3_bucket.site.bucket_regional_domain_name",
			"-    custom_origin_config {", "-      http_port = 80", "-      https_port = 443",
			`-      origin_protocol_policy = "http-only"`, `-      origin_ssl_protocols = ["TLSv1.2"]`, "-    }",
			"+    origin_access_control_id = aws_cloudfront_origin_access_control.site.id",
			"+  custom_error_response {", "+    error_code = 403", "+    response_code = 404",
			`+    response_page_path = "/gone.html"`, "+  }",
		}},
		{"a website has an access control, which it cannot have", map[string]string{"main.tf": bucketRoot + websiteBlock +
			controlBlock + distribution(root, "    domain_name = aws_s3_bucket_website_configuration.site.website_endpoint\n"+
			"    origin_id = \"s\"\n    origin_access_control_id = aws_cloudfront_origin_access_control.site.id\n") +
			grantBlock}, []string{
			"-    domain_name = aws_s3_bucket_website_configuration.site.website_endpoint",
			"+    domain_name = aws_s3_bucket.site.bucket_regional_domain_name",
			"+  custom_error_response {", "+    error_code = 403", "+    response_code = 404",
			`+    response_page_path = "/gone.html"`, "+  }",
		}},
		{"an identity goes where no policy can name it", map[string]string{"main.tf": strings.Replace(bucketRoot, "eu-west-1",
			"ap-southeast-5", 1) + "resource \"aws_cloudfront_origin_access_identity\" \"i\" {\n}\n\n" + controlBlock +
			distribution(root, "    domain_name = aws_s3_bucket.site.bucket_regional_domain_name\n    origin_id = \"s\"\n"+
				"    s3_origin_config {\n      origin_access_identity = "+
				"aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path\n    }\n") +
			"resource \"aws_s3_bucket_policy\" \"site\" {\n  bucket = aws_s3_bucket.site.id\n  policy = jsonencode({\n" +
			"    Statement = [{\n      Effect = \"Allow\"\n      Principal = { AWS = " +
			"aws_cloudfront_origin_access_identity.i.iam_arn }\n      Action = \"s3:GetObject\"\n" +
			"      Resource = \"${aws_s3_bucket.site.arn}/*\"\n    }]\n  })\n}\n"}, []string{
			`-resource "aws_cloudfront_origin_access_identity" "i" {`, "-}",
			"-    s3_origin_config {",
			"-      origin_access_identity = aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path", "-    }",
			"+    origin_access_control_id = aws_cloudfront_origin_access_control.site.id",
			"-      Principal = { AWS = aws_cloudfront_origin_access_identity.i.iam_arn }",
			`+      Principal = { Service = "cloudfront.amazonaws.com" }`,
			`+      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }`,
		}},
		{"a module is given another attribute of a bucket in the next", map[string]string{
			"main.tf": "provider \"aws\" {\n  region = \"il-central-1\"\n}\n\nmodule \"store\" {\n  source = \"./store\"\n}\n\n" +
				"module \"cdn\" {\n  source = \"./cdn\"\n  origin = module.store.domain\n}\n\n" +
				"resource \"aws_s3_bucket_policy\" \"p\" {\n  bucket = module.store.id\n  policy = jsonencode({ Statement = [{ " +
				"Effect = \"Allow\", Principal = { Service = \"cloudfront.amazonaws.com\" }, Action = \"s3:GetObject\", " +
				"Resource = \"arn:aws:s3:::heron/*\", Condition = { StringEquals = { \"AWS:SourceArn\" = module.cdn.arn } } }] })\n}\n",
			"store/main.tf": "resource \"aws_s3_bucket\" \"site\" {\n  bucket = \"heron\"\n}\n\n" +
				"output \"id\" {\n  value = aws_s3_bucket.site.id\n}\n\noutput \"domain\" {\n  value = aws_s3_bucket.site.bucket_domain_name\n}\n",
			"cdn/main.tf": "variable \"origin\" {}\n\n" + controlBlock + distribution(root,
				"    domain_name = var.origin\n    origin_id = \"s\"\n"+
					"    origin_access_control_id = aws_cloudfront_origin_access_control.site.id\n") +
				"output \"arn\" {\n  value = aws_cloudfront_distribution.site.arn\n}\n",
		}, []string{
			"-  value = aws_s3_bucket.site.bucket_domain_name", "+  value = aws_s3_bucket.site.bucket_regional_domain_name",
		}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			got := mended(t, c.files)
			if diff := cmp.Diff(c.want, slices.DeleteFunc(got, func(l string) bool { return l == "" })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// mended lists the lines that the edits of a root change, after which it has no finding
// worse than a notice any more.
func mended(t *testing.T, files map[string]string) (out []string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g, w := alone(t, dir)
	r := g.Find(w, Options{Wants: serious})
	for _, l := range r.Left {
		t.Errorf("%s is left: %s", l.Finding.Rule, l.Why)
	}
	for _, f := range w.Findings {
		if f.Severity > checks.Notice && len(r.Proposals) == 0 {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
	edits := hcledit.ByFile(r.Edits)
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		src, err := hcledit.Apply(w.Tree.Source(name), edits[name])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, changedLines(plainLines(w.Tree.Source(name)), plainLines(src))...)
	}
	return out
}
