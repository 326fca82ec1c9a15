package policy

import (
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

// conditionOf evaluates a condition block alone.
func conditionOf(t testing.TB, version, block string, ctx Context) tri.Value {
	t.Helper()
	d := parse(t, document(version, statement("Condition="+block)))
	r := d.Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object, Context: ctx})
	return r.Results[0].Condition
}

func TestOperators(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	tests := []struct {
		name, block, value string
		want               tri.Truth
	}{
		{"StringEquals is exact", `{"StringEquals":{"k":"a"}}`, "a", yes},
		{"StringEquals respects case", `{"StringEquals":{"k":"A"}}`, "a", no},
		{"StringEquals has no wildcards", `{"StringEquals":{"k":"arn:aws:cloudfront::111122223333:distribution/*"}}`, distribution, no},
		{"StringNotEquals negates", `{"StringNotEquals":{"k":"a"}}`, "b", yes},
		{"values of a key are alternatives", `{"StringEquals":{"k":["x","a"]}}`, "a", yes},
		{"values of a negated key are all excluded", `{"StringNotEquals":{"k":["x","a"]}}`, "a", no},
		{"none of the excluded values", `{"StringNotEquals":{"k":["x","a"]}}`, "b", yes},
		{"StringEqualsIgnoreCase ignores case", `{"StringEqualsIgnoreCase":{"k":"ABC"}}`, "abc", yes},
		{"StringNotEqualsIgnoreCase negates it", `{"StringNotEqualsIgnoreCase":{"k":"ABC"}}`, "abc", no},
		{"StringLike has wildcards", `{"StringLike":{"k":"arn:*/E?EXAMPLE"}}`, distribution, yes},
		{"StringLike respects case", `{"StringLike":{"k":"A*"}}`, "abc", no},
		{"StringNotLike negates", `{"StringNotLike":{"k":"a*"}}`, "abc", no},
		{"keys of an operator are all needed", `{"StringEquals":{"k":"a","other":"x"}}`, "a", no},
		{"operators are all needed", `{"StringEquals":{"k":"a"},"StringNotEquals":{"k":"a"}}`, "a", no},
		{"key names ignore case", `{"StringEquals":{"K":"a"}}`, "a", yes},
		{"an empty block asks for nothing", `{}`, "a", yes},

		{"ArnEquals has wildcards", `{"ArnEquals":{"k":"arn:aws:cloudfront::111122223333:distribution/*"}}`, distribution, yes},
		{"ArnLike is the same", `{"ArnLike":{"k":"arn:aws:cloudfront::*:distribution/E2EXAMPLE"}}`, distribution, yes},
		{"ArnLike compares part by part", `{"ArnLike":{"k":"arn:aws:*:distribution/E2EXAMPLE:*:*"}}`, distribution, no},
		{"ArnLike respects case", `{"ArnLike":{"k":"arn:aws:cloudfront::111122223333:Distribution/*"}}`, distribution, no},
		{"a region in the ARN does not match", `{"ArnLike":{"k":"arn:aws:cloudfront:us-east-1:111122223333:distribution/*"}}`, distribution, no},
		{"an ARN without account does not match", `{"ArnEquals":{"k":"arn:aws:cloudfront:::distribution/E2EXAMPLE"}}`, distribution, no},
		{"the id is not the ARN", `{"ArnEquals":{"k":"E2EXAMPLE"}}`, distribution, no},
		{"the id is not equal to the ARN", `{"StringEquals":{"k":"E2EXAMPLE"}}`, distribution, no},
		{"a star alone is not documented for ARNs", `{"ArnLike":{"k":"*"}}`, distribution, unknown},
		{"what is no ARN is not documented behind ArnNotLike", `{"ArnNotLike":{"k":"E2EXAMPLE"}}`, distribution, unknown},
		{"an opaque ARN that differs does not match ArnLike", `{"ArnLike":{"k":"` + opaque1 + `/x"}}`, distribution, no},
		{"an opaque ARN that differs matches ArnNotLike", `{"ArnNotLike":{"k":"arn:aws:iam::` + opaque1 + `:role/x"}}`, distribution, yes},
		{"ArnNotEquals negates", `{"ArnNotEquals":{"k":"` + distribution + `"}}`, distribution, no},
		{"ArnNotLike negates", `{"ArnNotLike":{"k":"arn:aws:iam::*:role/x"}}`, distribution, yes},

		{"NumericEquals compares numbers", `{"NumericEquals":{"k":"1.20"}}`, "1.2", yes},
		{"NumericNotEquals negates", `{"NumericNotEquals":{"k":"1.2"}}`, "1.3", yes},
		{"NumericLessThan", `{"NumericLessThan":{"k":"1.2"}}`, "1.1", yes},
		{"NumericLessThan is strict", `{"NumericLessThan":{"k":1.2}}`, "1.2", no},
		{"NumericLessThanEquals", `{"NumericLessThanEquals":{"k":10}}`, "9", yes},
		{"NumericGreaterThan", `{"NumericGreaterThan":{"k":"9"}}`, "10", yes},
		{"NumericGreaterThanEquals", `{"NumericGreaterThanEquals":{"k":-2}}`, "-2", yes},
		{"what is no number is not documented", `{"NumericLessThan":{"k":"1.2"}}`, "TLSv1", unknown},

		{"DateLessThan takes ISO 8601", `{"DateLessThan":{"k":"2026-06-01T00:00:00Z"}}`, "2026-05-31T23:59:59Z", yes},
		{"DateGreaterThan takes zones", `{"DateGreaterThan":{"k":"2026-06-01T00:00:00+02:00"}}`, "2026-05-31T22:30:00Z", yes},
		{"DateEquals takes epoch seconds", `{"DateEquals":{"k":"1780272000"}}`, "2026-06-01T00:00:00Z", yes},
		{"DateNotEquals negates", `{"DateNotEquals":{"k":"2026-06-01"}}`, "2026-06-02", yes},
		{"DateLessThanEquals", `{"DateLessThanEquals":{"k":"2026-06-01"}}`, "2026-06-01T00:00:00Z", yes},
		{"DateGreaterThanEquals", `{"DateGreaterThanEquals":{"k":"2026-06-01"}}`, "2026-05", no},
		{"what is no date is not documented", `{"DateLessThan":{"k":"soon"}}`, "2026-06-01", unknown},

		{"Bool compares the words", `{"Bool":{"k":"true"}}`, "true", yes},
		{"Bool takes JSON booleans", `{"Bool":{"k":false}}`, "false", yes},
		{"Bool tells them apart", `{"Bool":{"k":"true"}}`, "false", no},
		{"Bool with another word does not match", `{"Bool":{"k":"yes"}}`, "true", no},
		{"Bool in capitals is not documented", `{"Bool":{"k":"True"}}`, "true", unknown},
		{"Bool of an unknown value is unknown", `{"Bool":{"k":"` + opaque1 + `"}}`, "true", unknown},
		{"Bool of an unknown value beside a match", `{"Bool":{"k":["` + opaque1 + `","true"]}}`, "true", yes},

		{"BinaryEquals is exact", `{"BinaryEquals":{"k":"QmluYXJ5"}}`, "QmluYXJ5", yes},
		{"BinaryEquals tells apart", `{"BinaryEquals":{"k":"QmluYXJ5"}}`, "QmluYXJ4", no},

		{"IpAddress takes a range", `{"IpAddress":{"k":"203.0.113.0/24"}}`, "203.0.113.9", yes},
		{"IpAddress outside the range", `{"IpAddress":{"k":"203.0.113.0/24"}}`, "203.0.114.9", no},
		{"IpAddress takes an address", `{"IpAddress":{"k":"203.0.113.9"}}`, "203.0.113.9", yes},
		{"IpAddress masks host bits", `{"IpAddress":{"k":"10.1.2.3/8"}}`, "10.9.9.9", yes},
		{"IpAddress takes IPv6", `{"IpAddress":{"k":"2001:db8::/32"}}`, "2001:db8::1", yes},
		{"IpAddress families do not match", `{"IpAddress":{"k":"2001:db8::/32"}}`, "10.0.0.1", no},
		{"NotIpAddress negates", `{"NotIpAddress":{"k":["10.0.0.0/8","172.16.0.0/12"]}}`, "172.17.0.1", no},
		{"NotIpAddress outside all ranges", `{"NotIpAddress":{"k":["10.0.0.0/8","172.16.0.0/12"]}}`, "18.64.0.1", yes},
		{"a range that is none is not documented", `{"IpAddress":{"k":"10.*"}}`, "10.0.0.1", unknown},
		{"an unknown range is unknown", `{"NotIpAddress":{"k":"` + opaque1 + `"}}`, "10.0.0.1", unknown},

		{"Null true wants no value", `{"Null":{"k":"true"}}`, "a", no},
		{"Null false wants a value", `{"Null":{"k":false}}`, "a", yes},
		{"Null of an unknown value is unknown", `{"Null":{"k":"` + opaque1 + `"}}`, "a", unknown},

		{"IfExists compares a key that is there", `{"StringEqualsIfExists":{"k":"b"}}`, "a", no},
		{"ForAnyValue takes a single value as a set", `{"ForAnyValue:StringEquals":{"k":"a"}}`, "a", yes},
		{"ForAllValues takes a single value as a set", `{"ForAllValues:StringEquals":{"k":"b"}}`, "a", no},
		{"an empty list of values is not documented", `{"StringEquals":{"k":[]}}`, "a", unknown},
		{"an unknown operator is unknown", `{"` + opaque1 + `":{"k":"a"}}`, "a", unknown},
		{"an unknown key is unknown", `{"StringEquals":{"` + opaque1 + `":"a"}}`, "a", unknown},
		{"an unknown block is unknown", `"` + opaque1 + `"`, "a", unknown},
		{"unknown keys are unknown", `{"StringEquals":"` + opaque1 + `"}`, "a", unknown},
		{"a false sibling decides beside an unknown one", `{"StringEquals":{"k":["` + opaque1 + `"]},"Null":{"k":"true"}}`, "a", no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := conditionOf(t, Version2012, tt.block, values{"k": {tt.value}}.context)
			if got.Truth() != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got.IsUnknown() && len(got.Causes()) == 0 {
				t.Error("unknown without a cause")
			}
		})
	}
}

