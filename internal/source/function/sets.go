package function

import (
	"errors"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// setUnion passes symbols: two that turn out to be the same become one, as in
// any set.
func setUnion(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) == 0 {
		return cty.DynamicVal, errCount
	}
	var all []cty.Value
	for _, arg := range args {
		items, known, err := listed(c, arg)
		if err != nil || !known {
			return unknown(c), err
		}
		all = append(all, items.Elements...)
	}
	return toSet(c, all)
}

// toSet makes a set; unknown elements become symbols, lest the whole set be
// lost for one of them.
func toSet(c *Context, elements []cty.Value) (cty.Value, error) {
	if value.Inspect(elements...).Has(value.Oversize) {
		return cty.DynamicVal, ErrTooBig
	}
	v, err := value.Convert(c.Symbols, cty.TupleVal(elements), cty.Set(cty.DynamicPseudoType))
	if err != nil || !v.Type().ElementType().Equals(cty.String) {
		return v, err
	}
	filled := make([]cty.Value, 0, len(elements))
	for _, e := range elements {
		filled = append(filled, c.fill(e))
	}
	return value.Convert(c.Symbols, cty.TupleVal(filled), cty.Set(cty.String))
}

// setOperation guards an operation that compares elements: it is decided if
// all of them are certainly different, or plainly the same.
func setOperation(name string, f function.Function) Func {
	return guard{name: name, f: f, exact: func(c *Context, args []cty.Value) (cty.Value, bool) {
		var all []cty.Value
		for _, arg := range args {
			for _, e := range value.Spread(c.Symbols, arg).Elements {
				if !hasRaw(all, e) {
					all = append(all, e)
				}
			}
			if len(all) > pairLimit/8 {
				return cty.NilVal, false
			}
		}
		if !value.Distinct(c.Symbols, all) {
			return cty.NilVal, false
		}
		v, err := f.Call(args)
		return v, err == nil
	}}.call
}

func hasRaw(list []cty.Value, v cty.Value) bool {
	for _, e := range list {
		if e.RawEquals(v) {
			return true
		}
	}
	return false
}

// productLimit bounds the result of setproduct() and of range().
const productLimit = 100_000

// setProduct combines the elements of its arguments in every way: as a set if
// one of them is a set, else in order.
// https://developer.hashicorp.com/terraform/language/functions/setproduct
func setProduct(c *Context, args []cty.Value) (cty.Value, error) {
	rows := [][]cty.Value{nil}
	var marks value.Items
	set := false
	for _, arg := range args {
		items, known, err := listed(c, arg)
		if err != nil || !known {
			return unknown(c), err
		}
		if len(rows)*len(items.Elements)*len(args) > productLimit {
			return cty.DynamicVal, ErrTooBig
		}
		marks.Add(items)
		set = set || arg.Type().IsSetType()
		rows = multiply(rows, items.Elements)
	}
	if len(args) < 2 {
		return cty.DynamicVal, errors.New("setproduct() takes at least two collections")
	}
	out := make([]cty.Value, len(rows))
	for i, row := range rows {
		out[i] = cty.TupleVal(row)
	}
	if set && cty.CanSetVal(out) && len(out) > 0 {
		return cty.SetVal(out), nil
	}
	return marks.Mark(value.List(out)), nil
}

func multiply(rows [][]cty.Value, elements []cty.Value) [][]cty.Value {
	var out [][]cty.Value
	for _, row := range rows {
		for _, e := range elements {
			out = append(out, append(row[:len(row):len(row)], e))
		}
	}
	return out
}

// to converts as Terraform's to…() do.
func to(ty cty.Type) Func {
	return func(c *Context, args []cty.Value) (cty.Value, error) {
		if len(args) != 1 {
			return cty.DynamicVal, errCount
		}
		if ty.IsSetType() && !value.Leaf(args[0]) && value.Sequence(args[0]) {
			return toSet(c, value.Spread(c.Symbols, args[0]).Elements)
		}
		v, err := value.Convert(c.Symbols, args[0], ty)
		if err != nil && ty.IsPrimitiveType() && value.Inspect(args[0]).Has(value.Secret) {
			return revealed(c, args[0], ty)
		}
		return v, err
	}
}

// revealed converts a secret string to a number or a bool.
func revealed(c *Context, v cty.Value, ty cty.Type) (cty.Value, error) {
	out, err := value.Convert(c.Symbols, value.Reveal(c.Symbols, v), ty)
	if err != nil {
		return cty.DynamicVal, errors.New("a sensitive value does not convert")
	}
	return value.Conceal(c.Symbols, out, symbol.Origin{Attribute: ty.FriendlyName() + "(…)"}), nil
}

func sensitive(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	return value.Conceal(c.Symbols, args[0], symbol.Origin{Attribute: "sensitive(…)"}), nil
}

var stringLength = plain("length", stdlib.StrlenFunc)
