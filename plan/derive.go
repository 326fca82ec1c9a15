package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// deriveOutputs fills in the attributes that AWS makes from others or makes
// up: the ARN of a bucket from its name, the ARN of a distribution from its
// account and its id. Identifiers of new objects are Fresh symbols.
//
// Source: the "Attribute Reference" of each resource in the AWS provider's
// documentation, and the ARN formats in the AWS Service Authorization
// Reference.
func (b *builder) deriveOutputs(d *draft) {
	if f := outputs[d.res.Type]; f != nil && d.res.Mode == "managed" {
		f(b, d)
	}
	if b.alone != nil && d.res.Mode == "data" {
		b.dataOutputs(d)
	}
}

var outputs = map[string]func(*builder, *draft){
	"aws_s3_bucket":                               bucketOutputs,
	"aws_s3_bucket_policy":                        bucketSubresource,
	"aws_s3_bucket_public_access_block":           bucketSubresource,
	"aws_s3_bucket_ownership_controls":            bucketSubresource,
	"aws_s3_bucket_acl":                           bucketSubresource,
	"aws_s3_bucket_cors_configuration":            bucketSubresource,
	"aws_s3_bucket_website_configuration":         websiteOutputs,
	"aws_s3_access_point":                         accessPointOutputs,
	"aws_cloudfront_connection_group":             connectionGroupOutputs,
	"aws_cloudfront_distribution":                 distributionOutputs,
	"aws_cloudfront_distribution_tenant":          tenantOutputs,
	"aws_cloudfront_multitenant_distribution":     distributionOutputs,
	"aws_cloudfront_origin_access_identity":       identityOutputs,
	"aws_cloudfront_origin_access_control":        freshID,
	"aws_cloudfront_cache_policy":                 freshID,
	"aws_cloudfront_origin_request_policy":        freshID,
	"aws_cloudfront_key_group":                    freshID,
	"aws_cloudfront_public_key":                   freshID,
	"aws_cloudfront_function":                     functionOutputs,
	"aws_cloudfront_continuous_deployment_policy": freshID,
	"aws_kms_key":                                 keyOutputs,
	"aws_kms_external_key":                        keyOutputs,
	"aws_kms_replica_key":                         keyOutputs,
	"aws_kms_alias":                               aliasOutputs,
	"aws_iam_role":                                roleOutputs,
	"aws_iam_user":                                userOutputs,
	"aws_wafv2_web_acl":                           webACLOutputs,
	"aws_route53_zone":                            zoneOutputs,
	"aws_api_gateway_rest_api":                    freshID,
	"aws_api_gateway_stage":                       restStageOutputs,
	"aws_apigatewayv2_api":                        httpAPIOutputs,
	"aws_lambda_function":                         lambdaOutputs,
	"aws_lambda_function_url":                     functionURLOutputs,
	"aws_acm_certificate":                         certificateOutputs,
	"aws_organizations_policy":                    freshID,
	"terraform_data":                              keptOutputs,
}

// text returns an attribute's text, with symbols for what is unknown in it.
func (b *builder) text(d *draft, name string) string {
	v, ok := d.attrs[name]
	if !ok {
		return ""
	}
	v = b.settleAttribute(d, name, v)
	d.attrs[name] = v
	s, _ := textOf(v)
	return s
}

// set gives an unknown attribute its value.
func (b *builder) set(d *draft, name, text string) {
	if v, ok := d.attrs[name]; ok && v.IsWhollyKnown() {
		return
	}
	d.attrs[name] = cty.StringVal(text)
	b.symbols.Label(text, d.res.Address, name)
}

// fresh is an identifier that AWS makes up for a new object. Of an object that
// exists, it is only unknown.
func (b *builder) fresh(d *draft, name string) string {
	kind := symbol.Fresh
	if !d.res.New() {
		kind = symbol.Atom
	}
	s, ok := b.symbols.New(kind, d.res.Address+"."+name, symbol.Origin{Address: d.res.Address, Attribute: name, Reason: "known only after apply"})
	if !ok {
		s, _ = b.symbols.New(symbol.Opaque, "", symbol.Origin{Reason: "more unknown values than can be told apart"})
	}
	return s
}

// known returns an attribute that is known already, else the given text.
func (b *builder) known(d *draft, name, otherwise string) string {
	if v, ok := d.attrs[name]; ok && v.IsWhollyKnown() {
		if s, ok := textOf(v); ok {
			return s
		}
	}
	return otherwise
}

