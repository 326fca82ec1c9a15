package fix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
)

// filesCase is a configuration of several files before and after a cure; files that are
// not in want stay as they are.
type filesCase struct {
	name, rule  string
	files, want map[string]string
}

// oacModules is a module for the bucket and one for the distribution that reads it.
var oacModules = map[string]string{
	"main.tf": `module "bucket" {
  source = "./bucket"
  name   = "site"
}

module "cdn" {
  source        = "./cdn"
  bucket_domain = module.bucket.domain_name
}
`,
	"bucket/main.tf": `variable "name" {
  type = string
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

output "domain_name" {
  value = aws_s3_bucket.this.bucket_regional_domain_name
}
`,
	"cdn/main.tf": `variable "bucket_domain" {
  type = string
}
` + strings.ReplaceAll(around[strings.Index(around, "\nresource \"aws_cloudfront_origin"):],
		"aws_s3_bucket.site.bucket_regional_domain_name", "var.bucket_domain"),
}

var filesCases = []filesCase{
	{
		name:  "what a module lacks is handed to it",
		rule:  "bucket-policy-missing",
		files: oacModules,
		want: map[string]string{
			"main.tf": `module "bucket" {
  source           = "./bucket"
  name             = "site"
  distribution_arn = module.cdn.distribution_arn
}

module "cdn" {
  source        = "./cdn"
  bucket_domain = module.bucket.domain_name
}
`,
			"bucket/main.tf": `variable "name" {
  type = string
}

variable "distribution_arn" {
  type = string
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.this.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [var.distribution_arn]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json
}

output "domain_name" {
  value = aws_s3_bucket.this.bucket_regional_domain_name
}
`,
			"cdn/main.tf": oacModules["cdn/main.tf"] + `
output "distribution_arn" {
  value = aws_cloudfront_distribution.site.arn
}
`,
		},
	},
	{
		name: "a file that is read as it is becomes a template",
		rule: "oac-not-granted",
		files: map[string]string{
			"main.tf": around,
			"policy.tf": `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = file("${path.module}/policy.json")
}
`,
			"policy.json": `{
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "111122223333"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::site/*"
        }
    ]
}
`,
		},
		want: map[string]string{
			"policy.tf": `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = templatefile("${path.module}/policy.json", { distribution_arn = aws_cloudfront_distribution.site.arn })
}
`,
			"policy.json": `{
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "111122223333"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::site/*"
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::site/*",
            "Condition": {"StringEquals": {"AWS:SourceArn": "${distribution_arn}"}}
        }
    ]
}
`,
		},
	},
	{
		name: "a document that was forgotten is put on the bucket",
		rule: "bucket-policy-missing",
		files: map[string]string{
			"main.tf": around,
			"policy.tf": `data "aws_iam_policy_document" "readers" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}
`,
		},
		want: map[string]string{
			"main.tf": strings.Replace(around, "  bucket = \"site\"\n}\n", `  bucket = "site"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.readers.json
}
`, 1),
		},
	},
	{
		name: "a key that the bucket names gets its policy apart",
		rule: "kms-key-not-granted",
		files: map[string]string{
			"main.tf": strings.Replace(around, "  bucket = \"site\"\n", `  bucket = "site"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = aws_kms_key.site.arn
      }
    }
  }
`, 1),
			"policy.tf": granting,
			"key.tf": `data "aws_caller_identity" "me" {}

resource "aws_kms_key" "site" {
  description = "pages"
}
`,
		},
		want: map[string]string{
			"key.tf": `data "aws_caller_identity" "me" {}

resource "aws_kms_key" "site" {
  description = "pages"
}

resource "aws_kms_key_policy" "site" {
  key_id = aws_kms_key.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EnableIAMUserPermissions"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "AllowCloudFrontServicePrincipal"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
      },
    ]
  })
}
`,
		},
	},
	{
		name: "each bucket gets a policy of its own",
		rule: "bucket-policy-missing",
		files: map[string]string{"main.tf": forEach(around, ""), "policy.tf": `locals {
  sites = toset(["a", "b"])
}
`},
		want: map[string]string{"main.tf": forEach(around, `
data "aws_iam_policy_document" "site" {
  for_each = local.sites

  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site[each.key].arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site[each.key].arn]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  for_each = local.sites

  bucket = aws_s3_bucket.site[each.key].id
  policy = data.aws_iam_policy_document.site[each.key].json
}
`)},
	},
	{
		name: "the line breaks of the file are kept",
		rule: "action-not-granted",
		files: map[string]string{
			"main.tf":   around,
			"policy.tf": strings.ReplaceAll(strings.Replace(granting, "GetObject", "GetObjectAcl", 1), "\n", "\r\n"),
		},
		want: map[string]string{
			"policy.tf": strings.ReplaceAll(
				strings.Replace(granting, `"s3:GetObject"`, `["s3:GetObjectAcl", "s3:GetObject"]`, 1), "\n", "\r\n",
			),
		},
	},
}

// granting is a policy that lets the distribution read.
const granting = `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`

// forEach makes a bucket and a distribution of each site, with a text behind the bucket.
func forEach(config, behind string) string {
	return strings.NewReplacer(
		"  bucket = \"site\"\n}\n", "  for_each = local.sites\n  bucket   = \"site-${each.key}\"\n}\n"+behind,
		"  enabled             = true\n", "  for_each            = local.sites\n  enabled             = true\n",
		"aws_s3_bucket.site.bucket", "aws_s3_bucket.site[each.key].bucket",
	).Replace(config)
}

func TestPolicyCuresInFiles(t *testing.T) {
	for _, c := range filesCases {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			g, w := alone(t, folderOf(t, c.files))
			r := g.Find(w, Options{Wants: func(_ *World, f checks.Finding) bool { return f.Rule == c.rule }})
			for _, l := range r.Left {
				t.Errorf("%s: %s", l.Finding.Rule, l.Why)
			}
			for name, was := range c.files {
				want, changed := c.want[name]
				if !changed {
					want = was
				}
				if diff := cmp.Diff(want, string(r.Source.Source(name))); diff != "" {
					t.Errorf("%s -want +got\n%s", name, diff)
				}
			}
		})
	}
}

// A second run has nothing to do, and what is written is judged right by the files alone.
func TestPolicyCuresOnce(t *testing.T) {
	for _, c := range filesCases {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			dir := folderOf(t, c.files)
			g, w := alone(t, dir)
			r := g.Find(w, Options{Wants: serious})
			for name := range hcledit.ByFile(r.Edits) {
				if err := os.WriteFile(filepath.Join(dir, name), r.Source.Source(name), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, again := alone(t, dir)
			for _, f := range again.Findings {
				if f.Severity == checks.Error {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
			}
		})
	}
}
