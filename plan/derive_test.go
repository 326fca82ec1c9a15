package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
)

// attributesOf are those of a resource that a plan creates, with its other
// computed attributes unknown.
func attributesOf(t *testing.T, region, typ string, arguments attrs, names ...string) map[string]string {
	t.Helper()
	for _, n := range names {
		if _, ok := arguments[n]; !ok {
			arguments[n] = nil
		}
	}
	p := mustRead(t, planJSON(t, nil, creating(typ+".x", arguments)))
	asIfReferredTo(t, p)
	_, after := mustStates(t, p, StateOptions{Account: "111122223333", Region: region})
	out := map[string]string{}
	for _, n := range names {
		out[n] = strings.ReplaceAll(after.Resource(typ+".x").String(n), idOf(after, typ+".x"), "ID")
	}
	return out
}

// idOf is the symbol in the identifier that AWS makes up for a resource.
func idOf(s *State, address string) string {
	for _, name := range []string{"key_id", "url_id", "id"} {
		if runes := symbol.In(s.Resource(address).String(name)); len(runes) == 1 {
			return string(runes)
		}
	}
	return "no id"
}

// What AWS makes of a resource's arguments (attribute reference of each
// resource in the AWS provider's documentation; Service Authorization
// Reference, ARN formats). ID stands for the id that nobody knows yet.
func TestDerivedAttributes(t *testing.T) {
	for name, c := range map[string]struct {
		region, typ string
		arguments   attrs
		want        map[string]string
	}{
		"the URL of a function": {"eu-west-1", "aws_lambda_function_url", attrs{"function_name": "f"}, map[string]string{
			"function_url": "https://ID.lambda-url.eu-west-1.on.aws/",
		}},
		"an HTTP API": {"eu-west-1", "aws_apigatewayv2_api", attrs{"protocol_type": "HTTP"}, map[string]string{
			"api_endpoint": "https://ID.execute-api.eu-west-1.amazonaws.com",
		}},
		"an API of web sockets": {"cn-north-1", "aws_apigatewayv2_api", attrs{"protocol_type": "WEBSOCKET"}, map[string]string{
			"api_endpoint": "wss://ID.execute-api.cn-north-1.amazonaws.com.cn",
		}},
		"a stage of a REST API": {"us-east-1", "aws_api_gateway_stage", attrs{"rest_api_id": "a1", "stage_name": "live"}, map[string]string{
			"invoke_url": "https://a1.execute-api.us-east-1.amazonaws.com/live",
		}},
		"what terraform_data was given": {"us-east-1", "terraform_data", attrs{"input": "policy"}, map[string]string{"output": "policy"}},
		"a bucket": {"eu-west-1", "aws_s3_bucket", attrs{"bucket": "docs"}, map[string]string{
			"id": "docs", "arn": "arn:aws:s3:::docs", "bucket_domain_name": "docs.s3.amazonaws.com",
			"bucket_regional_domain_name": "docs.s3.eu-west-1.amazonaws.com", "region": "eu-west-1",
		}},
		"a bucket in us-east-1": {"us-east-1", "aws_s3_bucket", attrs{"bucket": "docs"}, map[string]string{
			"bucket_domain_name": "docs.s3.amazonaws.com", "bucket_regional_domain_name": "docs.s3.us-east-1.amazonaws.com",
		}},
		"a bucket in China": {"cn-north-1", "aws_s3_bucket", attrs{"bucket": "docs"}, map[string]string{
			"arn": "arn:aws-cn:s3:::docs", "bucket_regional_domain_name": "docs.s3.cn-north-1.amazonaws.com.cn",
		}},
		"a bucket in GovCloud": {"us-gov-west-1", "aws_s3_bucket", attrs{"bucket": "docs"}, map[string]string{
			"arn": "arn:aws-us-gov:s3:::docs", "bucket_regional_domain_name": "docs.s3.us-gov-west-1.amazonaws.com",
		}},
		"a distribution": {"eu-west-1", "aws_cloudfront_distribution", attrs{"enabled": true}, map[string]string{
			"id": "ID", "arn": "arn:aws:cloudfront::111122223333:distribution/ID", "hosted_zone_id": "Z2FDTNDATAQYW2",
		}},
		"an identity": {"eu-west-1", "aws_cloudfront_origin_access_identity", attrs{"comment": "docs"}, map[string]string{
			"id": "ID", "iam_arn": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ID",
			"cloudfront_access_identity_path": "origin-access-identity/cloudfront/ID",
		}},
		"an access control": {"eu-west-1", "aws_cloudfront_origin_access_control", attrs{"name": "docs"}, map[string]string{"id": "ID"}},
		"a KMS key": {"eu-west-1", "aws_kms_key", attrs{"is_enabled": true}, map[string]string{
			"key_id": "ID", "id": "ID", "arn": "arn:aws:kms:eu-west-1:111122223333:key/ID",
		}},
		"an alias": {"eu-west-1", "aws_kms_alias", attrs{"name": "alias/docs", "target_key_id": "1234abcd"}, map[string]string{
			"arn": "arn:aws:kms:eu-west-1:111122223333:alias/docs", "target_key_arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
		}},
		"an access point": {"eu-west-1", "aws_s3_access_point", attrs{"name": "photos", "bucket": "docs"}, map[string]string{
			"arn": "arn:aws:s3:eu-west-1:111122223333:accesspoint/photos",
		}},
		"a website": {"eu-central-1", "aws_s3_bucket_website_configuration", attrs{"bucket": "docs"}, map[string]string{
			"website_endpoint": "docs.s3-website.eu-central-1.amazonaws.com", "website_domain": "s3-website.eu-central-1.amazonaws.com",
		}},
		"a role": {"eu-west-1", "aws_iam_role", attrs{"name": "web", "path": "/teams/"}, map[string]string{
			"arn": "arn:aws:iam::111122223333:role/teams/web",
		}},
		"a policy takes its bucket's name": {"eu-west-1", "aws_s3_bucket_policy", attrs{"bucket": "docs"}, map[string]string{"id": "docs"}},
	} {
		t.Run(name, func(t *testing.T) {
			var names []string
			for n := range c.want {
				names = append(names, n)
			}
			if diff := cmp.Diff(c.want, attributesOf(t, c.region, c.typ, c.arguments, names...)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.typ, diff)
			}
		})
	}
}

