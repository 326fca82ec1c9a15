package cure

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
)

// wire is Reference for what nothing leads to yet: modules between get an output or an
// input. The edits are what that takes. ok is false where a module is called from
// several places, which would all have to give the input, or is not in the source.
func (c *Case) wire(from, to, attribute string) (text string, edits []hcledit.Edit, ok bool) {
	if text, ok = c.Reference(from, to, attribute); ok {
		return text, nil, true
	}
	target, ok := addr.Parse(to)
	if !ok || target.Deposed != "" {
		return "", nil, false
	}
	home := moduleIn(from)
	common := home
	for !encloses(common, target.Module) {
		common = common.Parent()
	}
	w := &wiring{Case: c, name: policyedit.VariableName(target.BlockName() + "." + attribute), target: target}
	if text, ok = w.up(common, target, attribute); !ok {
		return "", nil, false
	}
	text, ok = w.down(common, home, text)
	return text, w.edits, ok
}

// moduleIn is the module in which a resource stands, or which an address is.
func moduleIn(address string) addr.Module {
	m, _ := addr.ParseModule(address)
	return m
}

// encloses reports whether a module is another or calls it, be it through others.
func encloses(outer, inner addr.Module) bool {
	return outer.IsRoot() || slices.ContainsFunc(inner.Path(), func(m addr.Module) bool {
		return m.String() == outer.String()
	})
}

// wiring collects the edits of a reference.
type wiring struct {
	*Case
	name   string // of the outputs and inputs
	target addr.Resource
	edits  []hcledit.Edit
}

// free is a name that is not taken: that of what is referred to, with what tells it apart.
func (w *wiring) free(taken func(string) bool) string {
	marks := []string{"", w.target.Key.String()}
	for _, m := range slices.Backward(w.target.Module.Path()) {
		marks = append(marks, m.Call().Key.String(), m.Call().Name)
	}
	name := w.name
	for _, mark := range append(marks, w.target.Name) {
		if mark = identifier(mark); mark != "" {
			name = mark + "_" + w.name
		}
		if !taken(name) {
			return name
		}
	}
	return name + "_to_admit"
}

// up is an attribute as a module around its resource sees it, through outputs.
func (w *wiring) up(m addr.Module, target addr.Resource, attribute string) (string, bool) {
	if text, ok := w.Reference(m.String(), target.String(), attribute); ok {
		return text, true
	}
	path := target.Module.Path()
	if len(path) <= m.Depth() {
		return "", false
	}
	child := path[m.Depth()]
	value, ok := w.up(child, target, attribute)
	if !ok {
		return "", false
	}
	name, ok := w.output(child, value)
	return "module." + child.Call().String() + "." + name, ok
}

// output gives a module an output.
func (w *wiring) output(m addr.Module, value string) (name string, ok bool) {
	module := w.Tree.Module(m.Names())
	if module == nil || module.Missing != "" {
		return "", false
	}
	name = w.free(func(name string) bool { return module.Outputs[name] != nil })
	text := "output \"" + name + "\" {\n  value = " + value + "\n}"
	return name, w.declare(module, "output", text)
}

// down hands a value from a module to one that it calls, through inputs.
func (w *wiring) down(from, to addr.Module, text string) (string, bool) {
	for _, m := range to.Path()[from.Depth():] {
		module, parent := w.Tree.Module(m.Names()), w.Tree.Module(m.Parent().Names())
		call, ok := w.Call(m)
		if !ok || module == nil || parent == nil || w.calls(module.Dir) != 1 {
			return "", false
		}
		name := w.free(func(name string) bool { return module.Variables[name] != nil })
		if !w.declare(module, "variable", "variable \""+name+"\" {\n  type = string\n}") {
			return "", false
		}
		last := lastArgument(call.Syntax.Body)
		set := w.sheet(call.File).
			Set(call.Syntax, hcledit.Argument{Name: name, Value: text, Kin: []string{last, "source"}})
		w.edits = append(w.edits, set)
		text = "var." + name
	}
	return text, true
}

// lastArgument is the name of the argument of a call that comes last.
func lastArgument(b *hclsyntax.Body) (name string) {
	at := -1
	for _, attr := range b.Attributes {
		if attr.SrcRange.Start.Byte > at && !hcledit.InClosing[attr.Name] && attr.Name != "providers" {
			name, at = attr.Name, attr.SrcRange.Start.Byte
		}
	}
	return name
}

// declare writes a block behind the last of its type in a module, or at the end of the
// file that custom has for it.
func (w *wiring) declare(m *source.Module, typ, text string) bool {
	var last *hclsyntax.Block
	var file string
	for _, name := range w.filesOf(m) {
		for _, b := range w.File(name).Blocks {
			if b.Type == typ {
				last, file = b, name
			}
		}
	}
	if last == nil {
		last, file = w.endOf(m, typ+"s.tf")
	}
	if last == nil {
		return false
	}
	w.edits = append(w.edits, w.sheet(file).InsertAfter(last, text))
	return true
}

// endOf is the last block of a file that a module has by custom, of its main file, or of
// its first.
func (w *wiring) endOf(m *source.Module, custom string) (last *hclsyntax.Block, file string) {
	for _, name := range w.filesOf(m) {
		blocks := w.File(name).Blocks
		better := last == nil || path.Base(name) == custom || path.Base(name) == "main.tf" && path.Base(file) != custom
		if len(blocks) > 0 && better {
			last, file = blocks[len(blocks)-1], name
		}
	}
	return last, file
}

// filesOf are the files in which the blocks of a module stand, as far as they are in
// native syntax.
func (c *Case) filesOf(m *source.Module) []string {
	names := map[string]bool{}
	add := func(name string) {
		if c.File(name) != nil && !strings.Contains(path.Base(name), "override.") {
			names[name] = true
		}
	}
	for _, r := range m.Resources {
		add(r.DeclRange.Filename)
	}
	for _, v := range m.Variables {
		add(v.DeclRange.Filename)
	}
	for _, o := range m.Outputs {
		add(o.DeclRange.Filename)
	}
	for _, call := range m.Calls {
		add(call.DeclRange.Filename)
	}
	return slices.Sorted(maps.Keys(names))
}

// calls is how many module blocks of the configuration call what stands in a folder.
func (c *Case) calls(dir string) int {
	n := 0
	var count func(*source.Module)
	count = func(m *source.Module) {
		for _, call := range m.Calls {
			if call.Module == nil {
				continue
			}
			if call.Module.Dir == dir {
				n++
			}
			count(call.Module)
		}
	}
	count(c.Tree.Root)
	return n
}
