package fix

// advised are the fixes of all rules.
var advised = []carried{
	{
		"access-point-not-granted", "access-point-without-policy",
		"Allow the read in both policies: the access point's, on its …/object/* ARN, and the bucket's, which may delegate to access points by the condition s3:DataAccessPointAccount.",
		[]change{{to: `
resource "aws_s3control_access_point_policy" "photos" {
  access_point_arn = aws_s3_access_point.photos.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_access_point.photos.arn}/object/*"
    }]
  })
}
`}},
	},
	{
		"action-not-granted", "list-and-versions-only", "Add s3:GetObject to the actions of the statement.",
		[]change{{from: `["s3:GetObjectVersion",`, to: `["s3:GetObject", "s3:GetObjectVersion",`}},
	},
	{
		"alias-missing", "www-not-among-aliases",
		`Add "www.example.com" to aliases (the certificate has to cover it too), or point the record elsewhere.`,
		[]change{{from: "= [var.domain]", to: `= [var.domain, "www.example.com"]`}},
	},
	{
		"apply-order", "first-apply-may-fail",
		"Add aws_s3_bucket_public_access_block.mirror to its depends_on, or set its bucket to aws_s3_bucket_public_access_block.mirror.bucket.",
		[]change{{from: `resource "aws_s3_bucket_policy" "mirror" {`, to: "resource \"aws_s3_bucket_policy\" \"mirror\" {\n  depends_on = [aws_s3_bucket_public_access_block.mirror]\n"}},
	},
	{
		"apply-public-acl-blocked", "blocked-by-bucket-module",
		"Remove the ACL and allow the read in a bucket policy. If public ACLs are meant, set block_public_acls = false and make the ACL depend on the public access block.",
		[]change{{from: `acl     = "public-read"`}},
	},
	{
		"apply-public-policy-blocked", "block-opened-too-late",
		"Reverse the dependency: aws_s3_bucket_policy.forum has to wait for aws_s3_bucket_public_access_block.forum. Or give the origin an origin access control and allow that instead of everyone.",
		[]change{
			{from: "depends_on              = [aws_s3_bucket_policy.forum]"},
			{from: `resource "aws_s3_bucket_policy" "forum" {`, to: "resource \"aws_s3_bucket_policy\" \"forum\" {\n  depends_on = [aws_s3_bucket_public_access_block.forum]\n"},
		},
	},
	{
		"apply-public-policy-blocked", "public-policy-default-block",
		moveToControl + "If the bucket is meant to be public, set block_public_policy = false in an aws_s3_bucket_public_access_block and make the policy depend on it.",
		[]change{
			{to: reads},
			{from: `origin_id   = "widgets"`, to: "origin_id   = \"widgets\"\n    origin_access_control_id = aws_cloudfront_origin_access_control.added.id"},
			{from: "data.aws_iam_policy_document.public_read.json", to: serviceReads("aws_s3_bucket.widgets", "aws_cloudfront_distribution.widgets")},
		},
	},
	{
		"apply-public-policy-blocked", "public-policy-default-block",
		moveToControl + "If the bucket is meant to be public, set block_public_policy = false in an aws_s3_bucket_public_access_block and make the policy depend on it.",
		[]change{{to: `
resource "aws_s3_bucket_public_access_block" "added" {
  bucket                  = aws_s3_bucket.widgets.bucket
  block_public_policy     = false
  restrict_public_buckets = false
}
`}, {from: `resource "aws_s3_bucket_policy" "widgets" {`, to: "resource \"aws_s3_bucket_policy\" \"widgets\" {\n  depends_on = [aws_s3_bucket_public_access_block.added]\n"}},
	},
	{
		"apply-rejected", "access-controls-of-one-name", "Give each its own name, such as one with the name of its site.",
		[]change{{from: `"aws_cloudfront_origin_access_control" "preview" {
  name                              = "loon-lake"`, to: `"aws_cloudfront_origin_access_control" "preview" {
  name                              = "loon-lake-preview"`}},
	},
	{
		"apply-rejected", "bucket-made-with-public-acl",
		"Remove acl and allow the read in a bucket policy. If an ACL is meant, set object_ownership in aws_s3_bucket_ownership_controls and set the ACL with an aws_s3_bucket_acl that depends on it.",
		[]change{{from: `acl    = "public-read"`}},
	},
	{
		"apply-rejected", "certificate-in-another-region", "Request the certificate with a provider whose region is us-east-1.",
		[]change{{from: `resource "aws_acm_certificate" "main" {`, to: "resource \"aws_acm_certificate\" \"main\" {\n  provider = aws.virginia"}},
	},
	{
		"apply-rejected", "certificate-without-alias", "Add the alias to subject_alternative_names of the certificate.",
		[]change{{from: `["*.www.${var.domain}"]`, to: `["*.www.${var.domain}", "www.${var.domain}"]`}},
	},
	{
		"apply-rejected", "cors-rule-allows-options",
		"Allow methods among GET, PUT, HEAD, POST and DELETE; S3 handles OPTIONS itself where a rule fits.",
		[]change{{from: `["GET", "OPTIONS"]`, to: `["GET"]`}},
	},
	{
		"apply-rejected", "edge-function-without-version", "Set publish = true in aws_lambda_function and use its qualified_arn.",
		[]change{{from: "publish       = false", to: "publish       = true"}, {from: "aws_lambda_function.edge.arn", to: "aws_lambda_function.edge.qualified_arn"}},
	},
	{
		"apply-rejected", "error-page-without-response-code",
		`Give both, such as response_page_path = "/index.html" with response_code = 200, or leave both out.`,
		[]change{{from: "error_code         = 403", to: "error_code         = 403\n    response_code      = 200"}},
	},
	{
		"apply-rejected", "key-policy-for-cloudfront-alone",
		"Add a statement that allows kms:* on * to the root of the account, beside the one for CloudFront.",
		[]change{{from: `data "aws_iam_policy_document" "key" {`, to: `data "aws_caller_identity" "added" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.added.account_id}:root"]
    }
  }
`}},
	},
	{
		"apply-rejected", "logs-to-bucket-without-acls",
		`Set object_ownership = "BucketOwnerPreferred" in aws_s3_bucket_ownership_controls of the log bucket and make the distribution depend on it, or use standard logging v2 (aws_cloudwatch_log_delivery).`,
		[]change{{to: `
resource "aws_s3_bucket_ownership_controls" "added" {
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}
`}, {from: `resource "aws_cloudfront_distribution" "site" {`, to: "resource \"aws_cloudfront_distribution\" \"site\" {\n  depends_on = [aws_s3_bucket_ownership_controls.added]"}},
	},
	{
		"apply-rejected", "oac-and-oai-on-one-origin",
		"Remove origin_access_identity from the origin (leave s3_origin_config empty or out) and allow the origin access control in the bucket policy.",
		[]change{{from: `origin_access_identity = "origin-access-identity/cloudfront/E2QWRUHAPOMQZL"`, to: `origin_access_identity = ""`}},
	},
	{
		"apply-rejected", "origin-is-no-endpoint",
		"Use bucket_regional_domain_name for a bucket, and add a custom_origin_config for any other server.",
		[]change{{from: `aws_s3_bucket.pages["marguerite-pages"].bucket`, to: `aws_s3_bucket.pages["marguerite-pages"].bucket_regional_domain_name`}},
	},
	{
		"archived-objects", "films-to-deep-archive",
		"Keep what CloudFront serves in a class that can be read at once (GLACIER_IR can), or limit the rule to other prefixes.",
		[]change{{from: `storage_class = "DEEP_ARCHIVE"`, to: `storage_class = "GLACIER_IR"`}, {from: `name   = "whole-bucket"`, to: "name   = \"raw\"\n\n  filter {\n    prefix = \"raw/\"\n  }\n"}},
	},
	{
		"behavior-shadowed", "shadowed-behavior", "Move it before /media/*: CloudFront takes the first behavior whose pattern matches.",
		[]change{
			{from: `{ path = "/media/press/*", origin = "vault" },`},
			{from: `{ path = "/media/*", origin = "media" },`, to: "{ path = \"/media/press/*\", origin = \"vault\" },\n    { path = \"/media/*\", origin = \"media\" },"},
		},
	},
	{
		"bucket-policy-missing", "error-page-in-private-bucket",
		"Switch on module.error_pages.aws_s3_bucket_policy.this, which count or for_each leaves without an instance, by a value that is known before apply. It has to allow s3:GetObject on arn:aws:s3:::harbour-gallery-errors/* for the service cloudfront.amazonaws.com, if aws:SourceArn equals aws_cloudfront_distribution.gallery.arn.",
		[]change{{from: `name   = "harbour-gallery-errors"`, to: "name    = \"harbour-gallery-errors\"\n  cdn     = true\n  readers = [aws_cloudfront_distribution.gallery.arn]"}},
	},
	{
		"bucket-policy-missing", "signed-viewers-without-grant",
		"Add an aws_s3_bucket_policy that allows s3:GetObject on arn:aws:s3:::filme-fertig/* for the service cloudfront.amazonaws.com, if aws:SourceArn equals aws_cloudfront_distribution.filme.arn.",
		[]change{{to: "\nresource \"aws_s3_bucket_policy\" \"added\" {\n  bucket = aws_s3_bucket.filme.id\n  policy = " + serviceReads("aws_s3_bucket.filme", "aws_cloudfront_distribution.filme") + "}\n"}},
	},
	{
		"condition-not-met", "website-referer-wrong-header",
		"Add a custom_header named Referer to the origin, with the value that the policy requires.",
		[]change{{from: "custom_header {", to: "custom_header {\n      name  = \"Referer\"\n      value = var.origin_secret\n    }\n\n    custom_header {"}},
	},
	{
		"conflicting-bucket-policies", "two-policies-for-one-bucket",
		"Merge the statements into one aws_s3_bucket_policy (source_policy_documents of aws_iam_policy_document joins them) and delete the other.",
		[]change{
			{from: `data "aws_iam_policy_document" "tls" {`, to: "variable \"documents\" {\n  type = list(string)\n}\n\ndata \"aws_iam_policy_document\" \"tls\" {\n  source_policy_documents = var.documents\n", file: "modules/secure-bucket/main.tf"},
			{from: `resource "aws_s3_bucket_policy" "magazine" {`, to: "locals {"},
			{from: "bucket = module.bucket.id\n"},
			{from: "${module.bucket.arn}/*", to: "arn:aws:s3:::ipanema-magazine/*"},
			{from: `name   = "ipanema-magazine"`, to: "name      = \"ipanema-magazine\"\n  documents = [local.policy]"},
		},
	},
	{
		"cors-preflight-forbidden", "preflight-two-ways-wrong",
		"Forward Origin, Access-Control-Request-Method and Access-Control-Request-Headers with the managed origin request policy CORS-S3Origin.",
		[]change{{from: `path_pattern           = "/data/*"`, to: "path_pattern           = \"/data/*\"\n    origin_request_policy_id = \"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf\""}},
	},
	{
		"cors-preflight-forbidden", "preflight-two-ways-wrong",
		"Add OPTIONS to allowed_methods and forward the preflight's headers with the managed origin request policy CORS-S3Origin. Simple GETs work without it.",
		[]change{{from: `["GET", "HEAD"]
    cached_methods           =`, to: `["GET", "HEAD", "OPTIONS"]
    cached_methods           =`}},
	},
	{
		"default-root-object-missing", "three-root-objects", `Set default_root_object = "index.html", without a leading slash.`,
		[]change{{from: "root = null", to: `root = "index.html"`}},
	},
	{
		"default-root-object-slash", "three-root-objects", "Write default_root_object without the leading slash.",
		[]change{{from: `root = "/index.html"`, to: `root = "index.html"`}},
	},
	{
		"directory-index-missing", "objects-out-of-reach",
		"Append index.html in a CloudFront function (viewer-request), link to the page by its full path, or use the website endpoint of a public bucket.",
		[]change{{to: `
resource "aws_cloudfront_function" "added" {
  name    = "index"
  runtime = "cloudfront-js-2.0"
  code    = "function handler(event) { var r = event.request; if (r.uri.endsWith('/')) { r.uri += 'index.html'; } return r; }"
}
`}, {from: "viewer_protocol_policy = \"redirect-to-https\"", to: "viewer_protocol_policy = \"redirect-to-https\"\n\n    function_association {\n      event_type   = \"viewer-request\"\n      function_arn = aws_cloudfront_function.added.arn\n    }\n"}},
	},
	{
		"distribution-disabled", "meant-to-refuse", "Set enabled = true, if it is meant to serve.",
		[]change{{from: "enabled   = false", to: "enabled   = true"}, {from: `"https-only"`, to: `"redirect-to-https"`}}, // or http is refused
	},
	{
		"error-page-forbidden", "error-page-in-private-bucket",
		"Give the page's path a behavior whose origin CloudFront may read, and check that the origin path and the bucket policy cover it.",
		[]change{{from: "target_origin_id       = \"errors\"", to: "target_origin_id       = \"content\""}},
	},
	{
		"explicit-deny", "deny-other-distributions",
		`Add aws_cloudfront_distribution.this["preview"].arn to the values of aws:SourceArn in the Deny.`,
		[]change{{from: `= aws_cloudfront_distribution.this["www"].arn }`, to: `= [aws_cloudfront_distribution.this["www"].arn, aws_cloudfront_distribution.this["preview"].arn] }`}},
	},
	{
		"explicit-deny", "deny-outside-the-organization",
		"Exempt CloudFront: add the condition Bool aws:PrincipalIsAWSService = false, or StringNotEquals aws:SourceArn with aws_cloudfront_distribution.app.arn, to the Deny.",
		[]change{{from: `"ForAllValues:StringNotLike" =`, to: "Bool = { \"aws:PrincipalIsAWSService\" = \"false\" }\n        \"ForAllValues:StringNotLike\" ="}},
	},
	{
		"explicit-deny", "deny-outside-the-organization",
		"Exempt CloudFront: add the condition Bool aws:PrincipalIsAWSService = false, or StringNotEquals aws:SourceArn with aws_cloudfront_distribution.app.arn, to the Deny.",
		[]change{{from: `"ForAllValues:StringNotLike" =`, to: "StringNotEquals = { \"aws:SourceArn\" = aws_cloudfront_distribution.app.arn }\n        \"ForAllValues:StringNotLike\" ="}},
	},
	{
		"explicit-deny", "website-tls-only",
		"Remove the Deny, or read the bucket through its REST endpoint with an origin access control and exempt that: CloudFront's anonymous requests cannot be told from others.",
		[]change{{from: "source_policy_documents = [data.aws_iam_policy_document.baseline.json]"}},
	},
	{
		"failover-member-refused", "failover-to-a-closed-standby",
		"Let CloudFront read this member's bucket as it reads the other's: add the same statement, with the ARN of this bucket (and allow its KMS key, if it has one).",
		[]change{{from: "reader = local.previous", to: "reader = aws_cloudfront_distribution.shop.arn"}},
	},
	{
		"geo-restricted", "meant-to-refuse", `Nothing, if that is meant; else set restriction_type = "none" and locations = [].`,
		[]change{{from: `length(each.value.countries) > 0 ? "whitelist" : "none"`, to: `"none"`}, {from: "= each.value.countries", to: "= []"}},
	},
	{
		"global-endpoint-region", "regions-by-argument", "Use bucket_regional_domain_name instead of bucket_domain_name.",
		[]change{{from: `"${aws_s3_bucket.mirror["me-central-1"].bucket}.s3.amazonaws.com"`, to: `aws_s3_bucket.mirror["me-central-1"].bucket_regional_domain_name`}},
	},
	{
		"host-header-forwarded", "host-header-forwarded",
		"Use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac), or remove Host from your own.",
		[]change{{from: `["Origin", "Host"]`, to: `["Origin"]`}},
	},
	{
		"host-header-forwarded", "host-header-forwarded",
		"Use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac), or remove Host from your own.",
		[]change{{from: "aws_cloudfront_origin_request_policy.tenant.id", to: `"b689b0a8-53d0-40ab-baf2-68738e2966ac"`}},
	},
	{
		"host-header-forwarded", "host-header-forwarded",
		"Use the managed cache policy CachingOptimized (658327ea-f89d-4fab-a63d-7e88639e58f6), or remove Host from your own.",
		[]change{{from: "aws_cloudfront_cache_policy.per_host.id", to: `"658327ea-f89d-4fab-a63d-7e88639e58f6"`}},
	},
	{
		"host-header-forwarded", "host-header-forwarded",
		"Remove Host and * from the headers that are forwarded, or use the managed cache policy CachingOptimized (658327ea-f89d-4fab-a63d-7e88639e58f6) instead of forwarded_values.",
		[]change{{from: `["Host"]`, to: "[]", file: "legacy.tf"}},
	},
	{
		"kms-aws-managed-key", "kms-aws-managed-key",
		"Encrypt with SSE-S3 (AES256), or with a customer managed key whose policy allows kms:Decrypt for the service cloudfront.amazonaws.com, and copy existing objects over themselves.",
		[]change{{from: `sse_algorithm = "aws:kms"`, to: `sse_algorithm = "AES256"`}},
	},
	{
		"kms-key-not-granted", "key-policy-tidied",
		"Add a statement to the key policy that allows kms:Decrypt (and kms:GenerateDataKey* for uploads) on * for the service cloudfront.amazonaws.com, if aws:SourceArn equals aws_cloudfront_distribution.tickets.arn.",
		[]change{{from: "statement {\n    sid       = \"Uploader\"", to: `statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.tickets.arn]
    }
  }

  statement {
    sid       = "Uploader"`}},
	},
	{
		"kms-key-not-granted", "kms-default-key-policy",
		"Give the key a policy with two statements: one that allows kms:* on * for the root of its account, as the default does, and one that allows kms:Decrypt (and kms:GenerateDataKey* for uploads) on * for the service cloudfront.amazonaws.com, if aws:SourceArn equals aws_cloudfront_distribution.guides.arn.",
		[]change{{from: "enable_key_rotation = true", to: `enable_key_rotation = true
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
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.guides.arn } }
    }]
  })`}},
	},
	{
		"kms-needs-oac", "encryption-switched-under-oai",
		`Move the origin to an origin access control and allow it kms:Decrypt in the key policy, or encrypt with SSE-S3 (sse_algorithm = "AES256").`,
		[]change{{from: "sse_algorithm     = \"aws:kms\"", to: "sse_algorithm     = \"AES256\""}, {from: "kms_master_key_id = aws_kms_key.content.arn", to: "kms_master_key_id = null"}},
	},
	{
		"malformed-policy", "effect-in-lower-case",
		"Correct that element of the document; names and values are case-sensitive, and apply fails until all of it is valid.",
		[]change{{from: `"Effect": "allow"`, to: `"Effect": "Allow"`}},
	},
	{
		"malformed-policy", "policy-action-that-does-not-exist", "Remove the action: the operation of that name needs s3:GetObject.",
		[]change{{from: `"s3:HeadObject", `}},
	},
	{
		"malformed-policy", "policy-arn-prefix-twice",
		"Name the bucket as arn:aws:s3:::birkenhof-media and its objects as arn:aws:s3:::birkenhof-media/*.",
		[]change{{from: "arn:aws:s3:::${bucket}/*", to: "arn:aws:s3:::birkenhof-media/*", file: "policies/cdn-read.json.tftpl"}},
	},
	{
		"malformed-policy", "policy-lists-on-objects",
		"Add arn:aws:s3:::corncrake-app to the Resource of the statement, or remove the action.",
		[]change{{from: `, "s3:ListBucket"`}},
	},
	{
		"method-not-granted", "uploads-not-granted",
		"Allow s3:PutObject and s3:DeleteObject in the bucket policy, or set allowed_methods to GET and HEAD (and OPTIONS).",
		[]change{{from: `actions = ["s3:GetObject"]`, to: `actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]`}},
	},
	{
		"method-not-granted", "uploads-not-granted",
		"Allow s3:PutObject and s3:DeleteObject in the bucket policy, or set allowed_methods to GET and HEAD (and OPTIONS).",
		[]change{{from: "= local.all_methods", to: `= ["GET", "HEAD", "OPTIONS"]`}},
	},
	{
		"missing-key-answers-403", "only-404-mapped",
		"Handle 403 in the same way, or allow the same caller s3:ListBucket on ${aws_s3_bucket.docs.arn} (without /*); with a default root object, that does not open a listing at /.",
		[]change{{from: "custom_error_response {", to: "custom_error_response {\n    error_code         = 403\n    response_code      = 404\n    response_page_path = \"/404.html\"\n  }\n\n  custom_error_response {"}},
	},
	{
		"not-public", "public-acls",
		"Give the origin an origin access control and allow it to read in the bucket policy. A public bucket ACL lets everyone list the bucket, not read its objects.",
		[]change{
			{to: reads + "\nresource \"aws_s3_bucket_policy\" \"added\" {\n  for_each = var.boards\n  bucket   = aws_s3_bucket.board[each.key].bucket\n  policy   = " + serviceReads("aws_s3_bucket.board[each.key]", "aws_cloudfront_distribution.board[each.key]") + "}\n"},
			{from: `origin_id   = "board"`, to: "origin_id   = \"board\"\n    origin_access_control_id = aws_cloudfront_origin_access_control.added.id"},
		},
	},
	{
		"oac-not-granted", "override-drops-grant",
		"Add a statement that allows s3:GetObject on arn:aws:s3:::quokka-tours-web/* for the service cloudfront.amazonaws.com, if aws:SourceArn equals aws_cloudfront_distribution.web.arn.",
		[]change{{from: `data "aws_iam_policy_document" "combined" {`, to: `data "aws_iam_policy_document" "combined" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.web.arn]
    }
  }
`}},
	},
	{
		"oac-not-signing", "oac-never-signs", `Set signing_behavior to "always".`,
		[]change{{from: `import  = "never"`, to: `import  = "always"`}},
	},
	{
		"oac-source-mismatch", "region-in-source-arn",
		"Replace the value of AWS:SourceArn with aws_cloudfront_distribution.spa.arn, by reference rather than as text.",
		[]change{{from: `= local.distribution_arn }`, to: "= aws_cloudfront_distribution.spa.arn }"}},
	},
	{
		"oac-source-mismatch", "tenant-granted-by-its-own-arn",
		"Replace the value of aws:SourceArn with aws_cloudfront_multitenant_distribution.shops.arn, by reference rather than as text.",
		[]change{{from: "[for t in aws_cloudfront_distribution_tenant.shop : t.arn]", to: "[aws_cloudfront_multitenant_distribution.shops.arn]"}},
	},
	{
		"oac-wrong-origin-type", "oac-of-type-lambda",
		`Set origin_access_control_origin_type to "s3", or give this origin an access control of its own.`,
		[]change{{from: `origin_type = "lambda"`, to: `origin_type = "s3"`}},
	},
	{
		"oai-not-granted", "grant-names-other-oai",
		`Add a statement that allows s3:GetObject on arn:aws:s3:::juniper-shop/* for the AWS principal ${aws_cloudfront_origin_access_identity.this["shop"].iam_arn}, or move the origin to an origin access control and allow that.`,
		[]change{{from: `data "aws_iam_policy_document" "this" {
  for_each = local.surfaces
`, to: `data "aws_iam_policy_document" "this" {
  for_each = local.surfaces

  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::juniper-${each.key}/*"]

    principals {
      type        = "AWS"
      identifiers = [aws_cloudfront_origin_access_identity.this["shop"].iam_arn]
    }
  }
`}},
	},
	{
		"oai-unsupported-region", "copied-to-new-regions",
		"Replace the origin access identity with an origin access control and allow that in the bucket policy.",
		[]change{{from: `access    = "oai"`, to: `access    = "oac"`}},
	},
	{
		"object-owner-mismatch", "foreign-object-writer",
		`Set object_ownership to "BucketOwnerEnforced": the bucket's account then owns every object.`,
		[]change{{from: `"ObjectWriter"`, to: `"BucketOwnerEnforced"`}},
	},
	{
		"page-not-uploaded", "objects-out-of-reach", "Upload the object under this key, or name one that exists.",
		[]change{{to: "\nresource \"aws_s3_object\" \"added\" {\n  bucket  = aws_s3_bucket.loon.id\n  key     = \"index.html\"\n  content = \"<!doctype html>\"\n}\n"}},
	},
	{
		"page-not-uploaded", "pages-in-a-folder",
		"Keys are case-sensitive, and origin_path comes before the page: make both together give the key of the uploaded object.",
		[]change{{from: `origin_id                = "loon"`, to: "origin_id                = \"loon\"\n    origin_path              = \"/site\""}},
	},
	{
		"pattern-without-object", "objects-out-of-reach",
		"Upload the objects under the pattern's own prefix, or set an origin_path that together with it gives their keys: the pattern stays part of the key, and keys are case-sensitive.",
		[]change{{from: `"app.js"     = {`, to: `"app/app.js" = {`}},
	},
	{
		"policy-removed", "policy-taken-out",
		"Keep aws_s3_bucket_policy.catalog. If another configuration manages the policy from now on, use a removed block with destroy = false, so that the policy is not deleted.",
		[]change{{to: "\nresource \"aws_s3_bucket_policy\" \"catalog\" {\n  bucket = aws_s3_bucket.catalog.id\n  policy = " + serviceReads("aws_s3_bucket.catalog", "aws_cloudfront_distribution.catalog") + "}\n"}},
	},
	{
		"public-access-blocked", "public-bucket-closed",
		"Give the origin an origin access control and allow that instead of everyone, in an apply before the one that closes the bucket. If the bucket is meant to be public, set the flags of its public access block to false.",
		[]change{ // the first of the two
			{to: reads},
			{from: `origin_id   = "fixtures"`, to: "origin_id   = \"fixtures\"\n    origin_access_control_id = aws_cloudfront_origin_access_control.added.id"},
			{from: "restrict_public_buckets = true", to: "restrict_public_buckets = false"},
			{from: "block_public_policy     = true", to: "block_public_policy     = false"},
			{from: "    Statement = [{\n", to: "    Statement = [{\n      Effect    = \"Allow\"\n      Principal = { Service = \"cloudfront.amazonaws.com\" }\n      Action    = \"s3:GetObject\"\n      Resource  = \"${aws_s3_bucket.fixtures.arn}/*\"\n      Condition = { StringEquals = { \"aws:SourceArn\" = aws_cloudfront_distribution.fixtures.arn } }\n    }, {\n"},
		},
	},
	{
		"public-access-blocked", "public-bucket-closed",
		"Give the origin an origin access control and allow that instead of everyone, in an apply before the one that closes the bucket. If the bucket is meant to be public, set the flags of its public access block to false.",
		[]change{{from: "restrict_public_buckets = true", to: "restrict_public_buckets = false"}, {from: "block_public_policy     = true", to: "block_public_policy     = false"}},
	},
	{
		"requester-pays", "broken-and-left-alone", `Set payer to "BucketOwner".`,
		[]change{{from: `payer  = "Requester"`, to: `payer  = "BucketOwner"`}},
	},
	{
		"resource-not-granted", "resource-is-bucket-only", "Add arn:aws:s3:::mistral-photo-library/* to the Resource of the statement.",
		[]change{{from: `"Resource": "arn:aws:s3:::${var.bucket_name}",`, to: `"Resource": ["arn:aws:s3:::${var.bucket_name}", "arn:aws:s3:::mistral-photo-library/*"],`}},
	},
	{
		"resource-not-granted", "prefix-grants",
		"Add arn:aws:s3:::gable-static/downloads/* and arn:aws:s3:::gable-static/img/* (or arn:aws:s3:::gable-static/*) to the Resource of the statement.",
		[]change{{from: `[for prefix in local.readable : "${aws_s3_bucket.static.arn}/${prefix}/*"]`, to: `concat([for prefix in local.readable : "${aws_s3_bucket.static.arn}/${prefix}/*"], ["arn:aws:s3:::gable-static/downloads/*", "arn:aws:s3:::gable-static/img/*"])`}},
	},
	{
		"signed-urls-required", "signed-films",
		"Nothing, if that is meant. Pages that everyone may see need a behavior without trusted_key_groups.",
		[]change{{from: "trusted_key_groups     = [aws_cloudfront_key_group.player.id]"}},
	},
	{
		"viewer-https-only", "meant-to-refuse", `Use "redirect-to-https" if viewers may come by http.`,
		[]change{{from: `"https-only"`, to: `"redirect-to-https"`}},
	},
	{
		"web-acl-blocks", "firewall-without-allow",
		"Set the default action to allow, or add an allow rule for those who may come in. If a rule blocks too much, narrow its statement.",
		[]change{{from: "    block {}", to: "    allow {}"}},
	},
	{
		"website-endpoint-private", "website-with-oac-policy",
		"Use the bucket's bucket_regional_domain_name with an origin access control (directories then need a function that appends index.html), or make the objects public, with a policy and a public access block that allows it.",
		[]change{
			{from: "aws_s3_bucket_website_configuration.kb.website_endpoint", to: "aws_s3_bucket.kb.bucket_regional_domain_name"},
			{from: "custom_origin_config {\n      http_port              = 80\n      https_port             = 443\n      origin_protocol_policy = \"http-only\"\n      origin_ssl_protocols   = [\"TLSv1.2\"]\n    }", to: "origin_access_control_id = aws_cloudfront_origin_access_control.kb.id"},
		},
	},
}
