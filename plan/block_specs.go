package plan

import (
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
)

// blocks is the hcldec spec of a nested block type: its arguments, whatever
// their type, and the block types inside.
func blocks(typ string, args []string, nested ...hcldec.ObjectSpec) *hcldec.BlockTupleSpec {
	spec := hcldec.ObjectSpec{}
	for _, a := range args {
		spec[a] = &hcldec.AttrSpec{Name: a, Type: cty.DynamicPseudoType}
	}
	for _, n := range nested {
		for name, s := range n {
			spec[name] = s
		}
	}
	return &hcldec.BlockTupleSpec{TypeName: typ, Nested: spec}
}

func nest(typ string, args []string, nested ...hcldec.ObjectSpec) hcldec.ObjectSpec {
	return hcldec.ObjectSpec{typ: blocks(typ, args, nested...)}
}

// blockSpecs tells the nested blocks of the types that are judged. Source is
// decoded without the provider's schema, so what a block may hold is written
// here; arguments that no verdict reads are left out.
var blockSpecs = map[string]map[string]*hcldec.BlockTupleSpec{
	"aws_cloudfront_distribution": {
		"origin": blocks("origin", []string{"domain_name", "origin_id", "origin_path", "origin_access_control_id"},
			nest("custom_header", []string{"name", "value"}),
			nest("s3_origin_config", []string{"origin_access_identity"}),
			nest("custom_origin_config", []string{"http_port", "https_port", "origin_protocol_policy", "origin_ssl_protocols"}),
			nest("vpc_origin_config", []string{"vpc_origin_id"})),
		"origin_group": blocks("origin_group", []string{"origin_id"},
			nest("failover_criteria", []string{"status_codes"}),
			nest("member", []string{"origin_id"})),
		"default_cache_behavior": behaviorSpec("default_cache_behavior"),
		"ordered_cache_behavior": behaviorSpec("ordered_cache_behavior"),
		"custom_error_response":  blocks("custom_error_response", []string{"error_code", "response_code", "response_page_path", "error_caching_min_ttl"}),
		"logging_config":         blocks("logging_config", []string{"bucket"}),
		"restrictions":           blocks("restrictions", nil, nest("geo_restriction", []string{"restriction_type", "locations"})),
		"viewer_certificate":     blocks("viewer_certificate", []string{"acm_certificate_arn", "cloudfront_default_certificate", "iam_certificate_id"}),
	},
	"aws_cloudfront_multitenant_distribution": {
		"origin": blocks("origin", []string{"domain_name", "id", "origin_path", "origin_access_control_id"},
			nest("custom_header", []string{"header_name", "header_value"}),
			nest("custom_origin_config", []string{"http_port", "https_port", "origin_protocol_policy", "origin_ssl_protocols"}),
			nest("vpc_origin_config", []string{"vpc_origin_id"})),
		"origin_group": blocks("origin_group", []string{"origin_id"},
			nest("failover_criteria", []string{"status_codes"}),
			nest("member", []string{"origin_id"})),
		"default_cache_behavior": tenantBehaviorSpec("default_cache_behavior"),
		"cache_behavior":         tenantBehaviorSpec("cache_behavior"),
		"custom_error_response":  blocks("custom_error_response", []string{"error_code", "response_code", "response_page_path", "error_caching_min_ttl"}),
		"restrictions":           blocks("restrictions", nil, nest("geo_restriction", []string{"restriction_type", "items"})),
		"tenant_config": blocks("tenant_config", nil, nest("parameter_definition", []string{"name"},
			nest("definition", nil, nest("string_schema", []string{"default_value", "required"})))),
	},
	"aws_cloudfront_distribution_tenant": {
		"domain":    blocks("domain", []string{"domain"}),
		"parameter": blocks("parameter", []string{"name", "value"}),
		"customizations": blocks("customizations", nil,
			nest("web_acl", []string{"action", "arn"}),
			nest("geo_restriction", []string{"restriction_type", "locations"})),
	},
	"aws_cloudfront_cache_policy": {
		"parameters_in_cache_key_and_forwarded_to_origin": blocks("parameters_in_cache_key_and_forwarded_to_origin",
			[]string{"enable_accept_encoding_gzip", "enable_accept_encoding_brotli"},
			nest("headers_config", []string{"header_behavior"}, nest("headers", []string{"items"})),
			nest("cookies_config", []string{"cookie_behavior"}, nest("cookies", []string{"items"})),
			nest("query_strings_config", []string{"query_string_behavior"}, nest("query_strings", []string{"items"}))),
	},
	"aws_cloudfront_origin_request_policy": {
		"headers_config":       blocks("headers_config", []string{"header_behavior"}, nest("headers", []string{"items"})),
		"query_strings_config": blocks("query_strings_config", []string{"query_string_behavior"}, nest("query_strings", []string{"items"})),
	},
	"aws_cloudfront_response_headers_policy": {
		"cors_config": blocks("cors_config", []string{"access_control_allow_credentials"},
			nest("access_control_allow_headers", []string{"items"})),
	},
	"aws_s3_bucket": {
		"server_side_encryption_configuration": blocks("server_side_encryption_configuration", nil, nest("rule", []string{"bucket_key_enabled"}, sseDefault)),
		"website":                              blocks("website", []string{"index_document", "error_document", "redirect_all_requests_to", "routing_rules"}),
		"cors_rule":                            corsSpec,
		"grant":                                blocks("grant", []string{"id", "type", "permissions", "uri"}),
	},
	"aws_s3_bucket_server_side_encryption_configuration": {
		"rule": blocks("rule", []string{"bucket_key_enabled"}, sseDefault),
	},
	"aws_s3_bucket_ownership_controls": {"rule": blocks("rule", []string{"object_ownership"})},
	"aws_s3_bucket_cors_configuration": {"cors_rule": corsSpec},
	"aws_s3_bucket_website_configuration": {
		"index_document":           blocks("index_document", []string{"suffix"}),
		"error_document":           blocks("error_document", []string{"key"}),
		"redirect_all_requests_to": blocks("redirect_all_requests_to", []string{"host_name", "protocol"}),
		"routing_rule": blocks("routing_rule", nil,
			nest("condition", []string{"http_error_code_returned_equals", "key_prefix_equals"}),
			nest("redirect", []string{"http_redirect_code"})),
	},
	"aws_s3_bucket_acl": {
		"access_control_policy": blocks("access_control_policy", nil,
			nest("grant", []string{"permission"}, nest("grantee", []string{"id", "type", "uri", "email_address"})),
			nest("owner", []string{"id", "display_name"})),
	},
	"aws_s3_access_point": {
		"public_access_block_configuration": blocks("public_access_block_configuration", []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}),
	},
	"aws_route53_record": {"alias": blocks("alias", []string{"name", "zone_id", "evaluate_target_health"})},
}

