package resource

// places are the data sources that tell where resources live.
var places = []Type{
	{
		Name: "aws_caller_identity", Read: Judged, Why: "the account",
		Derived:  []Derived{},
		OfData:   accountData,
		Unknown:  all("arn", "id", "user_id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
		Account:  "account_id",
	},
	{
		Name: "aws_region", Read: Judged, Why: "the region",
		Derived:  []Derived{},
		OfData:   regionData,
		Unknown:  all("description", "endpoint", "id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
		Region:   all("region", "name", "id"),
	},
}

// referred are types whose attributes stand in arguments of judged ones. What the
// provider computes of them matters only if something refers to it.
var referred = []Type{
	{Name: "aws_acm_certificate_validation", Read: Referred, Why: "certificates of distributions"},
	{Name: "aws_api_gateway_rest_api", Read: Referred, Why: "hosts of other origins", Derived: freshID},
	{
		Name: "aws_api_gateway_stage", Read: Referred, Why: "hosts of other origins",
		// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
		Derived: derived("invoke_url", "https://{rest_api_id}.execute-api.{region}.{suffix}/{stage_name}"),
	},
	{
		Name: "aws_apigatewayv2_api", Read: Referred, Why: "hosts of other origins",
		Derived: append(freshID[:1:1], Derived{Name: "api_endpoint", By: endpointOfAPI}),
	},
	{Name: "aws_canonical_user_id", Read: Referred, Why: "grantees of ACLs"},
	{
		Name: "aws_cloudfront_log_delivery_canonical_user_id", Read: Referred, Why: "grantees of " +
			"ACLs", OfData: logDeliveryData,
	},
	{Name: "aws_cloudfront_origin_access_identities", Read: Referred, Why: "principals of policies"},
	{Name: "aws_elb_service_account", Read: Referred, Why: "principals of policies"},
	{Name: "aws_iam_account_alias", Read: Referred, Why: "parts of names"},
	{
		Name: "aws_iam_policy_document", Read: Referred, Why: "the text of policies",
		Blocks: []Block{block("statement", "sid effect actions not_actions resources not_resources",
			block("principals", "type identifiers"), block("not_principals", "type identifiers"),
			block("condition", "test variable values"))},
		Refers: refers{
			"identifiers": all("iam_arn", "s3_canonical_user_id"),
			// A condition's value may be the ARN of a distribution, to which nobody adds
			// anything, while that of a bucket is mostly followed by a key.
			"values": all(
				"aws_cloudfront_distribution.arn",
				"aws_cloudfront_multitenant_distribution.arn",
			),
			"source_policy_documents": document, "override_policy_documents": document,
			"source_json": document, "override_json": document,
		},
	},
	{Name: "aws_iam_role", Read: Referred, Why: "principals of policies", Derived: ofIAM("role"), Account: "arn"},
	{Name: "aws_iam_user", Read: Referred, Why: "principals of policies", Derived: ofIAM("user"), Account: "arn"},
	{
		Name: "aws_lambda_function", Read: Referred, Why: "functions at the edge",
		// https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
		Derived: append(derived("arn", "arn:{partition}:lambda:{region}:{account}:function:{function_name}"),
			Derived{Name: "qualified_arn", By: qualifiedARN}),
	},
	{
		Name: "aws_lambda_function_url", Read: Referred, Why: "hosts of other origins",
		// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
		Derived: derived("url_id", "{fresh}", "function_url", "https://{url_id}.lambda-url.{region}.on.aws/"),
	},
	{Name: "aws_lambda_permission", Read: Referred, Why: "principals of policies"},
	{Name: "aws_organizations_organization", Read: Referred, Why: "conditions of policies"},
	{Name: "aws_partition", Read: Referred, Why: "parts of ARNs", OfData: partitionData},
	{Name: "aws_service_principal", Read: Referred, Why: "principals of policies", OfData: principalData},
	{Name: "aws_ssm_parameter", Read: Referred, Why: "texts that are kept elsewhere"},
	{Name: "aws_vpc", Read: Referred, Why: "conditions of policies"},
	{Name: "aws_vpc_endpoint", Read: Referred, Why: "conditions of policies", Refers: refers{"policy": document}},
	{Name: "external", Read: Referred, Why: "texts that a program makes"},
	{Name: "http", Read: Referred, Why: "texts that are kept elsewhere"},
	{Name: "local_file", Read: Referred, Why: "texts that are kept elsewhere"},
	{
		Name: "null_data_source", Read: Referred, Why: "texts that pass through",
		OfData: []Derived{{Name: "outputs", Same: "inputs"}},
	},
	{Name: "null_resource", Read: Referred, Why: "texts that pass through"},
	{Name: "random_", Read: Referred, Why: "parts of names"},
	{Name: "template_file", Read: Referred, Why: "the text of policies"},
	{
		Name: "terraform_data", Read: Referred, Why: "values that pass through",
		// https://developer.hashicorp.com/terraform/language/resources/terraform-data
		Derived: []Derived{{Name: "output", Same: "input"}},
	},
	{Name: "terraform_remote_state", Read: Referred, Why: "texts that are kept elsewhere"},
	{Name: "time_", Read: Referred, Why: "parts of names"},
}

func ofIAM(kind string) []Derived {
	return []Derived{
		{Name: "name", By: func(o Object) string {
			if name := o.Text("name"); name != "" {
				return name
			}
			return o.Fresh("name")
		}},
		{Name: "id", Text: "{name}"},
		{Name: "arn", By: func(o Object) string {
			path := o.Known("path")
			if path == "" {
				path = "/"
			}
			return o.Expand("arn:{partition}:iam::{account}:"+kind) + path + o.Text("name")
		}},
		{Name: "unique_id", Text: "{fresh}"},
	}
}

// qualifiedARN names the version; where none is published, the unpublished one.
func qualifiedARN(o Object) string {
	version := o.Known("version")
	if version == "" {
		version = "$LATEST"
	}
	if publish := o.Text("publish"); publish != "" && publish != "false" {
		version = o.Fresh("version")
	}
	return o.Text("arn") + ":" + version
}

// endpointOfAPI: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html
func endpointOfAPI(o Object) string {
	scheme := map[string]string{"HTTP": "https", "WEBSOCKET": "wss"}[o.Known("protocol_type")]
	if scheme == "" {
		return ""
	}
	return scheme + o.Expand("://{id}.execute-api.{region}.{suffix}")
}
