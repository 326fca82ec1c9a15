package plan

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/symbol"
)

func reference(names ...string) attrs { return attrs{"references": names} }

// Of an expression, the JSON alone keeps what it refers to. One reference to an
// attribute that fits the argument as it is stands for the value; whatever may
// be more than that stays unknown.
func TestReferences(t *testing.T) {
	bucket := creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "id": nil, "arn": nil})
	distribution := creating("aws_cloudfront_distribution.site", attrs{"enabled": true, "id": nil, "arn": nil, "domain_name": nil})
	for name, c := range map[string]struct {
		argument   string
		expression attrs
		want       string // "" is unknown
	}{
		"the bucket's id":              {"bucket", reference("aws_s3_bucket.docs.id", "aws_s3_bucket.docs"), "docs"},
		"the bucket's name":            {"bucket", reference("aws_s3_bucket.docs.bucket", "aws_s3_bucket.docs"), "docs"},
		"a constant":                   {"bucket", attrs{"constant_value": "docs"}, "docs"},
		"a template of tf.json":        {"bucket", attrs{"constant_value": "${aws_s3_bucket.docs.id}-logs", "references": []string{"aws_s3_bucket.docs.id", "aws_s3_bucket.docs"}}, ""},
		"a name is no ARN":             {"bucket", reference("aws_s3_bucket.docs.arn", "aws_s3_bucket.docs"), ""},
		"two references":               {"bucket", reference("var.stage", "aws_s3_bucket.docs.id", "aws_s3_bucket.docs"), ""},
		"a local":                      {"bucket", reference("local.bucket"), ""},
		"a resource that is not there": {"bucket", reference("aws_s3_bucket.other.id", "aws_s3_bucket.other"), ""},
		"an encoded policy":            {"policy", reference("aws_s3_bucket.docs.arn", "aws_s3_bucket.docs"), ""},
		"no expression at all":         {"policy", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			policy := creating("aws_s3_bucket_policy.docs", attrs{c.argument: nil})
			policy.config = attrs{}
			if c.expression != nil {
				policy.config[c.argument] = c.expression
			}
			_, after := statesOf(t, bucket, distribution, policy)
			got := after.Resource("aws_s3_bucket_policy.docs").String(c.argument)
			if c.want == "" && symbol.Contains(got) {
				return
			}
			if got != c.want {
				t.Errorf("%s is %q, want %q", c.argument, got, c.want)
			}
		})
	}
}

// "arn:aws:cloudfront::111122223333:distribution/${….id}" and a bare id leave
// the same reference behind, so neither may be taken for the value.
func TestReferenceInsideText(t *testing.T) {
	distribution := creating("aws_cloudfront_distribution.site", attrs{"enabled": true, "id": nil, "arn": nil})
	id := reference("aws_cloudfront_distribution.site.id", "aws_cloudfront_distribution.site")
	document := planned{
		address: "data.aws_iam_policy_document.docs", actions: []string{"read"},
		after: attrs{"json": nil, "statement": []any{attrs{
			"effect": nil, "sid": "Cdn", "actions": []string{"s3:GetObject"}, "resources": []string{"arn:aws:s3:::docs/*"},
			"principals": []any{attrs{"type": "Service", "identifiers": []string{"cloudfront.amazonaws.com"}}},
			"condition":  []any{attrs{"test": "StringEquals", "variable": "AWS:SourceArn", "values": []any{nil}}},
		}}},
		config: attrs{"statement": []any{attrs{
			"sid": attrs{"constant_value": "Cdn"}, "actions": attrs{"constant_value": []string{"s3:GetObject"}}, "resources": attrs{"constant_value": []string{"arn:aws:s3:::docs/*"}},
			"principals": []any{attrs{"type": attrs{"constant_value": "Service"}, "identifiers": attrs{"constant_value": []string{"cloudfront.amazonaws.com"}}}},
			"condition":  []any{attrs{"test": attrs{"constant_value": "StringEquals"}, "variable": attrs{"constant_value": "AWS:SourceArn"}, "values": id}},
		}}},
	}
	document.unknown = attrs{"json": true, "id": true, "statement": []any{attrs{"condition": []any{attrs{"values": []any{true}}}}}}
	policy := creating("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": nil})
	policy.config = attrs{"policy": reference("data.aws_iam_policy_document.docs.json", "data.aws_iam_policy_document.docs")}
	_, after := statesOf(t, distribution, document, policy)
	text := after.Resource("aws_s3_bucket_policy.docs").String("policy")
	bare := `"` + after.Resource("aws_cloudfront_distribution.site").String("id") + `"`
	if text == "" || strings.Contains(text, bare) {
		t.Errorf("the document's condition takes the id for the whole value: %s", after.Symbols.Display(text))
	}
}

// bucket = "${aws_s3_bucket.docs.id}-logs" leaves the same reference behind as
// the bucket's own name would, but no bucket is named after itself.
func TestBucketNamedAfterAnother(t *testing.T) {
	logs := creating("aws_s3_bucket.logs", attrs{"bucket": nil, "id": nil})
	logs.config = attrs{"bucket": reference("aws_s3_bucket.docs.id", "aws_s3_bucket.docs")}
	_, after := statesOf(t, creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "id": nil}), logs)
	if got := after.Resource("aws_s3_bucket.logs").String("bucket"); got == "docs" {
		t.Error("two buckets have one name")
	}
}

// The bucket of logs is named by its domain name, to which nobody adds anything.
func TestReferenceToTheBucketOfLogs(t *testing.T) {
	distribution := creating("aws_cloudfront_distribution.site", attrs{"logging_config": []any{attrs{}}})
	distribution.unknown = attrs{"logging_config": []any{attrs{"bucket": true}}}
	distribution.config = attrs{"logging_config": []any{attrs{"bucket": attrs{
		"references": []string{"aws_s3_bucket.logs.bucket_domain_name", "aws_s3_bucket.logs"},
	}}}}
	_, after := statesOf(t, distribution, creating("aws_s3_bucket.logs", attrs{"bucket": "logs", "bucket_domain_name": nil}))
	logging := after.Resource("aws_cloudfront_distribution.site").Within("logging_config")
	if got := logging.String("bucket"); got != "logs.s3.amazonaws.com" {
		t.Errorf("got %q", got)
	}
}
