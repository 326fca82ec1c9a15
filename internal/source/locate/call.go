package locate

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/value"
)

// finder is how one function is seen through; found is false if the call itself
// is what made the part.
type finder func(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (at hcl.Range, found bool)

// finders lists what may see through a function: of some more is known than that
// their value may hold what stands in an argument.
func (w *walker) finders(name string) []finder {
	switch strings.TrimPrefix(name, "core::") {
	case "jsonencode", "jsondecode", "yamlencode", "yamldecode":
		return []finder{w.coded}
	case "file":
		return []finder{w.file}
	case "templatefile":
		return []finder{w.templateFile}
	case "merge":
		return []finder{w.merge}
	case "formatlist":
		return []finder{w.formatList}
	case "try", "lookup", "coalesce":
		return []finder{w.moved, w.rewritten, w.missing}
	}
	return []finder{w.moved, w.rewritten}
}

// call finds the argument that a part of a function's value comes from. Where
// none holds it, as behind format(), the call is what made it.
func (w *walker) call(n *hclsyntax.FunctionCallExpr, e *env, path []Step) hcl.Range {
	for _, find := range w.finders(n.Name) {
		if at, found := find(n, e, path); found {
			return at
		}
	}
	if w.isAll(n, e, path) {
		return w.piece(n, e, func() []leaf { return w.inserted(n, e) })
	}
	return w.stop(n.Range(), path)
}

// coded is a function that writes its argument as text, or reads it as such: a
// path into one is a path into the other.
func (w *walker) coded(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	if len(n.Args) != 1 || len(path) == 0 {
		return hcl.Range{}, false
	}
	return w.find(n.Args[0], e, path), true
}

// merge takes a key from the last of its arguments that has it.
func (w *walker) merge(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	if len(path) == 0 || path[0].Name == "" {
		return hcl.Range{}, false
	}
	var found origin
	for _, a := range w.arguments(n, e) {
		v := w.value(a.x, e)
		for _, step := range a.path {
			v, _ = descend(v, step)
		}
		if _, there := descend(v, path[0]); there || v != cty.NilVal && !v.IsKnown() {
			found = a
		}
	}
	if found.x == nil {
		return hcl.Range{}, false
	}
	return w.find(found.x, e, join(found.path, path)), true
}

// arguments lists the arguments of a call, with those behind "..." one by one.
func (w *walker) arguments(n *hclsyntax.FunctionCallExpr, e *env) []origin {
	var out []origin
	for i, x := range n.Args {
		if !n.ExpandFinal || i < len(n.Args)-1 {
			out = append(out, origin{x, e, nil})
			continue
		}
		for j := range w.elements(w.value(x, e)) {
			out = append(out, origin{x, e, []Step{Item(j)}})
		}
	}
	return out
}

// formatList makes one text of each element of a list: if there is one list only,
// its element tells the texts apart.
func (w *walker) formatList(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	if len(path) != 1 || path[0].Name != "" || n.ExpandFinal || len(n.Args) == 0 {
		return hcl.Range{}, false
	}
	var list hclsyntax.Expression
	for _, x := range n.Args[1:] {
		if value.Sequence(w.value(x, e)) {
			if list != nil {
				return hcl.Range{}, false
			}
			list = x
		}
	}
	var made []cty.Value
	for _, el := range w.elements(w.value(n, e)) {
		made = append(made, el.value)
	}
	i := pick(path[0], made)
	if list == nil || i < 0 {
		return hcl.Range{}, false
	}
	return w.find(list, e, []Step{Item(i)}), true
}

// moved finds an argument that holds the part as it is. Most functions on lists
// and maps put what they are given elsewhere, and so do coalesce() and its kin.
func (w *walker) moved(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	part, ok := w.value(n, e), true
	for gone := 0; ok && gone <= len(path); gone++ {
		if telling(part) {
			for _, x := range n.Args {
				if to, found := search(w.value(x, e), part); found {
					return w.find(x, e, join(to, path[gone:])), true
				}
			}
		}
		if gone < len(path) {
			part, ok = descend(part, path[gone])
		}
	}
	return hcl.Range{}, false
}

// telling reports whether a value is found again by what it is: an empty one or
// true is the same as many others.
func telling(v cty.Value) bool {
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() {
		return false
	}
	if v.Type() == cty.String {
		return v.AsString() != ""
	}
	return !v.Type().IsPrimitiveType() && v.CanIterateElements() && v.LengthInt() > 0
}

// missing finds where the part would stand for which a function takes something
// else, or nothing: the element of a map that lacks a key.
func (w *walker) missing(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	if len(n.Args) == 0 || n.ExpandFinal {
		return hcl.Range{}, false
	}
	if key, ok := stepOf(w.value(n.Args[min(1, len(n.Args)-1)], e)); ok && n.Name == "lookup" {
		path = join([]Step{key}, path)
	}
	via := len(w.via)
	at := w.find(n.Args[0], e, path)
	if w.lost || w.rest == 0 {
		w.via, w.lost, w.rest = w.via[:via], false, 0
		return hcl.Range{}, false
	}
	return at, true
}

// maxSearched and maxSearchDepth bound the values that one search compares.
const (
	maxSearched    = 2000
	maxSearchDepth = 3
)

// search finds a part in a value, those on top first.
func search(v, part cty.Value) ([]Step, bool) {
	type place struct {
		v    cty.Value
		path []Step
	}
	queue := []place{{v, nil}}
	for seen := 0; seen < len(queue) && seen < maxSearched; seen++ {
		at := queue[seen]
		if at.v.RawEquals(part) {
			return at.path, true
		}
		if !at.v.IsKnown() || at.v.IsNull() || !at.v.CanIterateElements() || len(at.path) == maxSearchDepth {
			continue
		}
		for it := at.v.ElementIterator(); it.Next() && len(queue) < maxSearched; {
			key, inner := it.Element()
			step, ok := stepOf(key)
			if at.v.Type().IsSetType() || !ok {
				step = Entry(inner)
			}
			queue = append(queue, place{inner, append(slices.Clip(at.path), step)})
		}
	}
	return nil, false
}

// descend takes one step into a value.
func descend(v cty.Value, s Step) (cty.Value, bool) {
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return cty.NilVal, false
	}
	var list []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		key, inner := it.Element()
		if name, ok := text(key); ok && s.Name != "" && key.Type() == cty.String && name == s.Name {
			return inner, true
		}
		list = append(list, inner)
	}
	if s.Name != "" || members(v) {
		return cty.NilVal, false
	}
	i := pick(s, list)
	if i < 0 {
		return cty.NilVal, false
	}
	return list[i], true
}

// rewritten finds the argument whose text the part stands in, for functions that
// change a text here and there, such as replace().
func (w *walker) rewritten(n *hclsyntax.FunctionCallExpr, e *env, path []Step) (hcl.Range, bool) {
	if len(path) == 0 {
		return hcl.Range{}, false
	}
	for _, x := range n.Args {
		s, ok := text(w.value(x, e))
		if !ok {
			continue
		}
		if spans := trail(s, path); len(spans) == len(path)+1 && spans[0] != spans[len(path)] {
			return w.find(x, e, path), true
		}
	}
	return hcl.Range{}, false
}
