package value

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// Equal decides a == b as Terraform does. Values of different types are never
// equal there, and a plan does not tell lists from tuples or maps from
// objects; where only that is open the answer is Unknown.
func Equal(t *symbol.Table, a, b cty.Value) tri.Truth {
	return comparison{table: t, strict: true}.equal(a, b, 0)
}

// Same decides whether a and b hold the same things, whatever the types of
// their collections.
func Same(t *symbol.Table, a, b cty.Value) tri.Truth {
	return comparison{table: t}.equal(a, b, 0)
}

type comparison struct {
	table  *symbol.Table
	strict bool
}

func (c comparison) equal(a, b cty.Value, depth int) tri.Truth {
	if a.IsMarked() || b.IsMarked() || depth > MaxDepth {
		return tri.Unknown
	}
	if an, bn := Null(a), Null(b); an != tri.No || bn != tri.No {
		return c.nulls(a, b, an, bn)
	}
	switch {
	case !a.IsKnown() || !b.IsKnown():
		return tri.Unknown
	case a.Type().IsPrimitiveType() && b.Type().IsPrimitiveType():
		return c.primitives(a, b)
	case Keyed(a) && Keyed(b):
		return c.keyed(a, b, depth)
	case Sequence(a) && Sequence(b):
		return c.sequences(a, b, depth)
	}
	return tri.No
}

// Null decides whether v is null. A value that is not known may be, and so may
// one of which only an Opaque symbol is known.
func Null(v cty.Value) tri.Truth {
	v, _ = v.Unmark()
	if !v.IsKnown() {
		return tri.Unknown
	}
	if v.IsNull() {
		return tri.Yes
	}
	if s, ok := Text(v); ok && s != "" && empty([]rune(s)) == tri.Unknown {
		return tri.Unknown
	}
	return tri.No
}

// nulls compares values of which at least one may be null.
func (c comparison) nulls(a, b cty.Value, an, bn tri.Truth) tri.Truth {
	if an == tri.Yes && bn == tri.Yes {
		return tri.Yes
	}
	if an == tri.Yes && bn == tri.No || an == tri.No && bn == tri.Yes {
		return tri.No
	}
	x, xok := Text(a)
	y, yok := Text(b)
	if !xok || !yok {
		return tri.Unknown
	}
	return TextEqual(c.table, x, y)
}

func (c comparison) primitives(a, b cty.Value) tri.Truth {
	x, xok := Text(a)
	y, yok := Text(b)
	switch {
	case xok && yok:
		return TextEqual(c.table, x, y)
	case a.Type() != b.Type():
		return tri.No
	}
	return tri.Of(a.RawEquals(b)).Truth()
}

func (c comparison) keyed(a, b cty.Value, depth int) tri.Truth {
	am, bm := a.AsValueMap(), b.AsValueMap()
	if !sameKeys(am, bm) {
		if symbolicKeys(am) || symbolicKeys(bm) {
			return tri.Unknown
		}
		return tri.No
	}
	all := c.certain(a.Type().IsMapType() && b.Type().IsMapType())
	for k, v := range am {
		all = all.And(tri.From(c.equal(v, bm[k], depth+1)))
	}
	return all.Truth()
}

// certain is true if equal contents make equal values.
func (c comparison) certain(typed bool) tri.Value {
	if typed || !c.strict {
		return tri.True
	}
	return tri.Value{}
}

func sameKeys(a, b map[string]cty.Value) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if _, ok := b[k]; !ok {
			return false
		}
	}
	return true
}

func symbolicKeys(m map[string]cty.Value) bool {
	for k := range m {
		if !InspectText(k).Exact() || InspectText(k).Has(Secret) {
			return true
		}
	}
	return false
}

func (c comparison) sequences(a, b cty.Value, depth int) tri.Truth {
	if a.Type().IsSetType() || b.Type().IsSetType() {
		return c.sets(a, b)
	}
	if a.LengthInt() != b.LengthInt() {
		return tri.No
	}
	all := c.certain(a.Type().IsListType() && b.Type().IsListType())
	bs := b.AsValueSlice()
	for i, v := range a.AsValueSlice() {
		all = all.And(tri.From(c.equal(v, bs[i], depth+1)))
		if all.IsFalse() {
			break
		}
	}
	return all.Truth()
}

func (c comparison) sets(a, b cty.Value) tri.Truth {
	as, bs := Spread(c.table, a), Spread(c.table, b)
	switch {
	case as.Uncounted || bs.Uncounted:
		return tri.Unknown
	case a.Type().IsSetType() && b.Type().IsSetType() && len(as.Elements) != len(bs.Elements):
		return tri.No
	case a.Type().Equals(b.Type()) && Inspect(a, b) == 0:
		return tri.Of(a.RawEquals(b)).Truth()
	}
	return tri.Unknown
}