func bucketOutputs(b *builder, d *draft) {
	name := b.bucketName(d)
	b.set(d, "bucket", name)
	b.set(d, "id", name)
	r := d.res
	suffix := domainSuffix(r.Partition)
	b.set(d, "arn", "arn:"+r.Partition+":s3:::"+name)
	b.set(d, "region", r.Region)
	b.set(d, "bucket_region", r.Region)
	b.set(d, "bucket_domain_name", name+".s3."+suffix)
	b.set(d, "bucket_regional_domain_name", name+".s3."+r.Region+"."+suffix)
	if b.configured(d, "website") {
		b.set(d, "website_domain", websiteDomain(r.Region, suffix))
		b.set(d, "website_endpoint", name+"."+websiteDomain(r.Region, suffix))
	}
}

func (b *builder) bucketName(d *draft) string {
	if b.configured(d, "bucket") || b.known(d, "bucket", "") != "" {
		if name := b.text(d, "bucket"); name != "" {
			return name
		}
	}
	prefix := b.known(d, "bucket_prefix", "")
	if prefix == "" && b.configured(d, "bucket_prefix") {
		prefix = b.text(d, "bucket_prefix")
	}
	return prefix + b.fresh(d, "bucket")
}

func bucketSubresource(b *builder, d *draft) { b.set(d, "id", b.text(d, "bucket")) }

func websiteOutputs(b *builder, d *draft) {
	bucketSubresource(b, d)
	domain := websiteDomain(d.res.Region, domainSuffix(d.res.Partition))
	b.set(d, "website_domain", domain)
	b.set(d, "website_endpoint", b.text(d, "bucket")+"."+domain)
}

// dashRegions have s3-website-REGION endpoints, all later ones
// s3-website.REGION (AWS General Reference, Amazon S3 website endpoints).
var dashRegions = map[string]bool{
	"us-east-1": true, "us-west-1": true, "us-west-2": true, "ap-southeast-1": true, "ap-southeast-2": true,
	"ap-northeast-1": true, "eu-west-1": true, "sa-east-1": true, "us-gov-west-1": true,
}

func websiteDomain(region, suffix string) string {
	if dashRegions[region] {
		return "s3-website-" + region + "." + suffix
	}
	return "s3-website." + region + "." + suffix
}

func accessPointOutputs(b *builder, d *draft) {
	r := d.res
	name := b.text(d, "name")
	b.set(d, "arn", "arn:"+r.Partition+":s3:"+r.Region+":"+r.Account+":accesspoint/"+name)
	b.set(d, "alias", name+"-"+b.fresh(d, "alias")+"-s3alias")
	b.set(d, "domain_name", name+"-"+r.Account+".s3-accesspoint."+r.Region+"."+domainSuffix(r.Partition))
	b.set(d, "id", r.Account+":"+name)
}

func distributionOutputs(b *builder, d *draft) {
	id := b.known(d, "id", b.fresh(d, "id"))
	b.set(d, "id", id)
	b.set(d, "arn", "arn:"+d.res.Partition+":cloudfront::"+d.res.Account+":distribution/"+id)
	b.set(d, "domain_name", b.fresh(d, "domain_name")+".cloudfront.net")
	b.set(d, "hosted_zone_id", "Z2FDTNDATAQYW2")
}

func connectionGroupOutputs(b *builder, d *draft) {
	b.set(d, "id", b.known(d, "id", b.fresh(d, "id")))
	b.set(d, "routing_endpoint", b.fresh(d, "routing_endpoint")+".cloudfront.net")
}

func tenantOutputs(b *builder, d *draft) {
	id := b.known(d, "id", b.fresh(d, "id"))
	b.set(d, "id", id)
	b.set(d, "arn", "arn:"+d.res.Partition+":cloudfront::"+d.res.Account+":distribution-tenant/"+id)
}

func identityOutputs(b *builder, d *draft) {
	id := b.known(d, "id", b.fresh(d, "id"))
	b.set(d, "id", id)
	b.set(d, "iam_arn", "arn:"+d.res.Partition+":iam::cloudfront:user/CloudFront Origin Access Identity "+id)
	b.set(d, "cloudfront_access_identity_path", "origin-access-identity/cloudfront/"+id)
	b.set(d, "s3_canonical_user_id", b.fresh(d, "s3_canonical_user_id"))
}

