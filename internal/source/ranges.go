package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source/expr"
)

// ResourceRange returns where a resource block begins: its header.
func (t *Tree) ResourceRange(ref ResourceRef) (hcl.Range, bool) {
	res := t.resource(ref)
	if res == nil {
		return hcl.Range{}, false
	}
	return res.DeclRange, true
}

// IgnoresChanges reports whether the block of a resource says that changes are
// ignored: what it holds may not be what is written.
func (t *Tree) IgnoresChanges(ref ResourceRef) bool {
	res := t.resource(ref)
	return res != nil && res.meta().ignoresChanges
}

// Ignores reports whether changes of an argument, or of the nested blocks of a type,
// are ignored, be it in parts.
func (t *Tree) Ignores(ref ResourceRef, name string) bool {
	res := t.resource(ref)
	if res == nil {
		return false
	}
	ignored := res.meta().ignored
	return slices.Contains(ignored, "") || slices.Contains(ignored, name)
}

// AttributeRange returns where an argument is written, the last name of path;
// the names before it are nested blocks, of each of which the first that fits
// is taken. If path ends at a block the range is that of its header.
func (t *Tree) AttributeRange(ref ResourceRef, path ...string) (hcl.Range, bool) {
	res := t.resource(ref)
	if res == nil || len(path) == 0 {
		return hcl.Range{}, false
	}
	return within(res.Body, path)
}

func within(b hcl.Body, path []string) (hcl.Range, bool) {
	if len(path) == 1 {
		if attr := expr.Argument(b, path[0]); attr != nil {
			return attr.Range, true
		}
	}
	for _, block := range expr.Blocks(b, path[0]) {
		if len(path) == 1 {
			return block.DefRange, true
		}
		for _, inner := range contentsOf(block) {
			if rng, ok := within(inner, path[1:]); ok {
				return rng, true
			}
		}
	}
	return hcl.Range{}, false
}

func (t *Tree) resource(ref ResourceRef) *Resource {
	m := t.Module(callNames(ref.Module))
	if m == nil {
		return nil
	}
	return m.Resources[resourceKey(ref.Mode, ref.Type, ref.Name)]
}

// callNames reads the names of the calls off a module address.
func callNames(address string) []string {
	m, rest := addr.ParseModule(address)
	if rest != "" {
		return []string{address} // no call has such a name
	}
	return m.Names()
}

// BlockText is the text of a resource's block, with what override files say, "" for
// one that is not in native syntax.
func (t *Tree) BlockText(r *Resource) (text string) {
	if r == nil {
		return ""
	}
	for _, part := range parts(r.Body) {
		rng, ok := expr.NativeRange(part)
		if src := t.Source(rng.Filename); ok && rng.CanSliceBytes(src) {
			text += string(rng.SliceBytes(src))
		}
	}
	return text
}

// Path are the names of the calls that lead to the module.
func (m *Module) Path() []string {
	if m.Key == "" {
		return nil
	}
	return strings.Split(m.Key, ".")
}
