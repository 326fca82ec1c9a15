package docs_test

import (
	"fmt"
	"strings"
)

// around is what stands around the examples of docs/rules unless a page's row
// says otherwise: a private bucket that one distribution may read.
const around = `
provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "site" {
  bucket = "example-site"
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
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
  default_cache_behavior {
    target_origin_id       = "site"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    viewer_protocol_policy = "redirect-to-https"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    acm_certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0d9f3a51-7c55-4a0e-9b1c-1f0a2b3c4d5e"
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`

// What else stands around the examples of a page.
const (
	policyDocument = `
resource "aws_s3_bucket_policy" "site" {
  policy = data.aws_iam_policy_document.site.json
}
`
	// withGrant lets the page's document keep to what it is about.
	withGrant = `
resource "aws_s3_bucket_policy" "site" {
  policy = data.aws_iam_policy_document.all.json
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [data.aws_iam_policy_document.site.json]
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
  }
}
`
	accessIdentity = `
resource "aws_cloudfront_origin_access_identity" "site" {}
`
	identityOrigin = accessIdentity + `
resource "aws_cloudfront_distribution" "site" {
  origin {
    origin_id   = "site"
    domain_name = aws_s3_bucket.site.bucket_regional_domain_name
    s3_origin_config {
      origin_access_identity = "origin-access-identity/cloudfront/${aws_cloudfront_origin_access_identity.site.id}"
    }
  }
}
`
	identityPolicy = `
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_cloudfront_origin_access_identity.site.iam_arn }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
    }]
  })
}
`
	zone = `
resource "aws_route53_zone" "main" {
  name = "example.com"
}
`
	key = `
resource "aws_kms_key" "site" {
  description = "objects of the site"
}
`
	keyPolicy = `
resource "aws_kms_key" "site" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "kms:*"
      Resource  = "*"
    }, {
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "kms:Decrypt"
      Resource  = "*"
    }]
  })
}
`
	keyGroup = `
resource "aws_cloudfront_key_group" "site" {
  name  = "site"
  items = ["K2JCJMDEHXQW5F"]
}
`
	firewall = `
resource "aws_cloudfront_distribution" "site" {
  web_acl_id = aws_wafv2_web_acl.site.arn
}
`
)

// document is a policy document that lets a principal read.
func document(name, kind, principal string) string {
	return fmt.Sprintf(`
data "aws_iam_policy_document" %q {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = %q
      identifiers = [%q]
    }
  }
}
`, name, kind, principal)
}

// grant is a bucket policy that lets CloudFront do something.
func grant(actions ...string) string {
	return fmt.Sprintf(`
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = ["%s"]
      Resource  = "${aws_s3_bucket.site.arn}/*"
    }]
  })
}
`, strings.Join(actions, `", "`))
}
