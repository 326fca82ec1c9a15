package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
)

// Mentions lists the references in a body, those of nested blocks included.
// Names of loops are among them.
func Mentions(b hcl.Body) (out []hcl.Traversal) {
	for _, part := range parts(b) {
		expr.VisitBody(part, func(t hcl.Traversal) {
			if !t.IsRelative() {
				out = append(out, t)
			}
		})
	}
	return out
}

// MentionsIn does so for one expression.
func MentionsIn(x hcl.Expression) (out []hcl.Traversal) {
	expr.Visit(x, func(t hcl.Traversal) {
		if !t.IsRelative() {
			out = append(out, t)
		}
	})
	return out
}

// Constant is the value of an expression that refers to nothing and calls no
// function, false if it does or is not such a value.
func Constant(x hcl.Expression) (cty.Value, bool) {
	if len(x.Variables()) > 0 {
		return cty.NilVal, false
	}
	native, ok := expr.Native(x)
	if !ok {
		return expr.Literal(x)
	}
	v, diags := native.Value(nil) // without a context a call of a function fails
	return v, !diags.HasErrors() && v.IsWhollyKnown()
}

// Names lists the arguments and the types of nested blocks that are written at the
// top of a body, sorted.
func Names(b hcl.Body) []string {
	names := append(argumentNames(b), blockNames(b)...)
	slices.Sort(names)
	return slices.Compact(names)
}

// Declares reports whether a reference begins with something that the module
// declares. Names of loops and iterators do not.
func (m *Module) Declares(t hcl.Traversal) bool {
	name, _ := expr.StepName(t, 1)
	switch t.RootName() {
	case "var":
		return m.Variables[name] != nil
	case "local":
		return m.Locals[name] != nil
	case "module":
		return m.Calls[name] != nil
	}
	res, _ := m.resourceOf(t)
	return res != nil
}

// Asked is which attributes a configuration asks of its resources. Without a
// provider's schema it tells what a resource has beside what is written.
type Asked struct {
	// Of are the attributes that references name, by type, "data." before those of
	// data sources. It is true if something inside the attribute is asked for.
	Of map[string]map[string]bool
	// Others are all other names that are taken out of something.
	Others map[string]bool
}

// Asked goes through the whole configuration.
func (t *Tree) Asked() Asked {
	a := Asked{Of: map[string]map[string]bool{}, Others: map[string]bool{}}
	a.module(t.Root, map[string]bool{})
	return a
}

func (a Asked) module(m *Module, seen map[string]bool) {
	if !seen[m.Dir] {
		seen[m.Dir] = true
		a.contents(m)
	}
	for _, call := range m.Calls {
		a.module(call.Module, seen)
	}
}

func (a Asked) contents(m *Module) {
	note := func(t hcl.Traversal) { a.note(m, t) }
	seen := map[string]bool{}
	body := func(b hcl.Body) {
		for _, part := range parts(b) {
			expr.VisitTaken(part, seen, note)
		}
	}
	for _, r := range m.Resources {
		body(r.Body)
	}
	for _, c := range m.Calls {
		body(c.Body)
	}
	for _, p := range m.Providers {
		body(p.Body)
	}
	for _, l := range m.Locals {
		expr.Visit(l.Expr, note)
	}
	for _, o := range m.Outputs {
		if o.Value != nil {
			expr.Visit(o.Value, note)
		}
	}
}

func (a Asked) note(m *Module, t hcl.Traversal) {
	res, rest := m.resourceOf(t)
	if res == nil {
		a.others(t)
		return
	}
	if len(rest) > 0 {
		if _, ok := rest[0].(hcl.TraverseIndex); ok {
			rest = rest[1:]
		}
	}
	name, ok := taken(rest)
	if !ok {
		return
	}
	typ := res.Type
	if res.Mode == "data" {
		typ = "data." + typ
	}
	if a.Of[typ] == nil {
		a.Of[typ] = map[string]bool{}
	}
	a.Of[typ][name] = a.Of[typ][name] || len(rest) > 1
}

// resourceOf returns the resource that a reference begins with and the steps behind
// its name, nil if it begins with something else.
func (m *Module) resourceOf(t hcl.Traversal) (*Resource, hcl.Traversal) {
	if t.IsRelative() {
		return nil, nil
	}
	mode := "managed"
	switch t.RootName() {
	case "data":
		mode, t = "data", t[1:]
	case "resource":
		t = t[1:]
	}
	typ, _ := expr.StepName(t, 0)
	name, ok := expr.StepName(t, 1)
	if !ok {
		return nil, nil
	}
	return m.Resources[resourceKey(mode, typ, name)], t[2:]
}

func (a Asked) others(t hcl.Traversal) {
	for i := range t {
		if name, ok := taken(t[i:]); ok {
			a.Others[name] = true
		}
	}
}

// taken is the name that the first step takes out of an object.
func taken(t hcl.Traversal) (string, bool) {
	if len(t) == 0 {
		return "", false
	}
	switch s := t[0].(type) {
	case hcl.TraverseAttr:
		return s.Name, true
	case hcl.TraverseIndex:
		return value.Text(s.Key)
	}
	return "", false
}
