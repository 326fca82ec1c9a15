package value

import (
	"strconv"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// Mark is a cty mark on a list, or on a text made of one, that holds the right
// elements and yet may differ from what apply will make.
type Mark string

// The marks. A set is kept in the order of its strings, and drops doubles; with
// symbols in it neither the order nor the number is certain: each element is
// there, but some may turn out to be doubles. What a policy says does not depend
// on either.
const (
	Unordered Mark = "unordered"
	Uncounted Mark = "uncounted"
)

// Items are the elements of a collection in the order in which HCL lists them.
type Items struct {
	Keys, Elements []cty.Value
	// Unordered: the order is not certain. Uncounted: nor is the number.
	Unordered, Uncounted bool
}

// Mark returns v with the marks of the items it was made from.
func (i Items) Mark(v cty.Value) cty.Value {
	if i.Unordered {
		v = v.Mark(Unordered)
	}
	if i.Uncounted {
		v = v.Mark(Uncounted)
	}
	return v
}

// Loose reports whether the place of an element in the items is not certain.
func (i Items) Loose() bool {
	return i.Uncounted && len(i.Elements) > 0 || i.Unordered && len(i.Elements) > 1
}

// Add takes over the doubts about other.
func (i *Items) Add(other Items) {
	i.Unordered = i.Unordered || other.Unordered
	i.Uncounted = i.Uncounted || other.Uncounted
}

// Spread lists a known collection, tuple or object; of any other value it
// returns no items. Marks on v itself are carried over.
func Spread(t *symbol.Table, v cty.Value) Items {
	out := Items{Unordered: v.HasMark(Unordered), Uncounted: v.HasMark(Uncounted)}
	v, _ = v.Unmark()
	if Leaf(v) {
		return out
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		out.Keys, out.Elements = append(out.Keys, k), append(out.Elements, e)
	}
	switch {
	case len(out.Elements) < 2:
	case v.Type().IsSetType():
		out.Unordered = out.Unordered || Inspect(v) != 0
		out.Uncounted = out.Uncounted || out.Unordered && !Distinct(t, out.Elements)
	case Keyed(v):
		out.Unordered = out.Unordered || InspectKeys(out.Keys) != 0
	}
	return out
}

// InspectKeys returns the traits of the keys of a map.
func InspectKeys(keys []cty.Value) Traits {
	var t Traits
	for _, k := range keys {
		if s, ok := Text(k); ok {
			t |= InspectText(s)
		}
	}
	return t
}

// pairLimit bounds the pairs that Distinct looks at.
const pairLimit = 1 << 16

// Distinct reports whether certainly no two of the values are the same.
func Distinct(t *symbol.Table, values []cty.Value) bool {
	if len(values)*len(values) > pairLimit {
		return allPlainTexts(values)
	}
	for i, a := range values {
		for _, b := range values[:i] {
			if Same(t, a, b) != tri.No {
				return false
			}
		}
	}
	return true
}

func allPlainTexts(values []cty.Value) bool {
	seen := make(map[string]bool, len(values))
	for _, v := range values {
		s, ok := Text(v)
		if !ok || InspectText(s) != 0 || seen[s] {
			return false
		}
		seen[s] = true
	}
	return true
}

// DistinctKeys is Distinct for the keys of a map.
func DistinctKeys(t *symbol.Table, keys []string) bool {
	var odd []string
	for _, k := range keys {
		if InspectText(k) != 0 {
			odd = append(odd, k)
		}
	}
	if len(odd)*len(keys) > pairLimit {
		return false
	}
	for _, a := range odd {
		for _, b := range keys {
			if a != b && TextEqual(t, a, b) != tri.No {
				return false
			}
		}
	}
	return true
}

// List makes a list of the values, or a tuple where their types differ.
func List(values []cty.Value) cty.Value {
	if len(values) == 0 || !cty.CanListVal(values) {
		return cty.TupleVal(values)
	}
	return cty.ListVal(values)
}

// Number is the cty value of a count or an index.
func Number(n int) cty.Value { return cty.MustParseNumberVal(strconv.Itoa(n)) }
