package plan

import (
	"strings"
	"testing"
)

func TestUnmodelled(t *testing.T) {
	stack := func(a attrs) *State {
		_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_cloudformation_stack.s", a))), somewhere)
		return after
	}
	tests := []struct {
		name  string
		given attrs
		kind  string
		want  bool
	}{
		{"a stack with a policy may put one", attrs{"template_body": `{"Type":"AWS::S3::BucketPolicy"}`}, "AWS::S3::BucketPolicy", true},
		{"a stack with a policy has no bucket", attrs{"template_body": `{"Type":"AWS::S3::BucketPolicy"}`}, "AWS::S3::Bucket", false},
		{"a stack with both has a bucket", attrs{"template_body": "AWS::S3::BucketPolicy AWS::S3::Bucket"}, "AWS::S3::Bucket", true},
		{"a stack of other things puts no policy", attrs{"template_body": "Type: AWS::SNS::Topic"}, "AWS::S3::BucketPolicy", false},
		{"a template that is elsewhere may hold anything", attrs{"template_url": "https://example.com/t"}, "AWS::S3::BucketPolicy", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(stack(tt.given).Unmodelled(tt.kind)) == 1; got != tt.want {
				t.Errorf("lists it: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestConcerns(t *testing.T) {
	body := "Type: AWS::S3::BucketPolicy"
	tests := []struct {
		name  string
		given attrs
		want  bool
	}{
		{"the template names the bucket", attrs{"template_body": body + "\nBucket: docs"}, true},
		{"a parameter names the bucket", attrs{"template_body": body, "parameters": attrs{"Bucket": "docs"}}, true},
		{"neither does", attrs{"template_body": body, "parameters": attrs{"Bucket": "other"}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_cloudformation_stack.s", tt.given))), somewhere)
			r := after.Unmodelled("AWS::S3::BucketPolicy")[0]
			if got := r.Concerns("docs"); got != tt.want {
				t.Errorf("concerns the bucket: %v, want %v", got, tt.want)
			}
			if c := r.Unread("policy of docs", "aws_s3_bucket_policy"); !strings.Contains(c.Reason, r.Type) {
				t.Errorf("the reason does not name the type: %s", c.Reason)
			}
		})
	}
}
