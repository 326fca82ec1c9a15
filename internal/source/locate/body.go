package locate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

// block is a block, or one that a dynamic block makes.
type block struct {
	body   hcl.Body
	env    *env
	header hcl.Range
}

// body follows a path into a block. What is not written there belongs there: the
// place is its header.
func (w *walker) body(b block, path []Step) hcl.Range {
	if len(path) == 0 {
		return b.header
	}
	if attr := expr.Argument(b.body, path[0].Name); attr != nil {
		return w.find(expr.Node(attr.Expr), b.env, path[1:])
	}
	list := w.blocks(b, path[0].Name)
	step, rest := Item(0), path[1:]
	if len(rest) > 0 && rest[0].Name == "" {
		step, rest = rest[0], rest[1:]
	}
	if len(list) == 0 {
		return w.stop(b.header, path)
	}
	i := pick(step, w.alike(list, step.Like))
	if i < 0 {
		return w.stop(list[0].header, rest)
	}
	return w.body(list[i], rest)
}

// blocks lists the nested blocks of a type in order, with those that dynamic
// blocks make.
func (w *walker) blocks(b block, name string) []block {
	var out []block
	for _, inner := range expr.Blocks(b.body, name) {
		if inner.Type == name {
			out = append(out, block{inner.Body, b.env, inner.DefRange})
		} else {
			out = append(out, w.dynamic(b, inner)...)
		}
	}
	return out
}

// dynamic lists the blocks that a dynamic block makes.
// https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
func (w *walker) dynamic(b block, d *hcl.Block) []block {
	each, iterator := expr.Argument(d.Body, "for_each"), d.Labels[0]
	content, _, _ := d.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "content"}}})
	if each == nil || len(content.Blocks) == 0 {
		return nil
	}
	if own := expr.Argument(d.Body, "iterator"); own != nil {
		iterator = hcl.ExprAsKeyword(own.Expr)
	}
	x := expr.Node(each.Expr)
	var out []block
	for _, el := range w.elements(w.value(x, b.env)) {
		out = append(out, block{content.Blocks[0].Body, b.env.iteration(iterator, x, el), d.DefRange})
	}
	return out
}

// iteration is the environment of a block that a dynamic block makes: its
// iterator has a key and a value.
func (e *env) iteration(iterator string, x hclsyntax.Expression, el element) *env {
	v := cty.ObjectVal(map[string]cty.Value{"key": el.key, "value": el.value})
	out := e.child(map[string]cty.Value{iterator: v}, nil)
	out.iterator = map[string]origin{iterator: {x, e, []Step{el.step}}}
	return out
}

// alike lists, of each block, the arguments that like speaks of.
func (w *walker) alike(list []block, like cty.Value) []cty.Value {
	out := make([]cty.Value, len(list))
	for i, b := range list {
		out[i] = cty.EmptyObjectVal
		if !members(like) {
			continue
		}
		attrs := map[string]cty.Value{}
		for name, v := range like.AsValueMap() {
			if _, plain := text(v); !plain {
				continue
			}
			if attr := expr.Argument(b.body, name); attr != nil {
				attrs[name] = w.value(expr.Node(attr.Expr), b.env)
			}
		}
		out[i] = cty.ObjectVal(attrs)
	}
	return out
}
