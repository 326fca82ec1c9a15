package cloudfront

import "github.com/plan403/plan403/internal/symbol"

// opaqueHost reports whether a host's ending is not known, so that it may be
// an S3 endpoint.
func opaqueHost(host string) bool {
	runes := []rune(host)
	if len(runes) == 0 {
		return true
	}
	return symbol.KindOf(runes[len(runes)-1]) == symbol.Opaque
}

// defaultRegions are on by default, as all regions from before 2019-03-20 are
// (Account Management guide); all others are opt-in and newer.
var defaultRegions = map[string]bool{
	"us-east-1": true, "us-east-2": true, "us-west-1": true, "us-west-2": true, "ap-south-1": true,
	"ap-northeast-1": true, "ap-northeast-2": true, "ap-northeast-3": true, "ap-southeast-1": true, "ap-southeast-2": true,
	"ca-central-1": true, "eu-central-1": true, "eu-west-1": true, "eu-west-2": true, "eu-west-3": true,
	"eu-north-1": true, "sa-east-1": true,
}

// optInRegions were launched after 2019-03-20.
var optInRegions = map[string]bool{
	"af-south-1": true, "ap-east-1": true, "ap-east-2": true, "ap-south-2": true, "ap-southeast-3": true,
	"ap-southeast-4": true, "ap-southeast-5": true, "ap-southeast-6": true, "ap-southeast-7": true, "ca-west-1": true,
	"eu-central-2": true, "eu-south-1": true, "eu-south-2": true, "il-central-1": true, "me-central-1": true,
	"me-south-1": true, "mx-central-1": true,
}

// AnswersGlobalEndpoint reports whether bucket.s3.amazonaws.com reaches a
// bucket of the region; regions launched after 2019-03-20 answer 400 (S3 User
// Guide, Virtual hosting of buckets). known is false for a region that is in
// no list.
func AnswersGlobalEndpoint(region string) (answers, known bool) {
	return !optInRegions[region], optInRegions[region] || defaultRegions[region]
}

// withoutIdentities are the regions launched after December 2022, which know
// origin access control only (CloudFront Developer Guide, Restricting access
// to an Amazon S3 origin).
var withoutIdentities = map[string]bool{
	"ap-southeast-4": true, "il-central-1": true, "ca-west-1": true, "ap-southeast-5": true, "ap-southeast-7": true,
	"mx-central-1": true, "ap-east-2": true, "ap-southeast-6": true,
}

// KnowsIdentities reports whether an origin access identity can read buckets
// of the region.
func KnowsIdentities(region string) bool { return !withoutIdentities[region] }
