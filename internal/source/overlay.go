package source

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
)

// overlay lays the body of an override file over another: its arguments
// replace those of the same name, its nested blocks all those of the same type.
// https://developer.hashicorp.com/terraform/language/files/override#merging-behavior
func overlay(base, over hcl.Body) hcl.Body { return overlaid{base, over} }

type overlaid struct{ base, over hcl.Body }

// Content reads the merged body. What is required may stand in either part, so
// each is asked as if nothing were.
func (o overlaid) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	content, _, diags := o.PartialContent(schema)
	return content, diags
}

func (o overlaid) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	base, baseRest, diags := o.base.PartialContent(optional(schema))
	over, overRest, more := o.over.PartialContent(optional(schema))
	diags = append(diags, more...)
	content := &hcl.BodyContent{
		Attributes:       hcl.Attributes{},
		Blocks:           mergeBlocks(base.Blocks, over.Blocks),
		MissingItemRange: o.MissingItemRange(),
	}
	maps.Copy(content.Attributes, base.Attributes)
	maps.Copy(content.Attributes, over.Attributes)
	for _, a := range schema.Attributes {
		if _, ok := content.Attributes[a.Name]; a.Required && !ok {
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Missing required " +
				"argument", Detail: a.Name})
		}
	}
	return content, overlaid{baseRest, overRest}, diags
}

func optional(schema *hcl.BodySchema) *hcl.BodySchema {
	out := &hcl.BodySchema{Blocks: schema.Blocks}
	for _, a := range schema.Attributes {
		out.Attributes = append(out.Attributes, hcl.AttributeSchema{Name: a.Name})
	}
	return out
}

// mergeBlocks replaces block types as a whole, but for lifecycle, whose
// arguments are merged. A dynamic block counts as the type it makes.
func mergeBlocks(base, over hcl.Blocks) hcl.Blocks {
	replaced := map[string]bool{}
	for _, b := range over {
		replaced[blockType(b)] = b.Type != "lifecycle"
	}
	var out hcl.Blocks
	for _, b := range base {
		if !replaced[blockType(b)] {
			out = append(out, b)
		}
	}
	return append(out, over...)
}

func blockType(b *hcl.Block) string {
	if b.Type == "dynamic" && len(b.Labels) > 0 {
		return b.Labels[0]
	}
	return b.Type
}

func (o overlaid) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	base, diags := o.base.JustAttributes()
	over, more := o.over.JustAttributes()
	out := hcl.Attributes{}
	maps.Copy(out, base)
	maps.Copy(out, over)
	return out, append(diags, more...)
}

func (o overlaid) MissingItemRange() hcl.Range { return o.base.MissingItemRange() }
