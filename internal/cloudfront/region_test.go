package cloudfront

import (
	"strings"
	"testing"
)

// Regions from before 2019-03-20 are on by default, all others are opt-in (AWS
// Account Management Reference Guide); buckets in the latter do not answer at
// the global endpoint (S3 User Guide, Virtual hosting of buckets).
func TestGlobalEndpointByRegion(t *testing.T) {
	before := strings.Fields(`us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2
		ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1`)
	after := strings.Fields(`af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5
		ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1`)
	for _, r := range before {
		if !AnswersGlobalEndpoint(r) {
			t.Errorf("%s was launched before March 2019 and answers", r)
		}
	}
	for _, r := range append(after, "eu-west-9") { // the list of old regions is closed
		if AnswersGlobalEndpoint(r) {
			t.Errorf("%s was launched after March 2019 and does not answer", r)
		}
	}
	if !AnswersGlobalEndpoint("local") || !DeliversLogs("local") {
		t.Error("what is not a region of AWS has rules of AWS")
	}
}

// CloudFront Developer Guide, Restrict access to an Amazon S3 origin: origin
// access identities do not work in regions launched after December 2022.
func TestIdentitiesByRegion(t *testing.T) {
	without := strings.Fields("ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 ap-southeast-7 mx-central-1 ap-east-2 ap-southeast-6")
	for _, r := range without {
		if KnowsIdentities(r) {
			t.Errorf("%s knows identities", r)
		}
	}
	for _, r := range strings.Fields("us-east-1 eu-central-1 me-central-1 eu-south-2 eu-central-2 ap-south-2 af-south-1") {
		if !KnowsIdentities(r) {
			t.Errorf("%s knows no identities", r)
		}
	}
}
