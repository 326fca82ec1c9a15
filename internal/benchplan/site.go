package benchplan

import "fmt"

// What the resources of a site have in common.
const (
	ofBucket = `"bucket":{"references":["aws_s3_bucket.site.id","aws_s3_bucket.site"]}`
	behavior = `"target_origin_id":"s3","viewer_protocol_policy":"redirect-to-https","allowed_methods":["GET","HEAD"],"cached_methods":["GET","HEAD"]`
	policy   = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*",` +
		`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/E%08d"}}}]}`
)

// site makes a distribution in front of a bucket; every third bucket grants
// another distribution.
func site(i int) []resource {
	bucket, granted := fmt.Sprintf("site-%d", i), i
	if i%3 == 0 {
		granted = i + 1
	}
	return []resource{
		managed(
			"aws_s3_bucket",
			`"bucket":{"references":["var.name"]}`,
			`"bucket":%[1]q,"id":%[1]q,"arn":"arn:aws:s3:::%[1]s","bucket_regional_domain_name":"%[1]s.s3.us-east-1.amazonaws.com","region":"us-east-1"`,
			bucket,
		),
		managed(
			"aws_s3_bucket_public_access_block",
			ofBucket,
			`"bucket":%q,"block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true,"restrict_public_buckets":true`,
			bucket,
		),
		managed(
			"aws_cloudfront_origin_access_control",
			`"name":{"constant_value":"site"}`,
			`"id":"OAC%06d","name":"site","origin_access_control_origin_type":"s3","signing_behavior":"always","signing_protocol":"sigv4"`,
			i,
		),
		managed(
			"aws_s3_bucket_policy",
			ofBucket+`,"policy":{"references":["aws_cloudfront_distribution.site.arn","aws_cloudfront_distribution.site"]}`,
			`"bucket":%q,"policy":%q`,
			bucket,
			fmt.Sprintf(policy, bucket, granted),
		),
		distribution(i, bucket),
		managed(
			"aws_route53_record",
			`"name":{"references":["var.name"]}`,
			`"name":"site-%[1]d.example.org","type":"CNAME","ttl":300,"alias":[],"records":["d%[1]d.cloudfront.net"],"zone_id":"Z0123456789"`,
			i,
		),
	}
}

// distribution has two behaviors beside the default one.
func distribution(i int, bucket string) resource {
	return managed(
		"aws_cloudfront_distribution",
		`"enabled":{"constant_value":true}`,
		`"id":"E%08[1]d","arn":"arn:aws:cloudfront::123456789012:distribution/E%08[1]d","domain_name":"d%[1]d.cloudfront.net",`+
			`"enabled":true,"aliases":["site-%[1]d.example.org"],"default_root_object":"index.html","origin":[{"origin_id":"s3","domain_name":"%[2]s.s3.us-east-1.amazonaws.com","origin_access_control_id":"OAC%06[1]d","origin_path":""}],`+
			`"default_cache_behavior":[{%[3]s}],"ordered_cache_behavior":[{"path_pattern":"/static/*",%[3]s},{"path_pattern":"*.png",%[3]s}]`,
		i,
		bucket,
		behavior,
	)
}

// managed makes a resource of a site.
func managed(typ, expressions, attributes string, args ...any) resource {
	return resource{
		mode: "managed", typ: typ, name: "site", expressions: expressions, attributes: fmt.Sprintf(attributes, args...),
	}
}
