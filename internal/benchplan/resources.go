package benchplan

import (
	"fmt"
	"strings"
)

// unrelated writes a resource that no request through CloudFront meets.
func (p *writer) unrelated(i int) {
	name := fmt.Sprintf("r%d", i)
	tags := fmt.Sprintf(`"tags":{"Name":"service-%d","CostCentre":"%06d","Owner":"team-%d@example.com"}`, i, p.rng.IntN(1e6), p.rng.IntN(20))
	switch i % 4 {
	case 0:
		p.resource(p.module(), "aws_iam_policy", name, fmt.Sprintf(`"name":%q,"policy":%q,%s`, name, p.identityPolicy(), tags))
	case 1:
		p.resource(p.module(), "aws_instance", name, fmt.Sprintf(`"ami":"ami-%08x","instance_type":"m7g.large","user_data":%q,%s`, p.rng.Uint32(), p.noise(1500), tags))
	case 2:
		p.resource(p.module(), "aws_route53_record", name, fmt.Sprintf(`"name":"h%d.example.org","type":"A","ttl":300,"records":["10.%d.%d.%d"],"zone_id":"Z%010d"`,
			i, p.rng.IntN(256), p.rng.IntN(256), p.rng.IntN(256), p.rng.IntN(1e9)))
	default:
		p.resource(p.module(), "aws_security_group", name, fmt.Sprintf(`"name":%q,"ingress":[%s],%s`, name, p.rules(), tags))
	}
}

func (p *writer) identityPolicy() string {
	var list []string
	for range 4 {
		list = append(list, fmt.Sprintf(`{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"arn:aws:s3:::data-%d/*"}`, p.rng.IntN(1000)))
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`
}

func (p *writer) rules() string {
	var list []string
	for range 6 {
		list = append(list, fmt.Sprintf(`{"from_port":%[1]d,"to_port":%[1]d,"protocol":"tcp","cidr_blocks":["10.%d.0.0/16"],"description":"from a neighbour"}`, p.rng.IntN(65536), p.rng.IntN(256)))
	}
	return strings.Join(list, ",")
}

func (p *writer) noise(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + p.rng.IntN(26))
	}
	return string(b)
}

// site writes a distribution in front of a bucket; every third bucket grants
// another distribution.
func (p *writer) site(i int) {
	m, bucket, granted := fmt.Sprintf("module.site_%d", i), fmt.Sprintf("site-%d", i), i
	if i%3 == 0 {
		granted = i + 1
	}
	const behavior = `"target_origin_id":"s3","viewer_protocol_policy":"redirect-to-https","allowed_methods":["GET","HEAD"],"cached_methods":["GET","HEAD"]`
	p.resource(m, "aws_s3_bucket", "site", fmt.Sprintf(`"bucket":%[1]q,"id":%[1]q,"arn":"arn:aws:s3:::%[1]s","bucket_regional_domain_name":"%[1]s.s3.us-east-1.amazonaws.com","region":"us-east-1"`, bucket))
	p.resource(m, "aws_s3_bucket_public_access_block", "site", fmt.Sprintf(`"bucket":%q,"block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true,"restrict_public_buckets":true`, bucket))
	p.resource(m, "aws_cloudfront_origin_access_control", "site", fmt.Sprintf(`"id":"OAC%06d","name":"site","origin_access_control_origin_type":"s3","signing_behavior":"always","signing_protocol":"sigv4"`, i))
	p.resource(m, "aws_s3_bucket_policy", "site", fmt.Sprintf(`"bucket":%q,"policy":%q`, bucket, fmt.Sprintf(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*",`+
			`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/E%08d"}}}]}`, bucket, granted)))
	p.resource(m, "aws_cloudfront_distribution", "site", fmt.Sprintf(`"id":"E%08[1]d","arn":"arn:aws:cloudfront::123456789012:distribution/E%08[1]d","domain_name":"d%[1]d.cloudfront.net",`+
		`"enabled":true,"default_root_object":"index.html","origin":[{"origin_id":"s3","domain_name":"%[2]s.s3.us-east-1.amazonaws.com","origin_access_control_id":"OAC%06[1]d","origin_path":""}],`+
		`"default_cache_behavior":[{%[3]s}],"ordered_cache_behavior":[{"path_pattern":"/static/*",%[3]s},{"path_pattern":"*.png",%[3]s}]`, i, bucket, behavior))
}