func TestAbsentKey(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	positive := map[string]string{
		"StringEquals": "a", "StringEqualsIgnoreCase": "a", "StringLike": "*", "ArnEquals": distribution, "ArnLike": distribution,
		"NumericEquals": "1", "NumericLessThan": "1", "NumericLessThanEquals": "1", "NumericGreaterThan": "1", "NumericGreaterThanEquals": "1",
		"DateEquals": "2026-06-01", "DateLessThan": "2026-06-01", "DateLessThanEquals": "2026-06-01", "DateGreaterThan": "2026-06-01", "DateGreaterThanEquals": "2026-06-01",
		"Bool": "true", "BinaryEquals": "QQ==", "IpAddress": "10.0.0.0/8",
	}
	negated := map[string]string{
		"StringNotEquals": "a", "StringNotEqualsIgnoreCase": "a", "StringNotLike": "a", "ArnNotEquals": distribution, "ArnNotLike": distribution,
		"NumericNotEquals": "1", "DateNotEquals": "2026-06-01", "NotIpAddress": "10.0.0.0/8",
	}
	check := func(operator, value string, want tri.Truth) {
		t.Helper()
		if got := conditionOf(t, Version2012, `{"`+operator+`":{"k":"`+value+`"}}`, nil); got.Truth() != want {
			t.Errorf("%s: got %v, want %v", operator, got, want)
		}
	}
	for operator, value := range positive {
		check(operator, value, no)
		check(operator+"IfExists", value, yes)
		check("ForAllValues:"+operator, value, yes)
		check("ForAnyValue:"+operator, value, no)
		check("ForAllValues:"+operator+"IfExists", value, yes)
		check("ForAnyValue:"+operator+"IfExists", value, unknown)
	}
	for operator, value := range negated {
		check(operator, value, yes)
		check(operator+"IfExists", value, yes)
		check("ForAnyValue:"+operator, value, no)
		check("ForAllValues:"+operator, value, yes)
		check("ForAllValues:"+operator+"IfExists", value, yes)
	}
	check("Null", "true", yes)
	check("Null", "false", no)
}