func freshID(b *builder, d *draft) { b.set(d, "id", b.fresh(d, "id")) }

func functionOutputs(b *builder, d *draft) {
	b.set(d, "arn", "arn:"+d.res.Partition+":cloudfront::"+d.res.Account+":function/"+b.text(d, "name"))
	b.set(d, "id", b.text(d, "name"))
}

func keyOutputs(b *builder, d *draft) {
	r := d.res
	id := b.known(d, "key_id", b.fresh(d, "key_id"))
	b.set(d, "key_id", id)
	b.set(d, "id", id)
	b.set(d, "arn", "arn:"+r.Partition+":kms:"+r.Region+":"+r.Account+":key/"+id)
}

func aliasOutputs(b *builder, d *draft) {
	r := d.res
	name := b.text(d, "name")
	arn := "arn:" + r.Partition + ":kms:" + r.Region + ":" + r.Account + ":"
	b.set(d, "id", name)
	b.set(d, "arn", arn+name)
	if target := b.text(d, "target_key_id"); strings.HasPrefix(target, "arn:") {
		b.set(d, "target_key_arn", target)
	} else {
		b.set(d, "target_key_arn", arn+"key/"+target)
	}
}

func roleOutputs(b *builder, d *draft) { iamOutputs(b, d, "role") }
func userOutputs(b *builder, d *draft) { iamOutputs(b, d, "user") }

func iamOutputs(b *builder, d *draft, kind string) {
	name, path := b.text(d, "name"), b.known(d, "path", "/")
	if name == "" {
		name = b.fresh(d, "name")
		b.set(d, "name", name)
	}
	b.set(d, "id", name)
	b.set(d, "arn", "arn:"+d.res.Partition+":iam::"+d.res.Account+":"+kind+path+name)
	b.set(d, "unique_id", b.fresh(d, "unique_id"))
}

func webACLOutputs(b *builder, d *draft) {
	id := b.known(d, "id", b.fresh(d, "id"))
	b.set(d, "id", id)
	b.set(d, "arn", "arn:"+d.res.Partition+":wafv2:"+d.res.Region+":"+d.res.Account+":global/webacl/"+b.text(d, "name")+"/"+id)
}

func zoneOutputs(b *builder, d *draft) {
	id := b.known(d, "zone_id", b.fresh(d, "zone_id"))
	b.set(d, "zone_id", id)
	b.set(d, "id", id)
}

// isArgument tells which unknown attributes of a judged type are arguments
// that the provider marks "Optional, Computed": unknown in a plan although the
// configuration does not set them.
func isArgument(typ, name string) bool { return optionalComputed[typ][name] }

var optionalComputed = map[string]map[string]bool{
	"aws_s3_bucket": set("acceleration_status", "acl", "bucket_prefix", "cors_rule", "grant", "lifecycle_rule", "logging",
		"object_lock_configuration", "object_lock_enabled", "policy", "replication_configuration", "request_payer",
		"server_side_encryption_configuration", "versioning", "website", "website_domain", "website_endpoint"),
	"aws_s3_bucket_acl":                   set("access_control_policy", "acl"),
	"aws_s3_bucket_website_configuration": set("routing_rule", "routing_rules"),
	"aws_s3_object":                       set("acl", "bucket_key_enabled", "content_type", "kms_key_id", "server_side_encryption", "storage_class"),
	"aws_s3_bucket_object":                set("acl", "bucket_key_enabled", "content_type", "kms_key_id", "server_side_encryption", "storage_class"),
	"aws_s3_object_copy":                  set("acl", "bucket_key_enabled", "kms_key_id", "server_side_encryption", "storage_class"),
	"aws_s3_access_point":                 set("policy", "bucket_account_id"),
	"aws_kms_key":                         set("policy", "description"),
	"aws_kms_external_key":                set("policy"),
	"aws_kms_replica_key":                 set("policy", "key_rotation_enabled"),
	// Its nested blocks are not computed: one that is unknown is made by dynamic,
	// of which the plan's configuration says nothing.
	"aws_cloudfront_distribution":          set("continuous_deployment_policy_id"),
	"aws_cloudfront_distribution_tenant":   set("connection_group_id"),
	"aws_cloudfront_cache_policy":          set("comment"),
	"aws_cloudfront_origin_request_policy": set("comment"),
	"aws_route53_record":                   set("alias", "records", "allow_overwrite"),
}

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}
