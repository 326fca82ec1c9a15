package fix

import (
	"maps"
	"slices"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
)

// export is Reference, and where a module that is called next does not tell the
// attribute, the output that tells it and a reference to that.
func (c *Case) export(from, to, attribute string) (text string, edits []Edit, ok bool) {
	if text, ok := c.Reference(from, to, attribute); ok {
		return text, nil, true
	}
	target, ok := addr.Parse(to)
	block, isResource := addr.Parse(from)
	if !ok || !isResource || target.Module.IsRoot() || target.Module.Parent().String() != block.Module.String() {
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
	return "module." + target.Module.Call().String() + "." + attribute, []Edit{edit}, true
}

// newOutput writes an output behind the last of a module, else behind a resource.
func (c *Case) newOutput(m *source.Module, beside, name, value string) (Edit, bool) {
	text := "output \"" + name + "\" {\n  value = " + value + "\n}"
	after, ok := c.Block(beside)
	for _, other := range slices.Sorted(maps.Keys(m.Outputs)) {
		b, found := c.files.block(m.Outputs[other].DeclRange)
		if found && (!ok || b.File != after.File || b.Syntax.TypeRange.Start.Byte > after.Syntax.TypeRange.Start.Byte) {
			after, ok = b, true
		}
	}
	if _, own := editable(after.File); !ok || !own {
		return Edit{}, false
	}
	return c.sheet(after.File).insertAfter(after.Syntax, text), true
}
