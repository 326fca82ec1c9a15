package cloudfront

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The forms of S3 host names: AWS SDK endpoint rules for S3, AWS General
// Reference (Amazon S3 endpoints and quotas), S3 User Guide (Virtual hosting
// of buckets).
func TestParseEndpoint(t *testing.T) {
	regional := func(bucket, region string) Endpoint {
		return Endpoint{Form: Regional, Bucket: bucket, Region: region}
	}
	for name, c := range map[string]struct {
		host string
		want Endpoint
	}{
		"website with a dash": {"www.example.com.s3-website-us-east-1.amazonaws.com", Endpoint{Form: Website, Bucket: "www.example.com", Region: "us-east-1"}},
		"website with a dot":  {"docs.s3-website.eu-central-1.amazonaws.com", Endpoint{Form: Website, Bucket: "docs", Region: "eu-central-1"}},
		"website in China":    {"docs.s3-website.cn-north-1.amazonaws.com.cn", Endpoint{Form: Website, Bucket: "docs", Region: "cn-north-1"}},
		"either separator is taken for every region": {
			"docs.s3-website-eu-central-1.amazonaws.com", Endpoint{Form: Website, Bucket: "docs", Region: "eu-central-1"},
		},
		"object lambda host":                  {"thumbs-111122223333.s3-object-lambda.eu-west-1.amazonaws.com", Endpoint{Form: ObjectLambda, Name: "thumbs", Account: "111122223333", Region: "eu-west-1"}},
		"access point host":                   {"photos-111122223333.s3-accesspoint.eu-west-1.amazonaws.com", Endpoint{Form: AccessPoint, Name: "photos", Account: "111122223333", Region: "eu-west-1"}},
		"access point fips":                   {"photos-111122223333.s3-accesspoint-fips.us-east-1.amazonaws.com", Endpoint{Form: AccessPoint, Name: "photos", Account: "111122223333", Region: "us-east-1"}},
		"access point dual":                   {"my-photos-111122223333.s3-accesspoint.dualstack.eu-west-1.amazonaws.com", Endpoint{Form: AccessPoint, Name: "my-photos", Account: "111122223333", Region: "eu-west-1"}},
		"access point alias":                  {"photos-abc123xyz-s3alias.s3.eu-west-1.amazonaws.com", Endpoint{Form: AccessPointAlias, Alias: "photos-abc123xyz-s3alias", Region: "eu-west-1"}},
		"object lambda alias":                 {"thumbs-abc123xyz--ol-s3.s3.eu-west-1.amazonaws.com", Endpoint{Form: ObjectLambdaAlias, Alias: "thumbs-abc123xyz--ol-s3", Region: "eu-west-1"}},
		"multi-region":                        {"mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", Endpoint{Form: MultiRegion, Alias: "mfzwi23gnjvgw.mrap"}},
		"directory bucket":                    {"logs--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", Endpoint{Form: Directory, Bucket: "logs--use1-az4--x-s3", Region: "us-east-1"}},
		"accelerate":                          {"docs.s3-accelerate.amazonaws.com", Endpoint{Form: Accelerate, Bucket: "docs"}},
		"accelerate dual":                     {"docs.s3-accelerate.dualstack.amazonaws.com", Endpoint{Form: Accelerate, Bucket: "docs"}},
		"regional":                            {"docs.s3.eu-west-1.amazonaws.com", regional("docs", "eu-west-1")},
		"regional fips":                       {"docs.s3-fips.us-east-1.amazonaws.com", regional("docs", "us-east-1")},
		"regional dual":                       {"docs.s3.dualstack.eu-west-1.amazonaws.com", regional("docs", "eu-west-1")},
		"regional fips dual":                  {"docs.s3-fips.dualstack.us-east-1.amazonaws.com", regional("docs", "us-east-1")},
		"China":                               {"docs.s3.cn-northwest-1.amazonaws.com.cn", regional("docs", "cn-northwest-1")},
		"GovCloud":                            {"docs.s3.us-gov-west-1.amazonaws.com", regional("docs", "us-gov-west-1")},
		"European sovereign":                  {"docs.s3.eusc-de-east-1.amazonaws.eu", regional("docs", "eusc-de-east-1")},
		"iso":                                 {"docs.s3.us-iso-east-1.c2s.ic.gov", regional("docs", "us-iso-east-1")},
		"iso-b":                               {"docs.s3.us-isob-east-1.sc2s.sgov.gov", regional("docs", "us-isob-east-1")},
		"iso-e":                               {"docs.s3.eu-isoe-west-1.cloud.adc-e.uk", regional("docs", "eu-isoe-west-1")},
		"iso-f":                               {"docs.s3.us-isof-south-1.csp.hci.ic.gov", regional("docs", "us-isof-south-1")},
		"a bucket may have dots and s3 in it": {"my.s3.docs.s3.eu-west-1.amazonaws.com", regional("my.s3.docs", "eu-west-1")},
		"legacy dash":                         {"docs.s3-eu-west-1.amazonaws.com", Endpoint{Form: Dash, Bucket: "docs", Region: "eu-west-1"}},
		"legacy us-east-1":                    {"docs.s3-external-1.amazonaws.com", Endpoint{Form: External, Bucket: "docs", Region: "us-east-1"}},
		"global":                              {"docs.s3.amazonaws.com", Endpoint{Form: Global, Bucket: "docs"}},
		"global with dots":                    {"www.example.com.s3.amazonaws.com", Endpoint{Form: Global, Bucket: "www.example.com"}},
		"global in China":                     {"docs.s3.amazonaws.com.cn", Endpoint{Form: Global, Bucket: "docs"}},
		"path style":                          {"s3.amazonaws.com", Endpoint{Form: PathStyle}},
		"path style regional":                 {"s3.eu-west-1.amazonaws.com", Endpoint{Form: PathStyle, Region: "eu-west-1"}},
		"path style dash":                     {"s3-eu-west-1.amazonaws.com", Endpoint{Form: PathStyle, Region: "eu-west-1"}},
		"path style dual":                     {"s3.dualstack.eu-west-1.amazonaws.com", Endpoint{Form: PathStyle, Region: "eu-west-1"}},
		"path style fips":                     {"s3-fips.us-east-1.amazonaws.com", Endpoint{Form: PathStyle, Region: "us-east-1"}},
		"case does not matter":                {"Docs.S3.EU-WEST-1.AmazonAWS.com", regional("docs", "eu-west-1")},
		"one trailing dot":                    {"docs.s3.eu-west-1.amazonaws.com.", regional("docs", "eu-west-1")},
		"a host of its own":                   {"www.example.com", Endpoint{}},
		"a load balancer":                     {"app-1.eu-west-1.elb.amazonaws.com", Endpoint{}},
		"an ending is not a host":             {"docs.s3.amazonaws.com.example.com", Endpoint{}},
		"a beginning is not one":              {"s3.example.com", Endpoint{}},
		"a function URL":                      {"abc.lambda-url.eu-west-1.on.aws", Endpoint{}},
		"no region":                           {"docs.s3.nowhere.amazonaws.com", Endpoint{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ParseEndpoint(c.host)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.host, diff)
			}
		})
	}
}

