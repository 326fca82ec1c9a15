package resource

var policiesOfCloudFront = []Type{
	{
		Name: "aws_cloudfront_origin_access_control", Read: Judged, Why: "how requests to origins are signed",
		Derived:  freshID,
		Unknown:  all("arn", "etag"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{"description": "Managed by Terraform"},
		Refers:   refers{},
		Assumed:  Assumed{Block: "origin_access_control"},
	},
	{
		Name: "aws_cloudfront_origin_access_identity", Read: Judged, Why: "as whom origins are asked",
		Derived: derived(
			"id",
			"{fresh}",
			"iam_arn",
			"arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
			"cloudfront_access_identity_path",
			"origin-access-identity/cloudfront/{id}",
			"s3_canonical_user_id",
			"{fresh}",
		),
		OfData: derived(
			"iam_arn", "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
			"cloudfront_access_identity_path", "origin-access-identity/cloudfront/{id}",
		),
		Unknown:  all("arn", "caller_reference", "etag"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
		Assumed:  Assumed{Block: "origin_access_identity"},
	},
	{
		Name: "aws_cloudfront_cache_policy", Read: Judged, Why: "which headers and query strings reach the origin",
		Derived:  freshID,
		OfData:   policyData,
		Unknown:  all("arn", "etag"),
		Computed: all("comment"),
		Blocks: []Block{block("parameters_in_cache_key_and_forwarded_to_origin",
			"enable_accept_encoding_gzip "+
				"enable_accept_encoding_brotli", forwardedHeaders, forwardedCookies, forwardedQueries)},
		Defaults: defaults{},
		Refers:   refers{"items": itsID},
		Assumed:  Assumed{Block: "cache_policy"},
	},
	{
		Name: "aws_cloudfront_origin_request_policy", Read: Judged, Why: "which headers and query strings reach " +
			"the origin",
		Derived:  freshID,
		OfData:   policyData,
		Unknown:  all("arn", "etag"),
		Computed: all("comment"),
		Blocks:   []Block{forwardedHeaders, forwardedCookies, forwardedQueries},
		Defaults: defaults{},
		Refers:   refers{"items": itsID},
		Assumed:  Assumed{Block: "origin_request_policy"},
	},
	{
		Name: "aws_cloudfront_response_headers_policy", Read: Judged, Why: "what answers to preflight requests hold",
		Derived:  []Derived{},
		OfData:   policyData,
		Unknown:  all("arn", "etag", "id"),
		Computed: none,
		Blocks: []Block{block("cors_config", "access_control_allow_credentials",
			block("access_control_allow_headers", "items"))},
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_cloudfront_function", Read: Judged, Why: "that the edge may change a request",
		Derived:  derived("arn", "arn:{partition}:cloudfront::{account}:function/{name}", "id", "{name}"),
		Unknown:  all("etag", "live_stage_etag", "status"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{"publish": true},
		Refers:   refers{},
	},
	{
		Name: "aws_cloudfront_key_group", Read: Judged, Why: "whose signatures a behavior takes",
		Derived:  freshID,
		Unknown:  all("etag"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"items": itsID},
	},
	{
		Name: "aws_cloudfront_public_key", Read: Judged, Why: "whose signatures a key group takes",
		Derived:  freshID,
		Unknown:  all("caller_reference", "etag"),
		Computed: all("name_prefix"),
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
}

var (
	forwardedHeaders = block("headers_config", "header_behavior", block("headers", "items"))
	forwardedCookies = block("cookies_config", "cookie_behavior", block("cookies", "items"))
	forwardedQueries = block("query_strings_config", "query_string_behavior", block("query_strings", "items"))
)