// A distribution's domain name and an identity's canonical user are made up
// apart from the id.
func TestNamesApartFromTheID(t *testing.T) {
	_, after := statesOf(t,
		creating("aws_cloudfront_distribution.site", attrs{"id": nil, "domain_name": nil}),
		creating("aws_cloudfront_origin_access_identity.site", attrs{"id": nil, "s3_canonical_user_id": nil}),
	)
	d, i := after.Resource("aws_cloudfront_distribution.site"), after.Resource("aws_cloudfront_origin_access_identity.site")
	if name := d.String("domain_name"); !strings.HasSuffix(name, ".cloudfront.net") || strings.Contains(name, d.String("id")) {
		t.Errorf("domain name %q of distribution %q", name, d.String("id"))
	}
	if user := i.String("s3_canonical_user_id"); user == "" || strings.Contains(user, i.String("id")) {
		t.Errorf("canonical user %q of identity %q", user, i.String("id"))
	}
}

// An identifier that nobody knows yet can equal no text that somebody wrote
// down; two resources never share one.
func TestFreshIdentifiers(t *testing.T) {
	_, after := statesOf(t,
		creating("aws_cloudfront_distribution.a", attrs{"id": nil, "arn": nil}),
		creating("aws_cloudfront_distribution.b", attrs{"id": nil, "arn": nil}),
		planned{address: "aws_cloudfront_distribution.c", actions: []string{"delete", "create"}, before: attrs{"id": "EOLD"}, after: attrs{"id": nil, "arn": nil}},
	)
	seen := map[string]string{}
	for _, name := range []string{"a", "b", "c"} {
		id := after.Resource("aws_cloudfront_distribution." + name).String("id")
		runes := []rune(id)
		if len(runes) != 1 || symbol.KindOf(runes[0]) != symbol.Fresh {
			t.Errorf("id of %s is %q, want one fresh symbol", name, id)
		}
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s share an id", name, other)
		}
		seen[id] = name
	}
}

