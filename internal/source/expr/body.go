package expr

import "github.com/hashicorp/hcl/v2"

// Body returns b with every expression in it evaluated by the machine of its
// context, whatever syntax it is written in.
func Body(b hcl.Body) hcl.Body {
	if _, ok := b.(body); ok {
		return b
	}
	return body{b}
}

type body struct{ inner hcl.Body }

// Content passes over what the schema does not name: schemas hold only what is
// read of a block, not all that the provider knows.
func (b body) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	c, _, diags := b.inner.PartialContent(schema)
	return wrapContent(c), diags
}

func (b body) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	c, rest, diags := b.inner.PartialContent(schema)
	return wrapContent(c), Body(rest), diags
}

func (b body) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	attrs, diags := b.inner.JustAttributes()
	return wrapAttributes(attrs), diags
}

func (b body) MissingItemRange() hcl.Range { return b.inner.MissingItemRange() }

func wrapContent(c *hcl.BodyContent) *hcl.BodyContent {
	out := *c
	out.Attributes = wrapAttributes(c.Attributes)
	out.Blocks = make(hcl.Blocks, len(c.Blocks))
	for i, block := range c.Blocks {
		b := *block
		b.Body = Body(block.Body)
		out.Blocks[i] = &b
	}
	return &out
}

func wrapAttributes(attrs hcl.Attributes) hcl.Attributes {
	out := make(hcl.Attributes, len(attrs))
	for name, attr := range attrs {
		a := *attr
		a.Expr = Wrap(attr.Expr)
		out[name] = &a
	}
	return out
}
