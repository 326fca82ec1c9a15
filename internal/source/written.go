package source

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

// A provider's schema tells which arguments and blocks a resource may have. There
// is none at hand, so what is written has to tell it, as it does in native syntax.

// What is written in a block without being the resource's own.
// https://developer.hashicorp.com/terraform/language/meta-arguments
var meta = map[string]bool{
	"count": true, "for_each": true, "provider": true, "depends_on": true,
	"lifecycle": true, "connection": true, "provisioner": true,
}

// Written lists the arguments and the types of nested blocks that are written at
// the top of a resource's block, sorted. The JSON syntax does not tell them apart:
// all count as arguments there.
func (e *Evaluator) Written(ref ResourceRef) (arguments, blocks []string) {
	_, res := e.find(ref)
	if res == nil {
		return nil, nil
	}
	own := func(names []string) []string {
		return slices.DeleteFunc(names, func(name string) bool { return meta[name] })
	}
	return own(argumentNames(res.Body)), own(blockNames(res.Body))
}

// WrittenSpec is the spec of the nested blocks of one type, with all that is
// written in them. ok is false if native syntax has none.
func (e *Evaluator) WrittenSpec(ref ResourceRef, typ string) (spec *hcldec.BlockTupleSpec, ok bool) {
	_, res := e.find(ref)
	if res == nil || !slices.Contains(blockNames(res.Body), typ) {
		return nil, false
	}
	return &hcldec.BlockTupleSpec{TypeName: typ, Nested: specOf(inside([]hcl.Body{res.Body}, typ))}, true
}

// specOf is the spec of what is written in any of some bodies.
func specOf(bodies []hcl.Body) hcldec.ObjectSpec {
	spec := hcldec.ObjectSpec{}
	for _, b := range bodies {
		for _, name := range argumentNames(b) {
			spec[name] = &hcldec.AttrSpec{Name: name, Type: cty.DynamicPseudoType}
		}
	}
	for _, b := range bodies {
		for _, name := range blockNames(b) {
			if _, known := spec[name]; !known {
				spec[name] = &hcldec.BlockTupleSpec{TypeName: name, Nested: specOf(inside(bodies, name))}
			}
		}
	}
	return spec
}

// inside returns the bodies of the nested blocks of a type.
func inside(bodies []hcl.Body, typ string) (out []hcl.Body) {
	for _, b := range bodies {
		for _, block := range expr.Blocks(b, typ) {
			out = append(out, contentsOf(block)...)
		}
	}
	return out
}

// contentsOf returns the body of a nested block: of a dynamic one, what it repeats.
func contentsOf(block *hcl.Block) []hcl.Body {
	if block.Type != "dynamic" {
		return []hcl.Body{block.Body}
	}
	var out []hcl.Body
	for _, content := range expr.Blocks(block.Body, "content") {
		out = append(out, content.Body)
	}
	return out
}

func argumentNames(b hcl.Body) []string {
	attrs, _ := b.JustAttributes()
	return slices.Sorted(maps.Keys(attrs))
}

// blockNames lists the types of the nested blocks in a body, sorted, those that
// dynamic blocks make included.
func blockNames(b hcl.Body) []string {
	found := map[string]bool{}
	for _, part := range parts(b) {
		for _, block := range expr.NativeBlocks(part) {
			found[blockType(block)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// parts are the bodies that an overlaid one is made of.
func parts(b hcl.Body) []hcl.Body {
	if o, ok := b.(overlaid); ok {
		return append(parts(o.base), parts(o.over)...)
	}
	return []hcl.Body{b}
}
