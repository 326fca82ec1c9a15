package function

import (
	"errors"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// decided turns a truth value into a cty one.
func decided(c *Context, t tri.Truth) cty.Value {
	if t == tri.Unknown {
		c.Doubt()
		return cty.UnknownVal(cty.Bool)
	}
	return cty.BoolVal(t == tri.Yes)
}

func length(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	v := args[0]
	if !v.IsKnown() {
		return cty.UnknownVal(cty.Number), nil
	}
	if v.Type() == cty.String {
		return stringLength(c, args)
	}
	if v.IsNull() || value.Leaf(v) {
		return cty.DynamicVal, errors.New("length() takes a string or a collection")
	}
	items := value.Spread(c.Symbols, v)
	if items.Uncounted || value.Keyed(v) && !plainKeys(c, items.Keys) {
		c.Doubt()
		return cty.UnknownVal(cty.Number), nil
	}
	return value.Number(len(items.Elements)), nil
}

func contains(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 2 {
		return cty.DynamicVal, errCount
	}
	items, known, err := listed(c, args[0])
	if err != nil {
		return cty.DynamicVal, err
	}
	if !known {
		return decided(c, tri.Unknown), nil
	}
	return decided(c, anyEqual(c, items.Elements, args[1])), nil
}

func anyEqual(c *Context, list []cty.Value, v cty.Value) tri.Truth {
	found := tri.No
	for _, e := range list {
		switch value.Equal(c.Symbols, e, v) {
		case tri.Yes:
			return tri.Yes
		case tri.Unknown:
			found = tri.Unknown
		}
	}
	return found
}

func index(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 2 {
		return cty.DynamicVal, errCount
	}
	items, known, err := positioned(c, args[0])
	if err != nil || !known {
		return unknown(c), err
	}
	for i, e := range items.Elements {
		switch value.Equal(c.Symbols, e, args[1]) {
		case tri.Yes:
			return value.Number(i), nil
		case tri.Unknown:
			return unknown(c), nil
		}
	}
	return cty.DynamicVal, errors.New("index() did not find the value")
}

func matchKeys(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 3 {
		return cty.DynamicVal, errCount
	}
	values, vok, err1 := positioned(c, args[0])
	keys, kok, err2 := positioned(c, args[1])
	wanted, wok, err3 := listed(c, args[2])
	if err := errors.Join(err1, err2, err3); err != nil || !vok || !kok || !wok {
		return unknown(c), err
	}
	if len(values.Elements) != len(keys.Elements) {
		return cty.DynamicVal, errors.New("matchkeys() takes as many keys as values")
	}
	var out []cty.Value
	for i, k := range keys.Elements {
		switch anyEqual(c, wanted.Elements, k) {
		case tri.Unknown:
			return unknown(c), nil
		case tri.Yes:
			out = append(out, values.Elements[i])
		}
	}
	return value.List(out), nil
}

// coalesce takes the first argument that is neither null nor "".
// https://developer.hashicorp.com/terraform/language/functions/coalesce
func coalesce(c *Context, args []cty.Value) (cty.Value, error) {
	types := make([]cty.Type, len(args))
	for i, arg := range args {
		types[i] = arg.Type()
	}
	ty, _ := convert.UnifyUnsafe(types)
	if len(args) == 0 || ty == cty.NilType {
		return cty.DynamicVal, errors.New("coalesce() takes arguments of one type")
	}
	for _, arg := range args {
		switch blank(c, arg) {
		case tri.Unknown:
			return unknown(c), nil
		case tri.No:
			return value.Convert(c.Symbols, arg, ty)
		}
	}
	return cty.DynamicVal, errors.New("coalesce() met nothing but null and empty strings")
}

func coalesceList(c *Context, args []cty.Value) (cty.Value, error) {
	for _, arg := range args {
		if arg.IsKnown() && arg.IsNull() {
			continue
		}
		items, known, err := listed(c, arg)
		if err != nil || !known {
			return unknown(c), err
		}
		if len(items.Elements) > 0 {
			return arg, nil
		}
	}
	return cty.DynamicVal, errors.New("coalescelist() met nothing but empty lists")
}

func allTrue(c *Context, args []cty.Value) (cty.Value, error) {
	return fold(c, args, tri.True, tri.Value.And)
}

func anyTrue(c *Context, args []cty.Value) (cty.Value, error) {
	return fold(c, args, tri.False, tri.Value.Or)
}

func fold(c *Context, args []cty.Value, start tri.Value, op func(a, b tri.Value) tri.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	items, known, err := listed(c, args[0])
	if err != nil {
		return cty.DynamicVal, err
	}
	if !known {
		return decided(c, tri.Unknown), nil
	}
	for _, e := range items.Elements {
		truth, err := truthOf(c, e)
		if err != nil {
			return cty.DynamicVal, err
		}
		start = op(start, tri.From(truth))
	}
	return decided(c, start.Truth()), nil
}

// truthOf reads a bool; null counts as false, as in alltrue() and anytrue().
func truthOf(c *Context, v cty.Value) (tri.Truth, error) {
	b, err := value.Convert(c.Symbols, v, cty.Bool)
	switch {
	case err != nil && value.Inspect(v).Exact():
		return tri.Unknown, err
	case err != nil || !b.IsKnown():
		return tri.Unknown, nil
	case b.IsNull():
		return tri.No, nil
	}
	return tri.Of(b.True()).Truth(), nil
}
