package cure

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
)

// export is Reference, and where a module that is called next does not tell the
// attribute, the output that tells it and a reference to that.
func (c *Case) export(from, to, attribute string) (text string, edits []hcledit.Edit, ok bool) {
	if text, ok := c.Reference(from, to, attribute); ok {
		return text, nil, true
	}
	target, ok := addr.Parse(to)
	block, isResource := addr.Parse(from)
	if !isResource {
		block.Module, _ = addr.ParseModule(from)
	}
	if !ok || target.Module.IsRoot() || target.Module.Parent().String() != block.Module.String() {
		return "", nil, false
	}
	inside, ok := c.Reference(target.Module.String(), to, attribute)
	m := c.Tree.Module(target.Module.Names())
	if !ok || m == nil || m.Outputs[attribute] != nil {
		return "", nil, false
	}
	edit, ok := c.newOutput(m, to, attribute, inside)
	if !ok {
		return "", nil, false
	}
	return "module." + target.Module.Call().String() + "." + attribute, []hcledit.Edit{edit}, true
}

// newOutput writes an output behind the last of a module, else behind a resource.
func (c *Case) newOutput(m *source.Module, beside, name, value string) (hcledit.Edit, bool) {
	text := "output \"" + name + "\" {\n  value = " + value + "\n}"
	after, ok := c.Block(beside)
	for _, other := range slices.Sorted(maps.Keys(m.Outputs)) {
		b, found := c.Files.block(m.Outputs[other].DeclRange)
		if found && (!ok || b.File != after.File || b.Syntax.TypeRange.Start.Byte > after.Syntax.TypeRange.Start.Byte) {
			after, ok = b, true
		}
	}
	if _, own := Editable(after.File); !ok || !own {
		return hcledit.Edit{}, false
	}
	return c.sheet(after.File).InsertAfter(after.Syntax, text), true
}

// handIn gives a module another attribute of a resource as the input by which it writes
// an attribute, where it is called. ok is false if it writes something else there.
func (c *Case) handIn(address, attribute, to, want string) (edits []hcledit.Edit, ok bool) {
	path, name := splitPath(attribute)
	h, ok := c.at(address, path)
	r := c.Resource(address)
	if !ok || r == nil || h.attribute(name) == nil {
		return nil, false
	}
	m, x := r.Module, h.attribute(name).Expr
	for range maxDepth {
		input, isInput := variable(x)
		call, ok := c.Call(m)
		if !isInput || !ok || call.Syntax.Body.Attributes[input] == nil {
			return nil, false
		}
		m, x = m.Parent(), call.Syntax.Body.Attributes[input].Expr
		if text, along, ok := c.export(m.String(), to, want); ok {
			edit := c.sheet(call.File).Replace(x.Range(), text)
			return append([]hcledit.Edit{edit}, along...), editableRange(x.Range()) == nil
		}
	}
	return nil, false
}

// variable is the name of the input that an expression is.
func variable(x hclsyntax.Expression) (name string, ok bool) {
	t, ok := x.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(t.Traversal) != 2 || t.Traversal.RootName() != "var" {
		return "", false
	}
	attr, ok := t.Traversal[1].(hcl.TraverseAttr)
	return attr.Name, ok
}
