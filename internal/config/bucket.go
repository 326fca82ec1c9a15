package config

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/plan"
)

// bucket reads what is assumed of one bucket. The values are those of the
// arguments of the same name in the AWS provider.
func (r *reader) bucket(b bucketBlock) Bucket {
	if b.Name == "" {
		r.wrong(b.Range, "the bucket's name is empty; write it as the block's label")
	}
	r.oneOf(b.Encryption, b.EncryptionRange, "AES256", "aws:kms", "aws:kms:dsse")
	r.oneOf(b.Ownership, b.OwnershipRange, "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
	if b.KMSKeyRange != (hcl.Range{}) && !strings.HasPrefix(b.Encryption, "aws:kms") {
		r.wrong(b.KMSKeyRange, "a key is used only with encryption = \"aws:kms\" or \"aws:kms:dsse\"")
	}
	out := Bucket{
		Name: b.Name, Block: b.Block, Encryption: b.Encryption, KMSKey: b.KMSKey, Ownership: b.Ownership,
		Range: b.Range,
	}
	out.Objects, out.Missing = r.keys(b.Objects, b.ObjectsRange), r.keys(b.Missing, b.MissingRange)
	if b.PolicyFile != nil {
		out.Policy = r.policy(*b.PolicyFile, b.PolicyFileRange)
	}
	if len(out.resources()) == 0 && len(r.diags) == 0 {
		r.wrong(b.Range, "nothing is assumed of the bucket %q; set policy_file, public_access_block, encryption, "+
			"object_ownership, objects or missing", b.Name)
	}
	return out
}

// maxKeys bounds the patterns of one list: the cost of splitting paths into
// classes grows with them.
const maxKeys = 500

// keys checks a list of patterns of object keys that may be left out.
func (r *reader) keys(list []string, at hcl.Range) []string {
	switch {
	case at == (hcl.Range{}):
		return nil
	case len(list) == 0:
		r.wrong(at, "the list is empty; write patterns of keys, or leave it out")
	case len(list) > maxKeys:
		r.wrong(at, "%d patterns are more than %d; use wildcards", len(list), maxKeys)
	}
	for _, key := range list {
		if key == "" || strings.HasPrefix(key, "/") {
			r.wrong(at, "%q is not the key of an object; write keys without a leading slash, such as img/*", key)
		}
	}
	return list
}

// policy reads a policy. AWS would not have taken one that breaks the grammar, so
// that file cannot tell what is in force.
func (r *reader) policy(name string, at hcl.Range) string {
	text, err := r.read(name)
	if err == nil && !json.Valid(text) {
		err = fmt.Errorf("%q: is not JSON", name)
	}
	if err == nil {
		if _, wrong := policy.Parse(string(text), nil); wrong != nil {
			err = fmt.Errorf("%q is not a policy that AWS accepts: %w", name, wrong)
		}
	}
	if err != nil {
		r.wrong(at, "%s", err)
		return " " // not nothing: one error is enough
	}
	return string(text)
}

// Resources are the assumed facts in the form in which a configuration would
// hold them: one resource a fact, at an address that says where it comes from.
func (a Assume) Resources() []plan.Assumption {
	var out []plan.Assumption
	for _, b := range a.Buckets {
		out = append(out, b.resources()...)
	}
	for _, o := range a.Others {
		out = append(out, o.Assumption)
	}
	return out
}

func (b Bucket) resources() []plan.Assumption {
	var out []plan.Assumption
	add := func(fact, typ string, values map[string]any) {
		values["bucket"] = b.Name
		address := fmt.Sprintf("assume.bucket[%q].%s", b.Name, fact)
		out = append(out, plan.Assumption{Address: address, Type: typ, Bucket: b.Name, Values: values})
	}
	if b.Policy != "" {
		add("policy", "aws_s3_bucket_policy", map[string]any{"policy": b.Policy})
	}
	if b.Block != nil {
		add("public_access_block", "aws_s3_bucket_public_access_block", b.Block.values())
	}
	if b.Encryption != "" {
		add("encryption", "aws_s3_bucket_server_side_encryption_configuration", b.encryption())
	}
	if b.Ownership != "" {
		rule := one(map[string]any{"object_ownership": b.Ownership})
		add("object_ownership", "aws_s3_bucket_ownership_controls", map[string]any{"rule": rule})
	}
	if len(b.Objects) > 0 {
		add("objects", plan.PresentObjects, map[string]any{"keys": list(b.Objects)})
	}
	if len(b.Missing) > 0 {
		add("missing", plan.MissingObjects, map[string]any{"keys": list(b.Missing)})
	}
	return out
}

// one is a nested block that stands once, in the form of decoded JSON; list is
// a list of texts.
func one(block map[string]any) []any { return []any{block} }

func list(texts []string) []any {
	var out []any
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}

func (p PublicAccessBlock) values() map[string]any {
	return map[string]any{
		"block_public_acls": p.BlockPublicACLs, "block_public_policy": p.BlockPublicPolicy,
		"ignore_public_acls": p.IgnorePublicACLs, "restrict_public_buckets": p.RestrictPublicBuckets,
	}
}

func (b Bucket) encryption() map[string]any {
	by := map[string]any{"sse_algorithm": b.Encryption}
	if b.KMSKey != "" {
		by["kms_master_key_id"] = b.KMSKey
	}
	return map[string]any{"rule": one(map[string]any{"apply_server_side_encryption_by_default": one(by)})}
}
