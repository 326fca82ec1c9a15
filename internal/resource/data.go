package resource

import (
	"slices"
	"strings"
)

// Without a plan nobody has read the data sources. What they read follows from their
// arguments where AWS derives it from them, or hangs on the account and region alone.

var (
	accountData = derived("account_id", "{account}", "id", "{account}")
	regionData  = []Derived{
		{Name: "name", By: regionOfData}, {Name: "region", By: regionOfData}, {Name: "id", By: regionOfData},
	}
	partitionData = append(derived("partition", "{partition}", "id", "{partition}", "dns_suffix", "{suffix}"),
		Derived{Name: "reverse_dns_prefix", By: func(o Object) string {
			labels := strings.Split(o.Expand("{suffix}"), ".")
			slices.Reverse(labels)
			return strings.Join(labels, ".")
		}})
	// Elsewhere some services have names of their own.
	principalData = []Derived{
		{Name: "suffix", By: inAWS("service_name", "amazonaws.com")},
		{Name: "name", By: inAWS("service_name", "{service_name}.amazonaws.com")},
	}
	logDeliveryData = []Derived{{
		Name: "id", By: inAWS("", "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"),
	}}
	// A bucket is found in whatever region it is.
	bucketData = []Derived{
		{Name: "region", By: regionOfBucket},
		{Name: "bucket_region", By: regionOfBucket},
		{Name: "bucket_regional_domain_name", By: ofNamed("{bucket}.s3.{bucket_region}.{suffix}")},
		{Name: "id", By: ofNamed("{bucket}")},
		{Name: "arn", By: ofNamed("arn:{partition}:s3:::{bucket}")},
		{Name: "bucket_domain_name", By: ofNamed("{bucket}.s3.{suffix}")},
	}
	policyData = []Derived{{Name: "id", By: idOfManaged}}
)

// regionOfData may be another region than the provider's.
func regionOfData(o Object) string {
	for _, name := range []string{"id", "region", "name"} {
		if region := o.Known(name); region != "" {
			return region
		}
	}
	return o.Expand("{region}")
}

// inAWS is a text that holds in the partition aws, if an argument is there.
func inAWS(argument, text string) func(Object) string {
	return func(o Object) string {
		if o.Expand("{partition}") != "aws" || argument != "" && o.Text(argument) == "" {
			return ""
		}
		return o.Expand(text)
	}
}

func regionOfBucket(o Object) string {
	name := o.Text("bucket")
	if name == "" {
		return ""
	}
	return o.NotRead("region of bucket "+name, "bucket_region")
}

// ofNamed is a text of a bucket whose name is told.
func ofNamed(text string) func(Object) string {
	return func(o Object) string {
		if o.Text("bucket") == "" {
			return ""
		}
		return o.Expand(text)
	}
}

// idOfManaged is the id of a policy, which is known if AWS manages it.
func idOfManaged(o Object) string {
	if id, ok := managedPolicies[o.Text("name")]; ok {
		return id
	}
	if o.Configured("id") {
		return ""
	}
	return o.NotRead("", "id")
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
