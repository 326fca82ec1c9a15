package value

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Rebuild returns v with every leaf replaced by what f makes of it. Where the
// new leaves no longer have one type, a list becomes a tuple and a map an
// object. Marks stay. v must not be Oversize.
func Rebuild(v cty.Value, f func(cty.Value) cty.Value) cty.Value {
	v, marks := v.Unmark()
	if Leaf(v) {
		return f(v).WithMarks(marks)
	}
	return rebuild(v, f).WithMarks(marks)
}

func rebuild(v cty.Value, f func(cty.Value) cty.Value) cty.Value {
	if v.LengthInt() == 0 {
		return v
	}
	if Keyed(v) {
		out := map[string]cty.Value{}
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			out[k.AsString()] = Rebuild(e, f)
		}
		if v.Type().IsMapType() && cty.CanMapVal(out) {
			return cty.MapVal(out)
		}
		return cty.ObjectVal(out)
	}
	var out []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		out = append(out, Rebuild(e, f))
	}
	switch {
	case v.Type().IsListType():
		return List(out)
	case v.Type().IsSetType() && cty.CanSetVal(out):
		return cty.SetVal(out)
	}
	return cty.TupleVal(out)
}

// Reveal puts the values of secrets in place of their symbols. Keys of maps
// keep theirs.
func Reveal(t *symbol.Table, v cty.Value) cty.Value {
	return Rebuild(v, func(leaf cty.Value) cty.Value {
		if s, ok := Text(leaf); ok {
			return cty.StringVal(t.Reveal(s))
		}
		return leaf
	})
}

// Conceal makes a secret of every string in v, save keys. A number cannot hold
// a symbol, so its text is only made known to the table as one to hide.
func Conceal(t *symbol.Table, v cty.Value, origin symbol.Origin) cty.Value {
	return Rebuild(v, func(leaf cty.Value) cty.Value {
		if s, ok := Text(leaf); ok {
			return cty.StringVal(t.Secret(t.Reveal(s), origin))
		}
		if leaf.Type() == cty.Number && leaf.IsKnown() && !leaf.IsNull() {
			t.Secret(leaf.AsBigFloat().Text('f', -1), origin)
		}
		return leaf
	})
}

// Plain drops the refinements of the unknowns in v, which were computed from
// strings as if symbols were characters.
func Plain(v cty.Value) cty.Value {
	return Rebuild(v, func(leaf cty.Value) cty.Value {
		if !leaf.IsKnown() {
			return cty.UnknownVal(leaf.Type())
		}
		return leaf
	})
}

// Convert is convert.Convert that marks a list made of a set whose order or
// number is not certain.
func Convert(t *symbol.Table, v cty.Value, ty cty.Type) (cty.Value, error) {
	if v.Type().Equals(ty) {
		return v, nil
	}
	var items Items
	collectSets(t, v, &items, 0)
	out, err := convert.Convert(v, ty)
	if err != nil {
		return cty.UnknownVal(ty), err
	}
	if out.Type().IsSetType() || out.Type().IsPrimitiveType() {
		return out, nil
	}
	return items.Mark(out), nil
}

// collectSets gathers the doubts about all sets in v.
func collectSets(t *symbol.Table, v cty.Value, items *Items, depth int) {
	v, _ = v.Unmark()
	if Leaf(v) || depth > MaxDepth {
		return
	}
	if v.Type().IsSetType() {
		items.Add(Spread(t, v))
		return
	}
	if ty := v.Type(); ty.IsCollectionType() && ty.ElementType().IsPrimitiveType() {
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		collectSets(t, e, items, depth+1)
	}
}

// Doubts gathers what is not certain about the order and the number of the
// elements anywhere in v, as it shows in a text made of v.
func Doubts(t *symbol.Table, v cty.Value) Items {
	items := Spread(t, v)
	out := Items{Unordered: items.Unordered, Uncounted: items.Uncounted}
	for _, e := range items.Elements {
		if !Leaf(e) || e.IsMarked() {
			out.Add(Doubts(t, e))
		}
	}
	return out
}
