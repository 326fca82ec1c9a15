package value

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// Equal decides a == b as Terraform does. Values of different types are never
// equal there, and a plan does not tell lists from tuples or maps from
// objects: unless the values are shaped, with the types that Terraform has, the
// answer is Unknown where only that is open.
func Equal(t *symbol.Table, a, b cty.Value, shaped bool) tri.Truth {
	return comparison{table: t, strict: true, shaped: shaped}.equal(a, b, 0)
}

// Same decides whether a and b hold the same things, whatever the types of
// their collections.
func Same(t *symbol.Table, a, b cty.Value) tri.Truth {
	return comparison{table: t}.equal(a, b, 0)
}

type comparison struct {
	table  *symbol.Table
	strict bool // types count
	shaped bool // and are those that Terraform has
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
	if c.apart(a.Type().IsMapType(), b.Type().IsMapType()) {
		return tri.No
	}
	am, bm := a.AsValueMap(), b.AsValueMap()
	if !sameKeys(am, bm) {
		if symbolicKeys(am) || symbolicKeys(bm) {
			return tri.Unknown
		}
		return tri.No
	}
	all := c.certain(a, b, a.Type().IsMapType() && b.Type().IsMapType())
	for k, v := range am {
		all = all.And(tri.From(c.equal(v, bm[k], depth+1)))
	}
	return all.Truth()
}

// apart reports whether two collections are of different kinds, of which one
// is typed, as a list is beside a tuple.
func (c comparison) apart(typed, other bool) bool {
	return c.strict && c.shaped && typed != other
}

// certain is true if equal contents make equal values. Those of two lists or two
// maps do, and where nothing comes from a plan those of two tuples or objects,
// but for empty lists and nulls, whose contents do not show their types.
func (c comparison) certain(a, b cty.Value, typed bool) tri.Value {
	switch {
	case !c.strict || c.shaped && a.Type().Equals(b.Type()):
		return tri.True
	case c.shaped && (a.Type().HasDynamicTypes() || b.Type().HasDynamicTypes()):
		return tri.Value{}
	case c.shaped && a.LengthInt() == 0:
		return tri.False
	case typed || c.shaped:
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
	if c.apart(a.Type().IsSetType(), b.Type().IsSetType()) || c.apart(a.Type().IsListType(), b.Type().IsListType()) {
		return tri.No
	}
	if a.Type().IsSetType() || b.Type().IsSetType() {
		return c.sets(a, b)
	}
	if a.LengthInt() != b.LengthInt() {
		return tri.No
	}
	all := c.certain(a, b, a.Type().IsListType() && b.Type().IsListType())
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
