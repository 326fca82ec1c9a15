package plan

// relevance tells what a resource type is read for.
type relevance uint8

const (
	// unrelated types are passed over.
	unrelated relevance = iota
	// referred types are what arguments of judged ones commonly refer to, so
	// that their values are there when an expression is rebuilt.
	referred
	// judged types decide verdicts.
	judged
)

var relevanceOfType = map[string]relevance{
	"aws_acm_certificate":                             judged, // covers aliases
	"aws_caller_identity":                             judged, // tells the account
	"aws_cloudfront_continuous_deployment_policy":     judged,
	"aws_cloudfront_cache_policy":                     judged,
	"aws_cloudfront_connection_group":                 judged,
	"aws_cloudfront_distribution":                     judged,
	"aws_cloudfront_distribution_tenant":              judged,
	"aws_cloudfront_function":                         judged,
	"aws_cloudfront_key_group":                        judged,
	"aws_cloudfront_multitenant_distribution":         judged,
	"aws_cloudfront_origin_access_control":            judged,
	"aws_cloudfront_origin_access_identity":           judged,
	"aws_cloudfront_origin_request_policy":            judged,
	"aws_cloudfront_public_key":                       judged,
	"aws_cloudfront_response_headers_policy":          judged,
	"aws_kms_alias":                                   judged,
	"aws_kms_external_key":                            judged,
	"aws_kms_grant":                                   judged,
	"aws_kms_key":                                     judged,
	"aws_kms_key_policy":                              judged,
	"aws_kms_replica_key":                             judged,
	"aws_organizations_account":                       judged,
	"aws_organizations_organizational_unit":           judged,
	"aws_organizations_policy":                        judged,
	"aws_organizations_policy_attachment":             judged,
	"aws_region":                                      judged, // tells the region
	"aws_route53_record":                              judged,
	"aws_route53_zone":                                judged,
	"aws_s3_access_point":                             judged,
	"aws_s3_account_public_access_block":              judged,
	"aws_s3_bucket":                                   judged,
	"aws_s3_object":                                   judged,
	"aws_s3_object_copy":                              judged,
	"aws_s3control_access_point_policy":               judged,
	"aws_s3control_multi_region_access_point":         judged,
	"aws_s3control_multi_region_access_point_policy":  judged,
	"aws_s3control_object_lambda_access_point":        judged,
	"aws_s3control_object_lambda_access_point_policy": judged,
	"aws_cloudcontrolapi_resource":                    judged, // may manage what is judged
	"aws_cloudformation_stack":                        judged,
	"aws_cloudformation_stack_set":                    judged,
	"aws_waf_web_acl":                                 judged,
	"aws_wafv2_ip_set":                                judged,
	"aws_wafv2_rule_group":                            judged,
	"aws_wafv2_web_acl":                               judged,
	"awscc_cloudfront_distribution":                   judged,
	"awscc_s3_bucket":                                 judged,
	"awscc_s3_bucket_policy":                          judged,

	"aws_acm_certificate_validation":                referred,
	"aws_api_gateway_rest_api":                      referred,
	"aws_api_gateway_stage":                         referred,
	"aws_apigatewayv2_api":                          referred,
	"aws_canonical_user_id":                         referred,
	"aws_cloudfront_log_delivery_canonical_user_id": referred,
	"aws_cloudfront_origin_access_identities":       referred,
	"aws_elb_service_account":                       referred,
	"aws_iam_account_alias":                         referred,
	"aws_iam_policy_document":                       referred,
	"aws_iam_role":                                  referred,
	"aws_iam_user":                                  referred,
	"aws_lambda_function":                           referred,
	"aws_lambda_function_url":                       referred,
	"aws_lambda_permission":                         referred,
	"aws_organizations_organization":                referred,
	"aws_partition":                                 referred,
	"aws_service_principal":                         referred,
	"aws_ssm_parameter":                             referred,
	"aws_vpc":                                       referred,
	"aws_vpc_endpoint":                              referred,
	"external":                                      referred,
	"http":                                          referred,
	"local_file":                                    referred,
	"null_data_source":                              referred,
	"null_resource":                                 referred,
	"template_file":                                 referred,
	"terraform_data":                                referred,
	"terraform_remote_state":                        referred,
}

// relevanceOfFamily is that of all types with a prefix that ends in "_".
var relevanceOfFamily = map[string]relevance{
	"aws_s3_bucket_": judged,
	"random_":        referred,
	"time_":          referred,
}

// Relevant reports whether resources of a mode ("managed" or "data") and type
// are read: types that are judged, and types that judged ones commonly refer
// to.
func Relevant(mode, typ string) bool {
	return relevanceOf([]byte(mode), []byte(typ)) != unrelated
}

func relevanceOf(mode, typ []byte) relevance {
	if string(mode) != "managed" && string(mode) != "data" {
		return unrelated
	}
	if r := relevanceOfType[string(typ)]; r != unrelated {
		return r
	}
	for i := range typ {
		if typ[i] == '_' {
			if r := relevanceOfFamily[string(typ[:i+1])]; r != unrelated {
				return r
			}
		}
	}
	return unrelated
}
