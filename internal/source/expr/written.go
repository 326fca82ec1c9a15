package expr

import "github.com/hashicorp/hcl/v2"

// Bodies are asked for one argument after the other, for each instance of a block:
// HCL would go through the whole body each time, and make a copy of what is left.

// Argument is an argument of a wrapped body, nil if it is not written.
func Argument(b hcl.Body, name string) *hcl.Attribute {
	native, ok := nativeBody(b)
	if !ok {
		content, _, _ := b.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
		return content.Attributes[name]
	}
	attr := native.Attributes[name]
	if attr == nil {
		return nil
	}
	out := attr.AsHCLAttribute()
	out.Expr = Wrap(attr.Expr)
	return out
}

// Blocks are the nested blocks of a type in a wrapped body, with the dynamic ones
// that make such.
func Blocks(b hcl.Body, typ string) (out hcl.Blocks) {
	native, ok := nativeBody(b)
	if !ok {
		return blocksBySchema(b, typ)
	}
	for _, block := range native.Blocks {
		plain := block.Type == typ && len(block.Labels) == 0
		if plain || block.Type == "dynamic" && len(block.Labels) == 1 && block.Labels[0] == typ {
			nested := block.AsHCLBlock()
			nested.Body = Body(block.Body)
			out = append(out, nested)
		}
	}
	return out
}

func blocksBySchema(b hcl.Body, typ string) (out hcl.Blocks) {
	content, _, _ := b.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: typ}, {Type: "dynamic", LabelNames: []string{"type"}},
	}})
	for _, block := range content.Blocks {
		if block.Type == typ || block.Labels[0] == typ {
			out = append(out, block)
		}
	}
	return out
}
