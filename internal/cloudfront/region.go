package cloudfront

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

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
	"ap-northeast-1": true, "ap-northeast-2": true, "ap-northeast-3": true, "ap-southeast-1": true,
	"ap-southeast-2": true,
	"ca-central-1":   true, "eu-central-1": true, "eu-west-1": true, "eu-west-2": true, "eu-west-3": true,
	"eu-north-1": true, "sa-east-1": true,
}

// AnswersGlobalEndpoint reports whether bucket.s3.amazonaws.com reaches a bucket
// of the region. Regions launched after 2019-03-20 return 400 (S3 User Guide,
// Virtual hosting of buckets). The list of those before is closed, so that a region
// nobody has heard of is a new one.
func AnswersGlobalEndpoint(region string) bool {
	return defaultRegions[region] || otherPartition(region) || !regionName.MatchString(region)
}

// regionName is the form of the names of AWS's regions: what stands in for AWS in
// tests has others, and no rules of its own.
var regionName = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]+$`)

// otherPartition reports whether a region is not one of the partition "aws", whose
// global endpoint this is about.
func otherPartition(region string) bool {
	return slices.ContainsFunc([]string{"cn-", "us-gov-", "us-iso", "eu-isoe-", "eusc-"}, func(prefix string) bool {
		return strings.HasPrefix(region, prefix)
	})
}

// DeliversLogs reports whether CloudFront writes standard logs into buckets of the
// region: it does in those that are on by default (CloudFront Developer Guide,
// Choose an Amazon S3 bucket for standard logs).
func DeliversLogs(region string) bool {
	return defaultRegions[region] || !regionName.MatchString(region)
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

// knowingVersion2 are the regions in which S3 takes Signature Version 2 as well
// (General Reference, Amazon S3 endpoints). All others know Version 4 only.
var knowingVersion2 = map[string]bool{
	"us-east-1": true, "us-west-1": true, "us-west-2": true, "ap-southeast-1": true, "ap-southeast-2": true,
	"ap-northeast-1": true, "eu-west-1": true, "sa-east-1": true, "us-gov-west-1": true,
}

// TakesWrites reports whether an origin access identity can make a request with a
// method to a bucket of the region whatever headers the viewer sends: POST it cannot
// make at all, and PUT in a region that knows Signature Version 4 only needs
// x-amz-content-sha256 (CloudFront Developer Guide of 2023, Restricting access to an
// Amazon S3 origin).
func TakesWrites(method, region string) bool {
	return method != "POST" && (method != "PUT" || knowingVersion2[region])
}