func TestMultivaluedKeys(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	tests := []struct {
		name, operator, wants string
		values                []string
		want                  tri.Truth
	}{
		{"every value must be wanted", "ForAllValues:StringEquals", `["a","b"]`, []string{"a", "b"}, yes},
		{"one value is not wanted", "ForAllValues:StringEquals", `["a","b"]`, []string{"a", "c"}, no},
		{"one wanted value is enough", "ForAnyValue:StringEquals", `["a"]`, []string{"c", "a"}, yes},
		{"no value is wanted", "ForAnyValue:StringEquals", `["a"]`, []string{"c", "d"}, no},
		{"no value may be excluded", "ForAllValues:StringNotEquals", `["a"]`, []string{"c", "a"}, no},
		{"one value is not excluded", "ForAnyValue:StringNotEquals", `["a"]`, []string{"c", "a"}, yes},
		{"all values are excluded", "ForAnyValue:StringNotLike", `["a*","c*"]`, []string{"c", "a"}, no},
		{"without a qualifier all agree", "StringEquals", `["a","c"]`, []string{"c", "a"}, yes},
		{"without a qualifier they differ", "StringEquals", `["a"]`, []string{"c", "a"}, unknown},
		{"no values are as an absent key", "ForAllValues:StringEquals", `["a"]`, []string{}, yes},
		{"no values are as an absent key for any", "ForAnyValue:StringEquals", `["a"]`, []string{}, no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := func(string) Key { return Key{Possible: [][]string{tt.values}, Multi: true} }
			got := conditionOf(t, Version2012, `{"`+tt.operator+`":{"k":`+tt.wants+`}}`, ctx)
			if got.Truth() != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// The table of the keys that a service's request carries or does not,
// depending on which document one reads.
func TestConflictingKeys(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	tests := []struct {
		name, block string
		want        tri.Truth
	}{
		{"a deny of plain http does not match", `{"Bool":{"aws:SecureTransport":"false"}}`, no},
		{"a deny of old TLS does not match", `{"NumericLessThan":{"s3:TlsVersion":"1.2"}}`, no},
		{"IfExists hangs on it", `{"BoolIfExists":{"aws:SecureTransport":"false"}}`, unknown},
		{"Null hangs on it", `{"Null":{"aws:SecureTransport":"true"}}`, unknown},
		{"an allow of https only hangs on it", `{"Bool":{"aws:SecureTransport":"true"}}`, unknown},
		{"an allow of new TLS only hangs on it", `{"NumericGreaterThanEquals":{"s3:TlsVersion":"1.2"}}`, unknown},
		{"a deny of all but office ranges matches", `{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}`, yes},
		{"an allow of office ranges does not", `{"IpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}`, no},
		{"CloudFront's own ranges hang on it", `{"IpAddress":{"aws:SourceIp":["18.64.0.0/14"]}}`, unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := conditionOf(t, Version2012, tt.block, conflicting)
			if got.Truth() != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if tt.want == unknown && (len(got.Causes()) == 0 || got.Causes()[0].Reason != "documented both ways") {
				t.Errorf("causes %v", got.Causes())
			}
		})
	}
}

// Denies that hit CloudFront's service principal although nobody meant it.
func TestDenyPatterns(t *testing.T) {
	hits := map[string]string{
		`{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}`:                                                             "a VPC endpoint",
		`{"StringNotEqualsIfExists":{"aws:SourceVpc":["vpc-1"]}}`:                                                     "a VPC, if any",
		`{"StringNotLike":{"aws:PrincipalTag/team":"x"}}`:                                                             "a tag",
		`{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}`:                                                            "the organization",
		`{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/release-*"}}`:                                         "a role",
		`{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/x"}}`:                                    "one role",
		`{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`:                                                          "the office",
		`{"NotIpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}}`:                                                           "private addresses",
		`{"Null":{"aws:SourceVpce":"true"}}`:                                                                          "any VPC endpoint",
		`{"StringNotEquals":{"aws:username":"deploy"}}`:                                                               "a user",
		`{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8"]},"BoolIfExists":{"aws:ViaAWSService":false}}`:                 "via a service",
		`{"StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-1","aws:PrincipalServiceName":"cloudtrail.amazonaws.com"}}`: "another service",
	}
	for block, name := range hits {
		t.Run("a deny of all but "+name+" matches", func(t *testing.T) {
			if got := conditionOf(t, Version2012, block, conflicting); got.Truth() != tri.Yes {
				t.Errorf("%s: got %v", block, got)
			}
		})
	}
	spares := map[string]string{
		"services":          `{"NotIpAddressIfExists":{"aws:SourceIp":["203.0.113.0/24"]},"BoolIfExists":{"aws:PrincipalIsAWSService":"false","aws:ViaAWSService":"false"}}`,
		"CloudFront":        `{"StringNotEquals":{"aws:SourceVpce":"vpce-1","aws:PrincipalServiceName":"cloudfront.amazonaws.com"}}`,
		"this distribution": `{"StringNotEquals":{"aws:PrincipalOrgID":"o-1","aws:SourceArn":"` + distribution + `"}}`,
	}
	for name, block := range spares {
		t.Run("a deny that spares "+name+" does not match", func(t *testing.T) {
			if got := conditionOf(t, Version2012, block, conflicting); got.Truth() != tri.No {
				t.Errorf("%s: got %v", block, got)
			}
		})
	}
}

func TestFreshDistribution(t *testing.T) {
	const mine = "arn:aws:cloudfront::" + atom1 + ":distribution/" + fresh1
	ctx := values{"aws:sourcearn": {mine}, "aws:sourceaccount": {atom1}}.context
	tests := []struct {
		name, block string
		want        tri.Truth
	}{
		{"the distribution of this plan", `{"StringEquals":{"AWS:SourceArn":"` + mine + `"}}`, tri.Yes},
		{"the same as an ARN", `{"ArnLike":{"AWS:SourceArn":"` + mine + `"}}`, tri.Yes},
		{"another distribution of this plan", `{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::` + atom1 + `:distribution/` + fresh2 + `"}}`, tri.No},
		{"a distribution that exists", `{"StringEquals":{"AWS:SourceArn":"` + distribution + `"}}`, tri.No},
		{"a distribution that exists, in any account", `{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::*:distribution/E123"}}`, tri.No},
		{"any distribution of any account", `{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::*:distribution/*"}}`, tri.Yes},
		{"any distribution of an account that may be ours", `{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/*"}}`, tri.Unknown},
		{"the id instead of the ARN", `{"StringEquals":{"AWS:SourceArn":"` + fresh1 + `"}}`, tri.No},
		{"the account", `{"StringEquals":{"aws:SourceAccount":"` + atom1 + `"}}`, tri.Yes},
		{"an account that may be ours", `{"StringEquals":{"aws:SourceAccount":"111122223333"}}`, tri.Unknown},
		{"an ARN that is not known", `{"ArnEquals":{"AWS:SourceArn":"` + opaque1 + `"}}`, tri.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := conditionOf(t, Version2012, tt.block, ctx); got.Truth() != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
