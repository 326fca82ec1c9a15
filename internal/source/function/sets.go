package function

import (
	"errors"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
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
func setOperation(f function.Function) row {
	r := guarded(guard{f: f, pieces: func(c *Context, args []cty.Value) (cty.Value, bool) {
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
	}})
	r.compares = true
	return r
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

// productFits bounds the pairs before any is made.
func productFits(args []cty.Value) bool {
	size := len(args)
	for _, arg := range args {
		if value.Leaf(arg) {
			return true // an error, which setproduct() reports
		}
		if size *= arg.LengthInt(); size > productLimit {
			return false
		}
	}
	return true
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
func to(ty cty.Type) row {
	return row{exact: stdlib.MakeToFunc(ty), symbols: toSymbols(ty)}
}

func toSymbols(ty cty.Type) Func {
	return func(c *Context, args []cty.Value) (cty.Value, error) {
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

var stringLength = guard{f: stdlib.StrlenFunc}.call

// isSensitive knows by its secrets that a text is sensitive. A collection is
// where all of its texts are, but so it may be where each was marked alone; what
// holds no text cannot show it.
func isSensitive(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	t := value.Inspect(args[0])
	if _, text := value.Text(args[0]); text && t.Has(value.Secret) {
		return cty.True, nil
	}
	if t == 0 && saysAnything(args[0]) {
		return cty.False, nil
	}
	return decided(c, tri.Unknown), nil
}

// saysAnything reports whether a text that is not empty stands in v.
func saysAnything(v cty.Value) bool {
	if s, ok := value.Text(v); ok || value.Leaf(v) {
		return s != ""
	}
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); saysAnything(e) {
			return true
		}
	}
	return false
}
