package function

import (
	"errors"
	"slices"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
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

// containsFunc leaves open what versions of Terraform disagree about: older ones
// refuse to look for null.
var containsFunc = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType},
		{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true},
	},
	Type: function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if args[1].IsNull() {
			return cty.UnknownVal(cty.Bool), nil
		}
		return stdlib.ContainsFunc.Call(args)
	},
})

var errNullWanted = errors.New("the value to look for is null")

func contains(c *Context, args []cty.Value) (cty.Value, error) {
	if args[1].IsKnown() && args[1].IsNull() {
		return cty.DynamicVal, errNullWanted
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
		switch value.Equal(c.Symbols, e, v, c.Shaped) {
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
	if args[0].Type().IsSetType() {
		return cty.DynamicVal, Certain{errors.New("index() takes a list or a tuple")}
	}
	items, known, err := positioned(c, args[0])
	if err != nil || !known {
		return unknown(c), err
	}
	for i, e := range items.Elements {
		switch value.Equal(c.Symbols, e, args[1], c.Shaped) {
		case tri.Yes:
			return value.Number(i), nil
		case tri.Unknown:
			return unknown(c), nil
		}
	}
	return cty.DynamicVal, errors.New("index() did not find the value")
}

// matchKeys compares the keys once they have the type of those that are wanted.
// https://developer.hashicorp.com/terraform/language/functions/matchkeys
func matchKeys(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 3 {
		return cty.DynamicVal, errCount
	}
	lists, err := oneKind(c, args)
	if err != nil {
		return cty.DynamicVal, err
	}
	values, vok, err1 := positioned(c, lists[0])
	keys, kok, err2 := positioned(c, lists[1])
	wanted, wok, err3 := listed(c, lists[2])
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
	if len(out) == 0 && lists[0].Type().IsListType() {
		return cty.ListValEmpty(lists[0].Type().ElementType()), nil
	}
	return value.List(out), nil
}

// oneKind makes lists of the arguments of matchkeys(), and gives the second and
// the third one type. An argument that does not convert stays as it is if
// symbols in it may be to blame.
func oneKind(c *Context, args []cty.Value) ([]cty.Value, error) {
	out := slices.Clone(args)
	for i, arg := range args {
		v, err := value.Convert(c.Symbols, arg, cty.List(cty.DynamicPseudoType))
		switch {
		case err == nil:
			out[i] = v
		case value.Inspect(arg).Exact():
			return nil, err
		}
	}
	ty, _ := convert.UnifyUnsafe([]cty.Type{out[1].Type(), out[2].Type()})
	if ty == cty.NilType {
		return out, nil
	}
	for i := 1; i < 3; i++ {
		if v, err := value.Convert(c.Symbols, out[i], ty); err == nil {
			out[i] = v
		}
	}
	return out, nil
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
