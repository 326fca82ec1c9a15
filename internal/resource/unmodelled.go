package resource

// unmodelled are types that manage what is judged in a form that no model reads.
var unmodelled = []Type{
	cloudControl("awscc_cloudfront_distribution", "AWS::CloudFront::Distribution"),
	cloudControl("awscc_s3_bucket", "AWS::S3::Bucket"),
	cloudControl("awscc_s3_bucket_policy", "AWS::S3::BucketPolicy"),
	anyKind("aws_cloudcontrolapi_resource", "type_name", "desired_state"),
	anyKind("aws_cloudformation_stack", "template_body", "template_body", "parameters"),
	anyKind("aws_cloudformation_stack_set", "template_body", "template_body", "parameters"),
}

// cloudControl is a type of the AWS Cloud Control provider.
func cloudControl(name, kind string) Type {
	return Type{
		Name: name, Read: Judged, Why: "it manages " + kind,
		Derived:  []Derived{},
		Unknown:  all("id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "bucket_name": bucketName},
		Manages:  Manages{Kind: kind, Inputs: all("bucket", "bucket_name")},
	}
}

// anyKind is a type that manages whatever one of its arguments names.
func anyKind(name, template string, inputs ...string) Type {
	return Type{
		Name: name, Read: Judged, Why: "it may manage what is judged",
		Derived:  []Derived{},
		Unknown:  all("id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
		Manages:  Manages{Template: template, Inputs: inputs},
	}
}
