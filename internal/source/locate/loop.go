package locate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/value"
)

// element is one element of a collection, and the step that leads to it.
type element struct {
	key, value cty.Value
	step       Step
}

// elements lists what a loop goes through.
func (w *walker) elements(v cty.Value) []element {
	if !v.IsKnown() || v.IsNull() || value.Leaf(v) || value.Inspect(v).Has(value.Oversize) {
		return nil
	}
	items := value.Spread(w.machine.Symbols, v)
	out := make([]element, len(items.Elements))
	for i, x := range items.Elements {
		key, _ := items.Keys[i].UnmarkDeep()
		x, _ = x.UnmarkDeep()
		out[i] = element{key: key, value: x, step: Step{Index: i, Like: x}}
		if name, ok := text(key); ok && value.Keyed(v) {
			out[i].step = Name(name)
		}
	}
	return out
}

// turn is a turn of a for expression that puts something into its value.
type turn struct {
	env  *env
	name string // the key that it sets
	made cty.Value
}

// turns goes through a for expression.
func (w *walker) turns(n *hclsyntax.ForExpr, e *env) []turn {
	var out []turn
	for _, el := range w.elements(w.value(n.CollExpr, e)) {
		values := map[string]cty.Value{n.ValVar: el.value}
		bound := map[string]origin{n.ValVar: {n.CollExpr, e, []Step{el.step}}}
		if n.KeyVar != "" {
			values[n.KeyVar], bound[n.KeyVar] = el.key, origin{}
		}
		t := turn{env: e.child(values, bound)}
		if n.CondExpr != nil {
			if v := w.value(n.CondExpr, t.env); !v.IsKnown() || v.IsNull() || v.Type() != cty.Bool || v.False() {
				continue
			}
		}
		if n.KeyExpr != nil {
			t.name, _ = text(w.value(n.KeyExpr, t.env))
		}
		t.made = w.value(n.ValExpr, t.env)
		out = append(out, t)
	}
	return out
}

// loop finds the turn that made a part.
func (w *walker) loop(n *hclsyntax.ForExpr, e *env, path []Step) hcl.Range {
	if len(path) == 0 {
		return n.Range()
	}
	turns, rest := w.turns(n, e), path
	if n.KeyExpr != nil {
		turns, rest = named(turns, path[0].Name), path[1:]
	}
	if n.KeyExpr != nil && !n.Group {
		if len(turns) != 1 {
			return w.stop(n.Range(), path)
		}
		return w.find(n.ValExpr, turns[0].env, rest)
	}
	if len(rest) == 0 {
		return w.stop(n.Range(), rest)
	}
	made := make([]cty.Value, len(turns))
	for i, t := range turns {
		made[i] = t.made
	}
	i := pick(rest[0], made)
	if i < 0 || rest[0].Name != "" {
		return w.stop(n.Range(), path)
	}
	return w.find(n.ValExpr, turns[i].env, rest[1:])
}

func named(turns []turn, name string) []turn {
	var out []turn
	for _, t := range turns {
		if t.name == name {
			out = append(out, t)
		}
	}
	return out
}

// splat finds the element of v[*].each that a part was made of.
func (w *walker) splat(n *hclsyntax.SplatExpr, e *env, path []Step) hcl.Range {
	if len(path) == 0 {
		return n.Range()
	}
	from := origin{n.Source, e, nil}
	if source := w.value(n.Source, e); value.Sequence(source) {
		made := w.value(n, e)
		var list []cty.Value
		for _, el := range w.elements(made) {
			list = append(list, el.value)
		}
		i := pick(path[0], list)
		if i < 0 || path[0].Name != "" {
			return w.stop(n.Range(), path)
		}
		from.path = []Step{Item(i)}
	}
	if w.items == nil {
		w.items = map[*hclsyntax.AnonSymbolExpr]origin{}
	}
	w.items[n.Item] = from
	return w.find(n.Each, e, path[1:])
}