// Every bucket name is found again in the host names that are made of it.
func TestEndpointKeepsBucket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ordinary := func(name string) bool { // AWS keeps these endings for itself
			return !strings.HasSuffix(name, "-s3alias") && !strings.HasSuffix(name, "--ol-s3") && !strings.HasSuffix(name, "--x-s3")
		}
		bucket := rapid.StringMatching(`[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]`).Filter(ordinary).Draw(t, "bucket")
		host := bucket + rapid.SampledFrom([]string{".s3.eu-west-1.amazonaws.com", ".s3-website.eu-west-1.amazonaws.com", ".s3-website-us-east-1.amazonaws.com", ".s3.amazonaws.com.cn"}).Draw(t, "ending")
		if got := ParseEndpoint(host).Bucket; got != bucket {
			t.Errorf("%s: bucket %q, want %q", host, got, bucket)
		}
	})
}

func FuzzParseEndpoint(f *testing.F) {
	for _, host := range []string{"docs.s3.eu-west-1.amazonaws.com", "a-111122223333.s3-accesspoint.eu-west-1.amazonaws.com", "", "\ue000.s3.\ue001.amazonaws.com", "\xff"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		e := ParseEndpoint(host)
		if e.Bucketed() && e.Bucket == "" {
			t.Errorf("%q is %+v without a bucket", host, e)
		}
	})
}
