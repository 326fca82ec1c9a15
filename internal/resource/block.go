package resource

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
)

// Block is a type of nested block: its arguments, and the block types inside.
// Source is decoded without the provider's schema, so what a block may hold is told
// here; arguments that no verdict reads are left out.
type Block struct {
	Name      string
	Arguments []string
	Blocks    []Block
}

// block makes a Block of the names of its arguments.
func block(name, arguments string, inside ...Block) Block {
	return Block{Name: name, Arguments: strings.Fields(arguments), Blocks: inside}
}

// spec decodes blocks of the type from source, whatever the types of arguments.
func (b Block) spec() *hcldec.BlockTupleSpec {
	inside := hcldec.ObjectSpec{}
	for _, name := range b.Arguments {
		inside[name] = &hcldec.AttrSpec{Name: name, Type: cty.DynamicPseudoType}
	}
	for _, nested := range b.Blocks {
		inside[nested.Name] = nested.spec()
	}
	return &hcldec.BlockTupleSpec{TypeName: b.Name, Nested: inside}
}

// Spec decodes the nested blocks of one type from source, nil if the row has none
// of the name.
func (t *Type) Spec(block string) *hcldec.BlockTupleSpec {
	return t.specs[block]
}
