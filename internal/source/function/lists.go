package function

import (
	"errors"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// The functions of this file and of maps.go are written out rather than taken
// from cty: elements keep what is known of their order, and comparisons have
// three answers.

var (
	errList  = errors.New("the argument is not a list, a tuple or a set")
	errEmpty = errors.New("the list is empty")
)

// listed spreads a list, a tuple or a set. known is false if it is not known.
func listed(c *Context, v cty.Value) (items value.Items, known bool, err error) {
	if !v.IsKnown() {
		return items, false, nil
	}
	if v.IsNull() || !value.Sequence(v) {
		return items, true, errList
	}
	return value.Spread(c.Symbols, v), true, nil
}

// overList makes a function of one list.
func overList(f func(c *Context, v cty.Value, items value.Items) (cty.Value, error)) Func {
	return func(c *Context, args []cty.Value) (cty.Value, error) {
		if len(args) != 1 {
			return cty.DynamicVal, errCount
		}
		items, known, err := listed(c, args[0])
		if err != nil || !known {
			return unknown(c), err
		}
		return f(c, args[0], items)
	}
}

func unknown(c *Context) cty.Value {
	c.Doubt()
	return cty.DynamicVal
}

// distinct gives its elements one type first, as Terraform does.
func distinct(c *Context, args []cty.Value) (cty.Value, error) {
	v, err := value.Convert(c.Symbols, args[0], cty.List(cty.DynamicPseudoType))
	if err != nil && value.Inspect(args[0]).Exact() {
		return cty.DynamicVal, err
	}
	if err != nil || !v.IsKnown() {
		return unknown(c), nil
	}
	items := value.Spread(c.Symbols, v)
	if len(items.Elements) > pairLimit {
		return cty.DynamicVal, ErrTooBig
	}
	var out []cty.Value
	for _, e := range items.Elements {
		switch seen := anySame(c, out, e); seen {
		case tri.Unknown:
			items.Uncounted, items.Unordered = true, true
			out = append(out, e)
		case tri.No:
			out = append(out, e)
		}
	}
	return items.Mark(value.List(out)), nil
}

// pairLimit bounds the lists whose elements are compared with each other.
const pairLimit = 1 << 11

func distinctFits(args []cty.Value) bool {
	return !args[0].IsKnown() || args[0].IsNull() || args[0].LengthInt() <= pairLimit
}

func anySame(c *Context, list []cty.Value, v cty.Value) tri.Truth {
	found := tri.No
	for _, e := range list {
		switch value.Same(c.Symbols, e, v) {
		case tri.Yes:
			return tri.Yes
		case tri.Unknown:
			found = tri.Unknown
		}
	}
	return found
}

// compact gives up if an element may be empty: whatever is made of it later
// would be there in one case and not in the other.
var compact = overList(func(c *Context, _ cty.Value, items value.Items) (cty.Value, error) {
	var out []cty.Value
	for _, e := range items.Elements {
		e, err := value.Convert(c.Symbols, e, cty.String)
		if err != nil {
			return cty.DynamicVal, err
		}
		switch blank(c, e) {
		case tri.Unknown:
			return unknown(c), nil
		case tri.No:
			out = append(out, e)
		}
	}
	return items.Mark(value.List(out)), nil
})

// blank decides whether v is null or the empty string.
func blank(c *Context, v cty.Value) tri.Truth {
	null := tri.From(value.Null(v))
	return null.Or(tri.From(value.Same(c.Symbols, v, cty.StringVal("")))).Truth()
}

var sortList = overList(func(c *Context, v cty.Value, items value.Items) (cty.Value, error) {
	v, _ = v.Unmark()
	strings, err := value.Convert(c.Symbols, v, cty.List(cty.String))
	if err != nil {
		return cty.DynamicVal, err
	}
	strings, _ = strings.Unmark()
	if value.Inspect(strings) == 0 && !items.Uncounted {
		return stdlib.SortFunc.Call([]cty.Value{strings})
	}
	items.Unordered = true
	return items.Mark(strings), nil
})

var one = overList(func(_ *Context, _ cty.Value, items value.Items) (cty.Value, error) {
	switch {
	case items.Uncounted && len(items.Elements) > 0:
		return cty.DynamicVal, errors.New("the number of elements is not known")
	case len(items.Elements) == 0:
		return cty.NullVal(cty.DynamicPseudoType), nil
	case len(items.Elements) > 1:
		return cty.DynamicVal, errors.New("one() takes a list of at most one element")
	}
	return items.Elements[0], nil
})

var flatten = overList(func(c *Context, _ cty.Value, items value.Items) (cty.Value, error) {
	var out []cty.Value
	if !flattenInto(c, &out, &items, items.Elements, 0) {
		return unknown(c), nil
	}
	return items.Mark(cty.TupleVal(out)), nil
})

func flattenInto(c *Context, out *[]cty.Value, all *value.Items, list []cty.Value, depth int) bool {
	for _, e := range list {
		ty := e.Type()
		nested := ty.IsListType() || ty.IsTupleType() || ty.IsSetType()
		switch {
		case !e.IsKnown() && (nested || ty == cty.DynamicPseudoType) || depth > value.MaxDepth:
			return false
		case !nested || e.IsNull():
			*out = append(*out, e)
		default:
			inner := value.Spread(c.Symbols, e)
			all.Add(inner)
			if !flattenInto(c, out, all, inner.Elements, depth+1) {
				return false
			}
		}
	}
	return true
}

// positioned spreads a list of which the places of its elements matter.
func positioned(c *Context, v cty.Value) (items value.Items, known bool, err error) {
	items, known, err = listed(c, v)
	if err == nil && known && items.Loose() {
		return items, false, nil
	}
	return items, known, err
}

// elementFunc leaves open what versions of Terraform disagree about: older ones
// refuse to count from the end.
var elementFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "index", Type: cty.Number}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if fromEnd(args[1]) {
			return cty.DynamicPseudoType, nil
		}
		return stdlib.ElementFunc.ReturnTypeForValues(args)
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if fromEnd(args[1]) {
			return cty.UnknownVal(ty), nil
		}
		return stdlib.ElementFunc.Call(args)
	},
})

func fromEnd(index cty.Value) bool {
	return index.IsKnown() && index.LessThan(cty.Zero).True()
}
