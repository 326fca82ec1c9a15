package resource

var distributions = []Type{
	{
		Name: "aws_cloudfront_distribution", Read: Judged, Why: "what is asked, and whom it asks",
		Derived: ofDistribution,
		OfData: derived(
			"arn",
			"arn:{partition}:cloudfront::{account}:distribution/{id}",
			"hosted_zone_id",
			"Z2FDTNDATAQYW2",
		),
		Unknown: all(
			"caller_reference",
			"etag",
			"in_progress_validation_batches",
			"last_modified_time",
			"logging_v1_enabled",
			"status",
			"tags_all",
			"trusted_key_groups",
			"trusted_signers",
		),
		Computed: all("continuous_deployment_policy_id"),
		ComputedWithin: all(
			"trusted_key_groups",
			"trusted_signers",
			"default_ttl",
			"max_ttl",
			"grpc_config",
			"locations",
			"headers",
			"query_string_cache_keys",
			"whitelisted_names",
		),
		Blocks: []Block{
			block("origin", "domain_name origin_id origin_path origin_access_control_id",
				block("custom_header", "name value"),
				block("s3_origin_config", "origin_access_identity"),
				customOrigin, vpcOrigin),
			originGroup,
			behavior("default_cache_behavior"),
			behavior("ordered_cache_behavior"),
			errorResponse,
			block("logging_config", "bucket"),
			certificate,
			block("restrictions", "", block("geo_restriction", "restriction_type locations")),
		},
		Defaults: defaults{"http_version": "http2", "price_class": "PriceClass_All", "wait_for_deployment": true},
		Refers: refers{
			"domain_name": hostName, "origin_access_control_id": itsID, "web_acl_id": all("arn", "id"),
			"cache_policy_id": itsID,
			"origin_access_identity": all(
				"cloudfront_access_identity_path",
			), "origin_request_policy_id": itsID, "items": itsID,
			"bucket": all("bucket_domain_name", "bucket_regional_domain_name"), // of logs
		},
		Account: "arn",
	},
	{
		Name: "aws_cloudfront_multitenant_distribution", Read: Judged, Why: "what its tenants are asked, and whom " +
			"it asks",
		Derived: ofDistribution,
		Unknown: all("caller_reference", "connection_mode", "etag", "http_version", "in_progress_invalidation_batches",
			"last_modified_time", "status", "tags_all"),
		Computed:       none,
		ComputedWithin: all("cloudfront_default_certificate"),
		Blocks: []Block{
			block("origin", "domain_name id origin_path origin_access_control_id",
				block("custom_header", "header_name header_value"), customOrigin, vpcOrigin),
			originGroup,
			tenantBehavior("default_cache_behavior"),
			tenantBehavior("cache_behavior"),
			errorResponse,
			certificate,
			block("restrictions", "", block("geo_restriction", "restriction_type items")),
			block("tenant_config", "", block("parameter_definition", "name",
				block("definition", "", block("string_schema", "default_value required")))),
		},
		Defaults: defaults{},
		Refers: refers{
			"domain_name": hostName, "origin_access_control_id": itsID, "web_acl_id": all("arn", "id"),
			"cache_policy_id": itsID, "origin_request_policy_id": itsID, "items": itsID,
		},
		Account: "arn",
	},
	{
		Name: "aws_cloudfront_distribution_tenant", Read: Judged, Why: "the names and parameters of a tenant",
		Derived: derived(
			"id",
			"{fresh}",
			"arn",
			"arn:{partition}:cloudfront::{account}:distribution-tenant/{id}",
		),
		Unknown:        all("etag", "status", "tags_all"),
		Computed:       all("connection_group_id"),
		ComputedWithin: all("locations"),
		Blocks: []Block{
			block("domain", "domain"),
			block("parameter", "name value"),
			block("customizations", "",
				block("web_acl", "action arn"),
				block("geo_restriction", "restriction_type locations")),
		},
		Defaults: defaults{"enabled": true, "wait_for_deployment": true},
		Refers:   refers{},
	},
	{
		Name: "aws_cloudfront_connection_group", Read: Judged, Why: "the host that tenants' names lead to",
		Derived:  derived("id", "{fresh}", "routing_endpoint", "{fresh}.cloudfront.net"),
		Unknown:  all("arn", "etag", "is_default", "last_modified_time", "status", "tags_all"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_cloudfront_continuous_deployment_policy", Read: Judged, Why: "which requests a staging " +
			"distribution takes",
		Derived:  freshID,
		Unknown:  all("etag", "last_modified_time"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
}

var ofDistribution = derived(
	"id", "{fresh}", "arn", "arn:{partition}:cloudfront::{account}:distribution/{id}",
	"domain_name", "{fresh}.cloudfront.net", "hosted_zone_id", "Z2FDTNDATAQYW2",
)

var (
	customOrigin = block("custom_origin_config", "http_port https_port origin_protocol_policy origin_ssl_protocols")
	vpcOrigin    = block("vpc_origin_config", "vpc_origin_id")
	originGroup  = block("origin_group", "origin_id", block("failover_criteria", "status_codes"),
		block("member", "origin_id"))
	certificate = block("viewer_certificate", "acm_certificate_arn cloudfront_default_certificate iam_certificate_id "+
		"minimum_protocol_version ssl_support_method")
	errorResponse = block("custom_error_response", "error_code response_code response_page_path error_caching_min_ttl")
	atTheEdge     = []Block{
		block("function_association", "event_type function_arn"),
		block("lambda_function_association", "event_type lambda_arn include_body"),
	}
)

func behavior(name string) Block {
	return block(name, "path_pattern target_origin_id viewer_protocol_policy allowed_methods cached_methods "+
		"cache_policy_id origin_request_policy_id response_headers_policy_id trusted_key_groups trusted_signers "+
		"min_ttl default_ttl max_ttl",
		append([]Block{block("forwarded_values", "query_string query_string_cache_keys headers")}, atTheEdge...)...)
}

// tenantBehavior is that of multi-tenant distributions.
func tenantBehavior(name string) Block {
	return block(name, "path_pattern target_origin_id viewer_protocol_policy cache_policy_id origin_request_policy_id "+
		"response_headers_policy_id",
		append([]Block{
			block("allowed_methods", "items cached_methods"),
			block("trusted_key_groups", "items enabled"),
		}, atTheEdge...)...)
}
