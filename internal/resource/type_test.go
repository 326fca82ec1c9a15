package resource

import "testing"

func TestRelevant(t *testing.T) {
	tests := []struct {
		name, mode, typ string
		want            bool
	}{
		{"a judged type", "managed", "aws_cloudfront_distribution", true},
		{"a judged type as data source", "data", "aws_cloudfront_distribution", true},
		{"a type of the bucket family", "managed", "aws_s3_bucket_public_access_block", true},
		{"a type of the random family", "managed", "random_pet", true},
		{"a type that is referred to", "data", "aws_iam_policy_document", true},
		{"another type is not", "managed", "aws_instance", false},
		{"a type that only begins like one is not", "managed", "aws_s3_bucketeer", false},
		{"an ephemeral resource is not", "ephemeral", "random_password", false},
		{"nothing is not", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Relevant(tt.mode, tt.typ); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
