package plan

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// fillArguments computes the unknown arguments of a draft from its
// configuration: from HCL where there is source, else from the references that
// the JSON keeps of each expression.
func (b *builder) fillArguments(d *draft) {
	if isPolicyDocument(d.res) {
		b.fillPolicyDocument(d)
		return
	}
	for _, name := range d.pending() {
		if b.sourced(d) {
			b.fillFromSource(d, name)
		}
		// Where the source does not tell, the references in the JSON may: of a
		// module that is not installed, or of a value that a function hides.
		if !d.attrs[name].IsWhollyKnown() {
			d.attrs[name] = b.fromReferences(d, name, d.attrs[name])
		}
	}
	b.refineSecrets(d)
	if d.res.Mode == "data" && d.res.Type == "template_file" {
		b.renderTemplate(d)
	}
}

// renderTemplate evaluates data.template_file, whose result is known only after
// apply if one of its variables is (documentation of the template provider).
func (b *builder) renderTemplate(d *draft) {
	if v, ok := d.attrs["rendered"]; !b.sourced(d) || ok && v.IsWhollyKnown() {
		return
	}
	vars, ok := d.attrs["vars"]
	if !ok || vars.IsNull() {
		vars = cty.EmptyObjectVal
	}
	v, why := b.eval.Template(b.text(d, "template"), vars)
	d.attrs["rendered"] = v
	if why != nil {
		d.reasons["rendered"] = *originOf(why)
	}
}

// sourced reports whether the source holds the resource's block.
func (b *builder) sourced(d *draft) bool {
	if b.eval == nil {
		return false
	}
	_, ok := b.options.Source.ResourceRange(d.ref())
	return ok
}

func (b *builder) fillFromSource(d *draft, name string) {
	v, why := b.evaluate(d, name)
	if v == cty.NilVal {
		return
	}
	if why != nil {
		d.reasons[name] = *why
	}
	// What the plan knows in part says more than an expression that failed.
	if v.IsKnown() || !d.attrs[name].IsKnown() {
		d.attrs[name] = v
	}
}

// evaluate computes one argument or block type from the source, cty.NilVal if
// the source does not set it.
func (b *builder) evaluate(d *draft, name string) (cty.Value, *symbol.Origin) {
	if spec, ok := blockSpecs[d.res.Type][name]; ok {
		if !b.eval.HasBlock(d.ref(), name) {
			return cty.NilVal, nil
		}
		v, why := b.eval.Decode(d.ref(), hcldec.ObjectSpec{name: spec})
		if !v.IsKnown() {
			return v, originOf(why)
		}
		return v.GetAttr(name), originOf(why)
	}
	v, _, present, why := b.eval.Attribute(d.ref(), name)
	if !present {
		return cty.NilVal, nil
	}
	return v, originOf(why)
}

// refineSecrets replaces an argument that is sensitive as a whole, such as a
// policy with one secret in it, by what its expression gives, in which only
// the secret itself is hidden.
func (b *builder) refineSecrets(d *draft) {
	if !b.sourced(d) {
		return
	}
	for name, v := range d.attrs {
		if !hasSecret(v) || !b.configured(d, name) {
			continue
		}
		if w, _ := b.evaluate(d, name); w != cty.NilVal && w.IsWhollyKnown() && sameRevealed(b.symbols, v, w) {
			d.attrs[name] = w
		}
	}
}

func hasSecret(v cty.Value) bool {
	found := false
	_ = cty.Walk(v, func(_ cty.Path, x cty.Value) (bool, error) {
		if x.Type() == cty.String && x.IsKnown() && !x.IsNull() {
			for _, r := range x.AsString() {
				found = found || symbol.KindOf(r) == symbol.Secret
			}
		}
		return !found, nil
	})
	return found
}

// sameRevealed reports whether an expression's value is the planned one, so
// far as texts go. JSON documents are compared as documents: Terraform
// normalises them.
func sameRevealed(symbols *symbol.Table, planned, evaluated cty.Value) bool {
	if planned.Type() != cty.String || evaluated.Type() != cty.String {
		return !planned.Type().IsPrimitiveType()
	}
	if planned.IsNull() || evaluated.IsNull() {
		return false
	}
	a, b := symbols.Reveal(planned.AsString()), symbols.Reveal(evaluated.AsString())
	return a == b || sameJSON(a, b)
}

// blocks is the hcldec spec of a nested block type: its arguments, whatever
// their type, and the block types inside.
func blocks(typ string, args []string, nested ...hcldec.ObjectSpec) *hcldec.BlockTupleSpec {
	spec := hcldec.ObjectSpec{}
	for _, a := range args {
		spec[a] = &hcldec.AttrSpec{Name: a, Type: cty.DynamicPseudoType}
	}
	for _, n := range nested {
		for name, s := range n {
			spec[name] = s
		}
	}
	return &hcldec.BlockTupleSpec{TypeName: typ, Nested: spec}
}