var (
	sseDefault = nest("apply_server_side_encryption_by_default", []string{"sse_algorithm", "kms_master_key_id"})
	corsSpec   = blocks("cors_rule", []string{"id", "allowed_headers", "allowed_methods", "allowed_origins", "expose_headers", "max_age_seconds"})
)

// tenantBehaviorSpec is that of multi-tenant distributions.
func tenantBehaviorSpec(typ string) *hcldec.BlockTupleSpec {
	return blocks(typ, []string{
		"path_pattern", "target_origin_id", "viewer_protocol_policy", "cache_policy_id", "origin_request_policy_id", "response_headers_policy_id",
	},
		nest("allowed_methods", []string{"items", "cached_methods"}),
		nest("trusted_key_groups", []string{"items", "enabled"}),
		nest("function_association", []string{"event_type", "function_arn"}),
		nest("lambda_function_association", []string{"event_type", "lambda_arn", "include_body"}))
}

func behaviorSpec(typ string) *hcldec.BlockTupleSpec {
	return blocks(typ, []string{
		"path_pattern", "target_origin_id", "viewer_protocol_policy", "allowed_methods", "cached_methods",
		"cache_policy_id", "origin_request_policy_id", "response_headers_policy_id", "trusted_key_groups", "trusted_signers",
		"min_ttl", "default_ttl", "max_ttl",
	},
		nest("forwarded_values", []string{"query_string", "query_string_cache_keys", "headers"}),
		nest("function_association", []string{"event_type", "function_arn"}),
		nest("lambda_function_association", []string{"event_type", "lambda_arn", "include_body"}))
}
