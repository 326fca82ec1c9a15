package resource

import (
	"strings"
	"testing"
)

// Website endpoints are spelt with a dash in the oldest regions, with a dot in
// all others (AWS General Reference, Amazon S3 website endpoints).
func TestWebsiteDomain(t *testing.T) {
	const suffix = "amazonaws.com"
	for _, region := range strings.Fields("us-east-1 us-west-1 us-west-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 eu-west-1 sa-east-1 us-gov-west-1") {
		if got, want := websiteDomain(region, suffix), "s3-website-"+region+"."+suffix; got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
	for _, region := range strings.Fields("us-east-2 eu-central-1 eu-west-2 eu-west-3 eu-north-1 ap-northeast-2 ap-south-1 ca-central-1 af-south-1 me-south-1 us-gov-east-1") {
		if got, want := websiteDomain(region, suffix), "s3-website."+region+"."+suffix; got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
}