func nest(typ string, args []string, nested ...hcldec.ObjectSpec) hcldec.ObjectSpec {
	return hcldec.ObjectSpec{typ: blocks(typ, args, nested...)}
}

// blockSpecs tells the nested blocks of the types that are judged. Source is
// decoded without the provider's schema, so what a block may hold is written
// here; arguments that no verdict reads are left out.
var blockSpecs = map[string]map[string]*hcldec.BlockTupleSpec{
	"aws_cloudfront_distribution": {
		"origin": blocks("origin", []string{"domain_name", "origin_id", "origin_path", "origin_access_control_id"},
			nest("custom_header", []string{"name", "value"}),
			nest("s3_origin_config", []string{"origin_access_identity"}),
			nest("custom_origin_config", []string{"http_port", "https_port", "origin_protocol_policy", "origin_ssl_protocols"}),
			nest("vpc_origin_config", []string{"vpc_origin_id"})),
		"origin_group": blocks("origin_group", []string{"origin_id"},
			nest("failover_criteria", []string{"status_codes"}),
			nest("member", []string{"origin_id"})),
		"default_cache_behavior": behaviorSpec("default_cache_behavior"),
		"ordered_cache_behavior": behaviorSpec("ordered_cache_behavior"),
		"custom_error_response":  blocks("custom_error_response", []string{"error_code", "response_code", "response_page_path", "error_caching_min_ttl"}),
		"restrictions":           blocks("restrictions", nil, nest("geo_restriction", []string{"restriction_type", "locations"})),
	},
	"aws_cloudfront_cache_policy": {
		"parameters_in_cache_key_and_forwarded_to_origin": blocks("parameters_in_cache_key_and_forwarded_to_origin", nil,
			nest("headers_config", []string{"header_behavior"}, nest("headers", []string{"items"})),
			nest("query_strings_config", []string{"query_string_behavior"}, nest("query_strings", []string{"items"}))),
	},
	"aws_cloudfront_origin_request_policy": {
		"headers_config":       blocks("headers_config", []string{"header_behavior"}, nest("headers", []string{"items"})),
		"query_strings_config": blocks("query_strings_config", []string{"query_string_behavior"}, nest("query_strings", []string{"items"})),
	},
	"aws_s3_bucket": {
		"server_side_encryption_configuration": blocks("server_side_encryption_configuration", nil, nest("rule", []string{"bucket_key_enabled"}, sseDefault)),
		"website":                              blocks("website", []string{"index_document", "error_document", "redirect_all_requests_to"}),
		"cors_rule":                            corsSpec,
		"grant":                                blocks("grant", []string{"id", "type", "permissions", "uri"}),
	},
	"aws_s3_bucket_server_side_encryption_configuration": {
		"rule": blocks("rule", []string{"bucket_key_enabled"}, sseDefault),
	},
	"aws_s3_bucket_ownership_controls": {"rule": blocks("rule", []string{"object_ownership"})},
	"aws_s3_bucket_cors_configuration": {"cors_rule": corsSpec},
	"aws_s3_bucket_website_configuration": {
		"index_document":           blocks("index_document", []string{"suffix"}),
		"error_document":           blocks("error_document", []string{"key"}),
		"redirect_all_requests_to": blocks("redirect_all_requests_to", []string{"host_name", "protocol"}),
	},
	"aws_s3_bucket_acl": {
		"access_control_policy": blocks("access_control_policy", nil,
			nest("grant", []string{"permission"}, nest("grantee", []string{"id", "type", "uri", "email_address"})),
			nest("owner", []string{"id", "display_name"})),
	},
	"aws_s3_access_point": {
		"public_access_block_configuration": blocks("public_access_block_configuration", []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}),
	},
	"aws_route53_record": {"alias": blocks("alias", []string{"name", "zone_id", "evaluate_target_health"})},
}

var (
	sseDefault = nest("apply_server_side_encryption_by_default", []string{"sse_algorithm", "kms_master_key_id"})
	corsSpec   = blocks("cors_rule", []string{"id", "allowed_headers", "allowed_methods", "allowed_origins", "expose_headers", "max_age_seconds"})
)

func behaviorSpec(typ string) *hcldec.BlockTupleSpec {
	return blocks(typ, []string{
		"path_pattern", "target_origin_id", "viewer_protocol_policy", "allowed_methods", "cached_methods",
		"cache_policy_id", "origin_request_policy_id", "response_headers_policy_id", "trusted_key_groups", "trusted_signers",
	},
		nest("forwarded_values", []string{"query_string", "headers"}),
		nest("function_association", []string{"event_type", "function_arn"}),
		nest("lambda_function_association", []string{"event_type", "lambda_arn", "include_body"}))
}

// originOf turns the evaluator's reason into what the symbol of the value will
// tell.
func originOf(why *source.Reason) *symbol.Origin {
	if why == nil {
		return nil
	}
	reason := why.Reason
	if why.Address != "" && !strings.Contains(reason, why.Address) {
		reason = why.Address + ": " + reason
	}
	return &symbol.Origin{Reason: reason, Remedy: why.Remedy}
}
