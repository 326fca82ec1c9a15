package resource

var accessPoints = []Type{
	{
		Name: "aws_s3_access_point", Read: Judged, Why: "another way into a bucket, with a policy of its own",
		Derived: derived(
			"arn", "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
			"alias", "{name}-{fresh}-s3alias",
			"domain_name", "{name}-{account}.s3-accesspoint.{region}.{suffix}",
			"id", "{account}:{name}",
		),
		Unknown:  all("account_id", "endpoints", "has_public_access_policy", "network_origin"),
		Computed: all("policy", "bucket_account_id"),
		Blocks: []Block{
			block("public_access_block_configuration",
				"block_public_acls block_public_policy ignore_public_acls restrict_public_buckets"),
			block("vpc_configuration", "vpc_id"),
		},
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "policy": document},
	},
	accessPointPolicy("aws_s3control_access_point_policy", "who may read through an access point"),
	accessPointPolicy("aws_s3control_multi_region_access_point_policy", "who may read through the access point"),
	accessPointPolicy("aws_s3control_object_lambda_access_point_policy", "who may read through the access point"),
	{
		Name: "aws_s3control_multi_region_access_point", Read: Judged, Why: "another way into buckets",
		Derived:  []Derived{},
		Unknown:  all("alias", "arn", "domain_name", "id", "status"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_s3control_object_lambda_access_point", Read: Judged, Why: "another way into a bucket",
		Derived:  []Derived{},
		Unknown:  all("alias", "arn", "id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
}

func accessPointPolicy(name, why string) Type {
	return Type{
		Name: name, Read: Judged, Why: why,
		Derived:  []Derived{},
		Unknown:  all("id", "established", "proposed"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"policy": document},
		Target:   "access_point_arn",
		Sets:     all("policy"),
	}
}
