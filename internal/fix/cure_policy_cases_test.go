package fix

// policyCase is a policy before and after its cure. With file, that is the text of
// policy.json, which the policy reads and of which want speaks.
type policyCase struct{ name, rule, policy, file, want string }

var policyCases = []policyCase{
	{
		name: "a statement more in a list of jsonencode",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # for those who write
      {
        Effect    = "Allow"
        Principal = { AWS = "111122223333" }
        Action    = ["s3:PutObject"]
        Resource  = "${aws_s3_bucket.site.arn}/*"
      },
    ]
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # for those who write
      {
        Effect    = "Allow"
        Principal = { AWS = "111122223333" }
        Action    = ["s3:PutObject"]
        Resource  = "${aws_s3_bucket.site.arn}/*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = ["s3:GetObject"]
        Resource  = "${aws_s3_bucket.site.arn}/*"
        Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
      },
    ]
  })
}
`,
	},
	{
		name: "a list where one statement was written, with quoted keys",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : {
      "Sid" : "Write",
      "Effect" : "Allow",
      "Principal" : {
        "AWS" : "111122223333"
      },
      "Action" : "s3:PutObject",
      "Resource" : "${aws_s3_bucket.site.arn}/*"
    }
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : [{
      "Sid" : "Write",
      "Effect" : "Allow",
      "Principal" : {
        "AWS" : "111122223333"
      },
      "Action" : "s3:PutObject",
      "Resource" : "${aws_s3_bucket.site.arn}/*"
      }, {
      "Sid" : "AllowCloudFrontServicePrincipal"
      "Effect" : "Allow"
      "Principal" : {
        "Service" : "cloudfront.amazonaws.com"
      }
      "Action" : "s3:GetObject"
      "Resource" : "${aws_s3_bucket.site.arn}/*"
      "Condition" : { "StringEquals" : { "AWS:SourceArn" : aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`,
	},
	{
		name: "a statement more in JSON of a heredoc",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Write",
          "Effect": "Allow",
          "Principal": {"AWS": "111122223333"},
          "Action": "s3:PutObject",
          "Resource": "${aws_s3_bucket.site.arn}/*"
        }
      ]
    }
  EOT
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Write",
          "Effect": "Allow",
          "Principal": {"AWS": "111122223333"},
          "Action": "s3:PutObject",
          "Resource": "${aws_s3_bucket.site.arn}/*"
        },
        {
          "Sid": "AllowCloudFrontServicePrincipal",
          "Effect": "Allow",
          "Principal": {"Service": "cloudfront.amazonaws.com"},
          "Action": "s3:GetObject",
          "Resource": "${aws_s3_bucket.site.arn}/*",
          "Condition": {"StringEquals": {"AWS:SourceArn": "${aws_cloudfront_distribution.site.arn}"}}
        }
      ]
    }
  EOT
}
`,
	},
	{
		name: "a statement more in a quoted text",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::site/*\"}]}"
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::site/*\"}, {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"cloudfront.amazonaws.com\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"${aws_s3_bucket.site.arn}/*\", \"Condition\": {\"StringEquals\": {\"AWS:SourceArn\": \"${aws_cloudfront_distribution.site.arn}\"}}}]}"
}
`,
	},
	{
		name: "a statement block more in a policy document",
		rule: "oac-not-granted",
		policy: `data "aws_iam_policy_document" "site" {
  statement {
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
		want: `
data "aws_iam_policy_document" "site" {
  statement {
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }

  statement {
    effect    = "Allow"
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

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
	},
	{
		name: "a statement behind what concat makes",
		rule: "oac-not-granted",
		policy: `locals {
  writers = [{
    Effect    = "Allow"
    Principal = { AWS = "111122223333" }
    Action    = "s3:PutObject"
    Resource  = "${aws_s3_bucket.site.arn}/*"
  }]
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.writers, [for s in local.writers : merge(s, { Action = "s3:DeleteObject" })])
  })
}
`,
		want: `
locals {
  writers = [{
    Effect    = "Allow"
    Principal = { AWS = "111122223333" }
    Action    = "s3:PutObject"
    Resource  = "${aws_s3_bucket.site.arn}/*"
  }]
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(local.writers, [for s in local.writers : merge(s, { Action = "s3:DeleteObject" })], [{
      Sid       = "AllowCloudFrontServicePrincipal"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }])
  })
}
`,
	},
	{
		name: "a template gets only what it is given",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = templatefile("${path.module}/policy.json", {
    bucket = aws_s3_bucket.site.arn
    reader = aws_cloudfront_distribution.site.arn
  })
}
`,
		file: `{
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "111122223333" },
      "Action": "s3:PutObject",
      "Resource": "${bucket}/*"
    }
  ]
}
`,
		want: `
{
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "111122223333" },
      "Action": "s3:PutObject",
      "Resource": "${bucket}/*"
    },
    {
      "Effect": "Allow",
      "Principal": { "Service": "cloudfront.amazonaws.com" },
      "Action": "s3:GetObject",
      "Resource": "${bucket}/*",
      "Condition": { "StringEquals": { "AWS:SourceArn": "${reader}" } }
    }
  ]
}
`,
	},
	{
		name: "the source is another distribution",
		rule: "oac-source-mismatch",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = {
        StringEquals = {
          "aws:SourceArn" = "arn:aws:cloudfront::111122223333:distribution/E1PREVQ8ZK3LMN" # the old one
        }
      }
    }]
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = {
        StringEquals = {
          "aws:SourceArn" = aws_cloudfront_distribution.site.arn # the old one
        }
      }
    }]
  })
}
`,
	},
	{
		name: "an action more in a list of lines",
		rule: "action-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action = [
        "s3:GetObjectVersion", # the bucket is versioned
        "s3:GetObjectTagging"  # and tagged
      ]
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action = [
        "s3:GetObjectVersion", # the bucket is versioned
        "s3:GetObjectTagging", # and tagged
        "s3:GetObject"
      ]
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`,
	},
	{
		name: "the bucket alone is no object",
		rule: "resource-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:Get*"
      Resource  = aws_s3_bucket.site.arn
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:Get*"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }]
  })
}
`,
	},
	{
		name: "a Deny leaves the distribution out, in a block",
		rule: "explicit-deny",
		policy: `data "aws_iam_policy_document" "site" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-1a2b3c4d"]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
		want: `
data "aws_iam_policy_document" "site" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-1a2b3c4d"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
	},
	{
		name: "an access control is no principal",
		rule: "oac-not-granted",
		policy: `resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_cloudfront_origin_access_control.site.id }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
    }]
  })
}
`,
		want: `
resource "aws_s3_bucket_policy" "site" {
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
`,
	},
	{
		name: "CloudFront is a service, and not an account",
		rule: "malformed-policy",
		policy: `data "aws_iam_policy_document" "site" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
		want: `
data "aws_iam_policy_document" "site" {
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

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.site.json
}
`,
	},
	{
		name: "a statement more stands apart from a choice between lists",
		rule: "oac-not-granted",
		policy: `variable "writers" {
  type    = list(string)
  default = ["111122223333"]
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = length(var.writers) > 0 ? [{
      Effect    = "Allow"
      Principal = { AWS = var.writers }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
    }] : []
  })
}
`,
		want: `
variable "writers" {
  type    = list(string)
  default = ["111122223333"]
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(length(var.writers) > 0 ? [{
      Effect    = "Allow"
      Principal = { AWS = var.writers }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      }] : [], [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
    }])
  })
}
`,
	},
}
