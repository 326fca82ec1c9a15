package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/symbol"
)

// Without a plan nobody has read the data sources. What they read follows from their
// arguments where AWS derives it from them, or hangs on the account and region alone.

// dataOutputs fills in what follows from the arguments of a data source. Source: the
// "Attribute Reference" of each in the AWS provider's documentation.
func (b *builder) dataOutputs(d *draft) {
	if f := ofData[d.res.Type]; f != nil {
		f(b, d)
	}
}

var ofData = map[string]func(*builder, *draft){
	"aws_caller_identity": func(b *builder, d *draft) {
		b.set(d, "account_id", d.res.Account)
		b.set(d, "id", d.res.Account)
	},
	"aws_region":            regionData,
	"aws_partition":         partitionData,
	"aws_service_principal": servicePrincipalData,
	"aws_s3_bucket":         bucketData,
	"aws_cloudfront_log_delivery_canonical_user_id": func(b *builder, d *draft) {
		if d.res.Partition == "aws" {
			b.set(d, "id", "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0")
		}
	},
	"aws_cloudfront_distribution": func(b *builder, d *draft) {
		b.set(d, "arn", "arn:"+d.res.Partition+":cloudfront::"+d.res.Account+":distribution/"+b.text(d, "id"))
		b.set(d, "hosted_zone_id", "Z2FDTNDATAQYW2")
	},
	"aws_cloudfront_origin_access_identity": func(b *builder, d *draft) {
		id := b.text(d, "id")
		b.set(d, "iam_arn", "arn:"+d.res.Partition+":iam::cloudfront:user/CloudFront Origin Access Identity "+id)
		b.set(d, "cloudfront_access_identity_path", "origin-access-identity/cloudfront/"+id)
	},
	"aws_cloudfront_cache_policy":            managedByName,
	"aws_cloudfront_origin_request_policy":   managedByName,
	"aws_cloudfront_response_headers_policy": managedByName,
	"aws_kms_alias": func(b *builder, d *draft) {
		r := d.res
		b.set(d, "arn", "arn:"+r.Partition+":kms:"+r.Region+":"+r.Account+":"+b.text(d, "name"))
	},
	"null_data_source": func(_ *builder, d *draft) {
		if v, ok := d.attrs["inputs"]; ok {
			d.attrs["outputs"] = v
		}
	},
}

func regionData(b *builder, d *draft) {
	for _, name := range []string{"name", "region", "id"} {
		if region := known(d, name); region != "" { // of another region than the provider's
			d.res.Region = region
		}
	}
	for _, name := range []string{"name", "region", "id"} {
		b.set(d, name, d.res.Region)
	}
}

func partitionData(b *builder, d *draft) {
	suffix := resource.DomainSuffix(d.res.Partition)
	labels := strings.Split(suffix, ".")
	for i, j := 0, len(labels)-1; i < j; i, j = i+1, j-1 {
		labels[i], labels[j] = labels[j], labels[i]
	}
	b.set(d, "partition", d.res.Partition)
	b.set(d, "id", d.res.Partition)
	b.set(d, "dns_suffix", suffix)
	b.set(d, "reverse_dns_prefix", strings.Join(labels, "."))
}

// servicePrincipalData: elsewhere some services have names of their own.
func servicePrincipalData(b *builder, d *draft) {
	if service := b.text(d, "service_name"); d.res.Partition == "aws" && service != "" {
		b.set(d, "suffix", "amazonaws.com")
		b.set(d, "name", service+".amazonaws.com")
	}
}

// bucketData: a bucket is found in whatever region it is.
func bucketData(b *builder, d *draft) {
	name := b.text(d, "bucket")
	if name == "" {
		return
	}
	region, ok := b.symbols.New(symbol.Opaque, "region of bucket "+name, symbol.Origin{
		Address: d.res.Address, Attribute: "bucket_region", Reason: notRead.Reason, Remedy: notRead.Remedy,
	})
	if ok {
		b.set(d, "region", region)
		b.set(d, "bucket_region", region)
		b.set(d, "bucket_regional_domain_name", name+".s3."+region+"."+resource.DomainSuffix(d.res.Partition))
	}
	b.set(d, "id", name)
	b.set(d, "arn", "arn:"+d.res.Partition+":s3:::"+name)
	b.set(d, "bucket_domain_name", name+".s3."+resource.DomainSuffix(d.res.Partition))
}

// managedByName tells the id of a policy that AWS manages.
func managedByName(b *builder, d *draft) {
	if id, ok := managedPolicies[b.text(d, "name")]; ok {
		b.set(d, "id", id)
	}
	if v, ok := d.attrs["id"]; !ok || v.IsNull() {
		d.attrs["id"] = cty.DynamicVal
	}
}

// managedPolicies are the ids of the policies that AWS manages, by their names
// (CloudFront Developer Guide, "Use managed cache policies", "… origin request
// policies", "… response headers policies").
var managedPolicies = map[string]string{
	"Managed-Amplify":                                "2e54312d-136d-493c-8eb9-b001f22f67d2",
	"Managed-CachingDisabled":                        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
	"Managed-CachingOptimized":                       "658327ea-f89d-4fab-a63d-7e88639e58f6",
	"Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
	"Managed-Elemental-MediaPackage":                 "08627262-05a9-4f76-9ded-b50ca2e3a84f",
	"UseOriginCacheControlHeaders":                   "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
	"UseOriginCacheControlHeaders-QueryStrings":      "4cc15a8a-d715-48a4-82b8-cc0b614638fe",

	"Managed-AllViewer":                                   "216adef6-5c7f-47e4-b989-5492eafa07d3",
	"Managed-AllViewerAndCloudFrontHeaders-2022-06":       "33f36d7e-f396-46d9-90e0-52428a34d9dc",
	"Managed-AllViewerExceptHostHeader":                   "b689b0a8-53d0-40ab-baf2-68738e2966ac",
	"Managed-CORS-CustomOrigin":                           "59781a5b-3903-41f3-afcb-af62929ccde1",
	"Managed-CORS-S3Origin":                               "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
	"Managed-Elemental-MediaTailor-PersonalizedManifests": "775133bc-15f2-49f9-abea-afb2e0bf67d2",
	"Managed-HostHeaderOnly":                              "bf0718e1-ba1e-49d1-88b1-f726733018ae",
	"Managed-UserAgentRefererHeaders":                     "acba4595-bd28-49b8-b9fe-13317c0390fa",

	"Managed-CORS-With-Preflight":                           "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
	"Managed-CORS-and-SecurityHeadersPolicy":                "e61eb60c-9c35-4d20-a928-2b84e02af89c",
	"Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
	"Managed-SecurityHeadersPolicy":                         "67f7725c-6f97-4210-82d7-5512b31e9d03",
	"Managed-SimpleCORS":                                    "60669652-455b-4ae9-85a4-c4c02393f86c",
}
