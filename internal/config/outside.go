package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/plan"
)

// others reads what is assumed of resources that are no buckets.
func (r *reader) others(b assumeBlock) []Other {
	var out []Other
	for _, c := range b.AccessControls {
		out = append(out, r.accessControl(c))
	}
	for _, i := range b.Identities {
		out = append(out, r.identity(i))
	}
	for _, p := range b.CachePolicies {
		parameters := r.forwarded(p, "none", "whitelist")
		out = append(out, r.other("cache_policy", "aws_cloudfront_cache_policy", p.ID, p.Range, map[string]any{
			"parameters_in_cache_key_and_forwarded_to_origin": one(parameters),
		}))
	}
	for _, p := range b.RequestPolicies {
		parameters := r.forwarded(p, "none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept")
		out = append(
			out,
			r.other("origin_request_policy", "aws_cloudfront_origin_request_policy", p.ID, p.Range, parameters),
		)
	}
	for _, a := range b.WebACLs {
		out = append(out, r.webACL(a))
	}
	for _, k := range b.Keys {
		out = append(out, r.key(k))
	}
	r.twice(out)
	return out
}

// other is a resource that is known by its label, as id or ARN.
func (r *reader) other(block, typ, id string, at hcl.Range, values map[string]any) Other {
	if id == "" {
		r.wrong(at, "the id is empty; write it as the block's label")
	}
	values = maps.Clone(values)
	values["id"] = id
	address := fmt.Sprintf("assume.%s[%q]", block, id)
	return Other{
		Block: block, Name: id, Range: at,
		Assumption: plan.Assumption{Address: address, Type: typ, Values: values},
	}
}

// twice refuses two blocks for one resource.
func (r *reader) twice(list []Other) {
	seen := map[string]bool{}
	for _, o := range list {
		if seen[o.Assumption.Address] {
			r.wrong(o.Range, "a second block %s %q; put its arguments into one", o.Block, o.Name)
		}
		seen[o.Assumption.Address] = true
	}
}

func (r *reader) accessControl(b accessControlBlock) Other {
	r.oneOf(b.Signing, b.SignedAt, "always", "never", "no-override")
	typ := "s3"
	if b.Type != nil {
		typ = *b.Type
		r.oneOf(typ, b.TypeAt, "s3", "lambda", "mediastore", "mediapackagev2")
	}
	return r.other("origin_access_control", "aws_cloudfront_origin_access_control", b.ID, b.Range, map[string]any{
		"signing_behavior": b.Signing, "origin_access_control_origin_type": typ,
	})
}

func (r *reader) identity(b identityBlock) Other {
	if b.Canonical == "" {
		r.wrong(b.At, "the canonical user id is empty; the block is of no use without it")
	}
	return r.other("origin_access_identity", "aws_cloudfront_origin_access_identity", b.ID, b.Range, map[string]any{
		"iam_arn": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity " +
			b.ID, "s3_canonical_user_id": b.Canonical,
	})
}

// forwarded reads which headers and query strings reach the origin. Both are
// required: a policy always says both, and one that is left out would count as
// nothing.
func (r *reader) forwarded(b forwardBlock, behaviors ...string) map[string]any {
	r.oneOf(b.Header, b.HeaderAt, behaviors...)
	r.oneOf(b.Query, b.QueryAt, "none", "whitelist", "allExcept", "all")
	listed := slices.Contains([]string{"whitelist", "allViewerAndWhitelistCloudFront", "allExcept"}, b.Header)
	switch {
	case listed && len(b.Headers) == 0:
		r.wrong(b.HeaderAt, "%s needs headers, a list of names", b.Header)
	case !listed && b.HeadersAt != (hcl.Range{}):
		r.wrong(b.HeadersAt, "headers are listed only with header_behavior whitelist, allExcept or "+
			"allViewerAndWhitelistCloudFront")
	}
	headers := one(map[string]any{"items": list(b.Headers)})
	return map[string]any{
		"headers_config":       one(map[string]any{"header_behavior": b.Header, "headers": headers}),
		"query_strings_config": one(map[string]any{"query_string_behavior": b.Query}),
	}
}

// webACL reads a web ACL of which the default action counts alone: what its
// rules do hangs on the viewer.
func (r *reader) webACL(b webACLBlock) Other {
	r.oneOf(b.Default, b.ActionAt, "allow", "block")
	return r.other("web_acl", "aws_wafv2_web_acl", b.ID, b.Range, map[string]any{
		"arn": b.ID, "default_action": one(map[string]any{b.Default: one(map[string]any{})}),
	})
}

// key reads a KMS key that is named as the bucket names it: by ARN, id, alias or
// the alias's ARN. Only the ARN of the key itself tells its id, and only it is
// what statements about a single key name.
func (r *reader) key(b keyBlock) Other {
	out := r.other(
		"kms_key",
		"aws_kms_key",
		b.ID,
		b.Range,
		map[string]any{"policy": r.policy(b.PolicyFile, b.PolicyAt)},
	)
	a := &out.Assumption
	if _, id, ok := strings.Cut(b.ID, ":key/"); ok {
		a.Values["arn"], a.Values["id"] = b.ID, id
		return out
	}
	a.Open = map[string]string{"arn": "name the key by its ARN, in kms_key of " + Name + " and where the bucket " +
		"names it"}
	return out
}