// What a change leaves known is kept; what an update makes unknown is not
// known to differ from what it was.
func TestUpdatedDistributionKeepsItsID(t *testing.T) {
	const arn = "arn:aws:cloudfront::444455556666:distribution/EDFDVBD6EXAMPLE"
	_, after := statesOf(t, planned{
		address: "aws_cloudfront_distribution.site", actions: []string{"update"},
		before: attrs{"id": "EDFDVBD6EXAMPLE", "arn": arn, "enabled": true}, after: attrs{"id": "EDFDVBD6EXAMPLE", "arn": arn, "enabled": false},
	})
	r := after.Resource("aws_cloudfront_distribution.site")
	if r.String("arn") != arn || r.Account != "444455556666" {
		t.Errorf("arn %q in account %q", r.String("arn"), r.Account)
	}
}

// Optional arguments that the provider computes are unset, not unknown, where
// the configuration does not set them.
func TestUnsetArguments(t *testing.T) {
	bucket := creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "policy": nil, "acl": nil, "request_payer": nil})
	key := creating("aws_kms_key.docs", attrs{"is_enabled": true, "policy": nil})
	_, after := statesOf(t, bucket, key)
	for _, a := range []struct{ address, name string }{
		{"aws_s3_bucket.docs", "policy"}, {"aws_s3_bucket.docs", "acl"}, {"aws_s3_bucket.docs", "request_payer"}, {"aws_kms_key.docs", "policy"},
	} {
		if there := after.Resource(a.address).Has(a.name); !there.IsFalse() {
			t.Errorf("%s of %s is %q, want unset", a.name, a.address, shown(t, after, a.address, a.name))
		}
	}
	configured := key
	configured.config = attrs{"policy": attrs{"references": []string{"local.policy"}}}
	_, after = statesOf(t, configured)
	if got := after.Resource("aws_kms_key.docs").String("policy"); !symbol.Contains(got) {
		t.Errorf("a policy that the configuration sets is %q, want unknown", got)
	}
}

// The id of what belongs to a bucket is the bucket's name, which readers know as the
// bucket's, whichever of them is listed first.
func TestNamesOfWhatBelongsToABucket(t *testing.T) {
	reference := attrs{"bucket": attrs{"references": []string{"aws_s3_bucket.docs.id", "aws_s3_bucket.docs"}}}
	bucket := creating("aws_s3_bucket.docs", attrs{"bucket": nil, "id": nil, "arn": nil})
	policy := planned{address: "aws_s3_bucket_policy.docs", actions: []string{"create"}, after: attrs{"bucket": nil, "id": nil, "policy": "{}"}, config: reference}
	acl := planned{address: "aws_s3_bucket_acl.docs", actions: []string{"create"}, after: attrs{"bucket": nil, "id": nil, "acl": "private"}, config: reference}
	for name, list := range map[string][]planned{
		"the bucket first": {bucket, policy, acl},
		"the bucket last":  {acl, policy, bucket},
	} {
		t.Run(name, func(t *testing.T) {
			_, after := statesOf(t, list...)
			for _, address := range []string{"aws_s3_bucket.docs", "aws_s3_bucket_policy.docs", "aws_s3_bucket_acl.docs"} {
				if got := shown(t, after, address, "id"); got != "${aws_s3_bucket.docs.id}" {
					t.Errorf("%s has the id %s", address, got)
				}
			}
		})
	}
}
