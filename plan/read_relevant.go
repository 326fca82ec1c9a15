package plan

import "strings"

// relevant lists the resource types that are read, each true, and, with a
// trailing "*", whole families of types. The first group is judged; the second
// is what arguments of the first commonly refer to, so that its values are
// there when an expression is rebuilt.
var relevant = map[string]bool{
	"aws_cloudfront_continuous_deployment_policy":     true,
	"aws_cloudfront_cache_policy":                     true,
	"aws_cloudfront_distribution":                     true,
	"aws_cloudfront_function":                         true,
	"aws_cloudfront_key_group":                        true,
	"aws_cloudfront_origin_access_control":            true,
	"aws_cloudfront_origin_access_identity":           true,
	"aws_cloudfront_origin_request_policy":            true,
	"aws_cloudfront_public_key":                       true,
	"aws_cloudfront_response_headers_policy":          true,
	"aws_kms_alias":                                   true,
	"aws_kms_external_key":                            true,
	"aws_kms_grant":                                   true,
	"aws_kms_key":                                     true,
	"aws_kms_key_policy":                              true,
	"aws_kms_replica_key":                             true,
	"aws_lambda_permission":                           true,
	"aws_organizations_policy":                        true,
	"aws_route53_record":                              true,
	"aws_route53_zone":                                true,
	"aws_s3_access_point":                             true,
	"aws_s3_account_public_access_block":              true,
	"aws_s3_bucket":                                   true,
	"aws_s3_bucket_*":                                 true,
	"aws_s3_object":                                   true,
	"aws_s3_object_copy":                              true,
	"aws_s3control_access_point_policy":               true,
	"aws_s3control_multi_region_access_point":         true,
	"aws_s3control_multi_region_access_point_policy":  true,
	"aws_s3control_object_lambda_access_point":        true,
	"aws_s3control_object_lambda_access_point_policy": true,
	"aws_waf_web_acl":                                 true,
	"aws_wafv2_rule_group":                            true,
	"aws_wafv2_web_acl":                               true,

	"aws_acm_certificate":                           true,
	"aws_caller_identity":                           true,
	"aws_canonical_user_id":                         true,
	"aws_cloudfront_log_delivery_canonical_user_id": true,
	"aws_cloudfront_origin_access_identities":       true,
	"aws_elb_service_account":                       true,
	"aws_iam_account_alias":                         true,
	"aws_iam_policy_document":                       true,
	"aws_iam_role":                                  true,
	"aws_iam_user":                                  true,
	"aws_organizations_organization":                true,
	"aws_partition":                                 true,
	"aws_region":                                    true,
	"aws_service_principal":                         true,
	"aws_ssm_parameter":                             true,
	"aws_vpc":                                       true,
	"aws_vpc_endpoint":                              true,
	"external":                                      true,
	"http":                                          true,
	"local_file":                                    true,
	"null_data_source":                              true,
	"null_resource":                                 true,
	"random_*":                                      true,
	"template_file":                                 true,
	"terraform_data":                                true,
	"terraform_remote_state":                        true,
	"time_*":                                        true,
}

// Relevant reports whether resources of a mode ("managed" or "data") and type
// are read: types that are judged, and types that judged ones commonly refer
// to.
func Relevant(mode, typ string) bool {
	if mode != "managed" && mode != "data" {
		return false
	}
	if relevant[typ] && !strings.HasSuffix(typ, "*") {
		return true
	}
	for i := range len(typ) {
		if typ[i] == '_' && relevant[typ[:i+1]+"*"] {
			return true
		}
	}
	return false
}
