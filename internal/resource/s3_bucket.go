package resource

var buckets = []Type{
	{
		Name: "aws_s3_bucket", Read: Judged, Why: "the bucket, and its inline settings",
		Derived: []Derived{
			{Name: "bucket", By: nameOfBucket},
			{Name: "id", Text: "{bucket}"},
			{Name: "arn", Text: "arn:{partition}:s3:::{bucket}"},
			{Name: "region", Text: "{region}"},
			{Name: "bucket_region", Text: "{region}"},
			{Name: "bucket_domain_name", Text: "{bucket}.s3.{suffix}"},
			{Name: "bucket_regional_domain_name", Text: "{bucket}.s3.{region}.{suffix}"},
			{Name: "website_domain", By: inlineWebsiteDomain},
			{Name: "website_endpoint", By: inlineWebsite},
		},
		OfData:  bucketData,
		Unknown: all("hosted_zone_id", "tags_all"),
		Computed: all("acceleration_status", "acl", "bucket_prefix", "cors_rule", "grant", "lifecycle_rule", "logging",
			"object_lock_configuration", "object_lock_enabled", "policy", "replication_configuration", "request_payer",
			"server_side_encryption_configuration", "versioning", "website", "website_domain", "website_endpoint"),
		Blocks: []Block{
			block("server_side_encryption_configuration", "", block("rule", "bucket_key_enabled", encryptionDefault)),
			block("website", "index_document error_document redirect_all_requests_to routing_rules"),
			crossOrigin,
			block("grant", "id type permissions uri"),
		},
		Defaults: defaults{},
		Refers:   refers{"policy": document, "kms_master_key_id": keyName},
		Region:   all("bucket_region", "region"),
	},
	{
		Name: "aws_s3_bucket_", Read: Judged, Why: "any setting of a bucket",
		Derived:  []Derived{},
		Unknown:  all("id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "policy": document},
		Target:   "bucket",
		Sets:     none,
	},
	{
		Name: "aws_s3_bucket_policy", Read: Judged, Why: "who may read the bucket",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "policy": document},
		Target:   "bucket",
		Sets:     all("policy"),
		Assumed:  Assumed{Block: "bucket.policy_file", WithBucket: true},
	},
	{
		Name: "aws_s3_bucket_public_access_block", Read: Judged, Why: "which policies and ACLs count",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"),
		Assumed:  Assumed{Block: "bucket.public_access_block"},
	},
	{
		Name: "aws_s3_bucket_ownership_controls", Read: Judged, Why: "whether ACLs count, and whose objects they are",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Defaults: defaults{},
		Blocks:   []Block{block("rule", "object_ownership")},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("rule"),
		Assumed:  Assumed{Block: "bucket.object_ownership"},
	},
	{
		Name: "aws_s3_bucket_server_side_encryption_configuration", Read: Judged, Why: "with which key objects are " +
			"encrypted",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Defaults: defaults{},
		Blocks:   []Block{block("rule", "bucket_key_enabled", encryptionDefault)},
		Refers:   refers{"bucket": bucketName, "kms_master_key_id": keyName},
		Target:   "bucket",
		Sets:     all("rule"),
		Assumed:  Assumed{Block: "bucket.encryption", WithBucket: true},
	},
	{
		Name: "aws_s3_bucket_acl", Read: Judged, Why: "who may read the bucket by its ACL",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: all("access_control_policy", "acl"),
		Defaults: defaults{},
		Blocks: []Block{block("access_control_policy", "",
			block("grant", "permission", block("grantee", "id type uri email_address")),
			block("owner", "id display_name"))},
		Refers: refers{"bucket": bucketName},
		Target: "bucket",
		Sets:   all("acl", "access_control_policy"),
	},
	{
		Name: "aws_s3_bucket_cors_configuration", Read: Judged, Why: "what preflight requests are answered",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Blocks:   []Block{crossOrigin},
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("cors_rule"),
	},
	{
		Name: "aws_s3_bucket_website_configuration", Read: Judged, Why: "what the website endpoint answers",
		Derived: append(derived("id", "{bucket}"), Derived{Name: "website_domain", By: websiteDomainOf},
			Derived{Name: "website_endpoint", Text: "{bucket}.{website_domain}"}),
		Unknown:  none,
		Computed: all("routing_rule", "routing_rules"),
		Defaults: defaults{},
		Blocks: []Block{
			block("index_document", "suffix"),
			block("error_document", "key"),
			block("redirect_all_requests_to", "host_name protocol"),
			block("routing_rule", "",
				block("condition", "http_error_code_returned_equals key_prefix_equals"),
				block("redirect", "http_redirect_code")),
		},
		Refers: refers{"bucket": bucketName},
		Target: "bucket",
		Sets:   all("index_document", "error_document", "redirect_all_requests_to", "routing_rule", "routing_rules"),
	},
	{
		Name: "aws_s3_bucket_lifecycle_configuration", Read: Judged, Why: "which objects are archived some day",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: all("expected_bucket_owner"),
		Blocks: []Block{block("rule", "id status prefix",
			block("filter", "prefix", block("and", "prefix tags"), block("tag", "key value")),
			block("transition", "days date storage_class"))},
		Defaults: defaults{"transition_default_minimum_object_size": "all_storage_classes_128K"},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("rule"),
	},
	{
		Name: "aws_s3_bucket_intelligent_tiering_configuration", Read: Judged, Why: "which objects are archived " +
			"some day",
		Derived:  []Derived{},
		Unknown:  all("id"),
		Computed: none,
		Blocks:   []Block{block("tiering", "access_tier days"), block("filter", "prefix tags")},
		Defaults: defaults{"status": "Enabled"},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("tiering"),
	},
	{
		Name: "aws_s3_bucket_request_payment_configuration", Read: Judged, Why: "whether readers must say that " +
			"they pay",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("payer"),
	},
	{
		Name: "aws_s3_bucket_logging", Read: Judged, Why: "where access logs go",
		Derived:  ofBucket,
		Unknown:  none,
		Computed: none,
		Blocks:   noBlocks,
		Passed:   all("target_grant", "target_object_key_format"),
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "target_bucket": bucketName},
		Target:   "bucket",
		Sets:     all("target_bucket"),
	},
	{
		Name: "aws_s3_bucket_abac", Read: Judged, Why: "whether requests carry the bucket's tags",
		Derived:  []Derived{},
		Unknown:  none,
		Computed: none,
		Blocks:   []Block{block("abac_status", "status")},
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName},
		Target:   "bucket",
		Sets:     all("abac_status"),
	},
	{
		Name: "aws_s3_account_public_access_block", Read: Judged, Why: "which policies and ACLs count in the account",
		Derived:  []Derived{},
		Unknown:  all("account_id", "id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
}

var (
	ofBucket          = derived("id", "{bucket}")
	encryptionDefault = block("apply_server_side_encryption_by_default", "sse_algorithm kms_master_key_id")
	crossOrigin       = block("cors_rule",
		"id allowed_headers allowed_methods allowed_origins expose_headers max_age_seconds")
)

// nameOfBucket is the name of a bucket: what is written, or a prefix with what the
// provider makes up.
func nameOfBucket(o Object) string {
	if o.Configured("bucket") || o.Known("bucket") != "" {
		if name := o.Text("bucket"); name != "" {
			return name
		}
	}
	prefix := o.Known("bucket_prefix")
	if prefix == "" && o.Configured("bucket_prefix") {
		prefix = o.Text("bucket_prefix")
	}
	return prefix + o.Fresh("bucket")
}

func inlineWebsiteDomain(o Object) string {
	if !o.Configured("website") {
		return ""
	}
	return websiteDomainOf(o)
}

func inlineWebsite(o Object) string {
	if !o.Configured("website") {
		return ""
	}
	return o.Text("bucket") + "." + websiteDomainOf(o)
}
