package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/syntax"
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
	return res != nil && res.ignoresChanges
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
		if attr := attribute(b, path[0]); attr != nil {
			return attr.Range, true
		}
	}
	for _, block := range blocks(b, path[0]) {
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
	if strings.TrimSpace(address) == "" {
		return nil
	}
	t, err := syntax.Traversal(address)
	if err != nil {
		return []string{address} // no call has such a name
	}
	var names []string
	for len(t) > 0 {
		name, _, rest, ok := moduleStep(t)
		if !ok {
			return []string{address}
		}
		names, t = append(names, name), rest
	}
	return names
}
