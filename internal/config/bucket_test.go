package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/plan"
)

// The values are the arguments of the provider's resources of these types, as
// its documentation names them.
func TestResources(t *testing.T) {
	a := Assume{Account: "111122223333", Buckets: []Bucket{
		{
			Name: `a"b`, Policy: "{}", Block: &PublicAccessBlock{BlockPublicACLs: true, RestrictPublicBuckets: true},
			Encryption: "aws:kms", KMSKey: "alias/k", Ownership: "ObjectWriter",
		},
		{Name: "plain", Encryption: "AES256", Objects: []string{"a", "b/*"}, Missing: []string{"*"}},
	}}
	rule := func(values map[string]any) []any { return []any{values} }
	want := []plan.Assumption{
		{
			Address: `assume.bucket["a\"b"].policy`, Type: "aws_s3_bucket_policy", Bucket: `a"b`,
			Values: map[string]any{"bucket": `a"b`, "policy": "{}"},
		},
		{
			Address: `assume.bucket["a\"b"].public_access_block`, Type: "aws_s3_bucket_public_access_block", Bucket: `a"b`,
			Values: map[string]any{
				"bucket": `a"b`, "block_public_acls": true, "block_public_policy": false,
				"ignore_public_acls": false, "restrict_public_buckets": true,
			},
		},
		{
			Address: `assume.bucket["a\"b"].encryption`, Type: "aws_s3_bucket_server_side_encryption_configuration", Bucket: `a"b`,
			Values: map[string]any{"bucket": `a"b`, "rule": rule(map[string]any{
				"apply_server_side_encryption_by_default": rule(map[string]any{"sse_algorithm": "aws:kms", "kms_master_key_id": "alias/k"}),
			})},
		},
		{
			Address: `assume.bucket["a\"b"].object_ownership`, Type: "aws_s3_bucket_ownership_controls", Bucket: `a"b`,
			Values: map[string]any{"bucket": `a"b`, "rule": rule(map[string]any{"object_ownership": "ObjectWriter"})},
		},
		{
			Address: `assume.bucket["plain"].encryption`, Type: "aws_s3_bucket_server_side_encryption_configuration", Bucket: "plain",
			Values: map[string]any{"bucket": "plain", "rule": rule(map[string]any{
				"apply_server_side_encryption_by_default": rule(map[string]any{"sse_algorithm": "AES256"}),
			})},
		},
		{
			Address: `assume.bucket["plain"].objects`, Type: plan.PresentObjects, Bucket: "plain",
			Values: map[string]any{"bucket": "plain", "keys": []any{"a", "b/*"}},
		},
		{
			Address: `assume.bucket["plain"].missing`, Type: plan.MissingObjects, Bucket: "plain",
			Values: map[string]any{"bucket": "plain", "keys": []any{"*"}},
		},
	}
	if diff := cmp.Diff(want, a.Resources()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
