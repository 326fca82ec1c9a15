package function

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var errForged = errors.New("the text holds private-use characters that stand for no value")

// encodes is a row of an encoder. It passes symbols through; unknown leaves
// become symbols, so that the rest of a policy stays visible.
func encodes(f function.Function) row {
	return row{exact: f, symbols: func(c *Context, args []cty.Value) (cty.Value, error) {
		return encoded(c, f, args)
	}}
}

func encoded(c *Context, f function.Function, args []cty.Value) (cty.Value, error) {
	traits := value.Inspect(args[0])
	if traits.Has(value.Oversize) {
		return cty.DynamicVal, ErrTooBig
	}
	plain, _ := c.fill(args[0]).UnmarkDeep()
	v, err := f.Call([]cty.Value{plain})
	if err != nil || !v.IsKnown() {
		return cty.UnknownVal(cty.String), err
	}
	if v = unescape(plain, v); lost(plain, v) {
		return c.result([]cty.Value{plain}), nil
	}
	return value.Doubts(c.Symbols, args[0]).Mark(v), nil
}

// unescape undoes the escapes by which YAML spells symbols.
func unescape(plain, v cty.Value) cty.Value {
	text := v.AsString()
	if !lost(plain, v) || strings.Contains(text, `\\U`) {
		return v
	}
	for r := range runes(plain) {
		text = strings.ReplaceAll(text, fmt.Sprintf(`\U%08X`, r), string(r))
	}
	return cty.StringVal(text)
}

// lost reports whether a symbol of v is missing from the text made of it, as
// where an encoder escapes it.
func lost(v, text cty.Value) bool {
	have := runes(text)
	for r := range runes(v) {
		if !have[r] {
			return true
		}
	}
	return false
}

// forged reports whether v holds a symbol that no argument held: text can
// spell any character, and must not make up a value.
func forged(v cty.Value, args []cty.Value) bool {
	given := runes(args...)
	for r := range runes(v) {
		if !given[r] {
			return true
		}
	}
	return false
}

// runes returns the symbols in the strings and keys of the values.
func runes(values ...cty.Value) map[rune]bool {
	out := map[rune]bool{}
	add := func(s string) {
		for _, r := range s {
			if symbol.KindOf(r) != symbol.None {
				out[r] = true
			}
		}
	}
	var walk func(v cty.Value)
	walk = func(v cty.Value) {
		v, _ = v.Unmark()
		if s, ok := value.Text(v); ok {
			add(s)
		}
		if value.Leaf(v) {
			return
		}
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			if s, ok := value.Text(k); ok {
				add(s)
			}
			walk(e)
		}
	}
	for _, v := range values {
		walk(v)
	}
	return out
}

// decoder guards a function that reads a text and bounds the work by fits.
func decoder(f function.Function, fits func(string) bool) guard {
	read := simple(cty.DynamicPseudoType, func(args []cty.Value) (cty.Value, error) {
		v, err := f.Call(args)
		switch {
		case err != nil:
			return cty.DynamicVal, err
		case value.Inspect(v).Has(value.Oversize):
			return cty.DynamicVal, ErrTooBig
		case forged(v, args):
			return cty.DynamicVal, errForged
		}
		return v, nil
	}, cty.String)
	return guard{f: read, fits: func(args []cty.Value) bool {
		s, _ := value.Text(args[0])
		return fits(s)
	}}
}

func jsonFits(s string) bool { return strings.Count(s, ",") < value.MaxNodes/4 }

var (
	jsonDecoder = decoder(stdlib.JSONDecodeFunc, jsonFits)
	jsonDecode  = row{exact: jsonDecoder.f, symbols: jsonSymbols, fits: jsonDecoder.fits}
)

// jsonSymbols reads a text whose symbols stand inside its strings. The secrets
// in it are read in place as well, unless the whole text is one.
func jsonSymbols(c *Context, args []cty.Value) (cty.Value, error) {
	arg, marks := args[0].Unmark()
	text, ok := value.Text(arg)
	if ok && !value.InspectText(text).Has(value.Oversize) && symbol.Contains(text) && jsonFits(text) {
		v, err := jsonDecoder.f.Call([]cty.Value{arg})
		if err == nil && !value.Inspect(v).Has(value.Oversize) && !doubtfulKeys(c, v) {
			return c.untyped(v).WithMarks(marks), nil
		}
	}
	v, err := jsonDecoder.call(c, []cty.Value{arg})
	return v.WithMarks(marks), err
}

// untyped takes the symbols out that were put in for values of any type.
func (c *Context) untyped(v cty.Value) cty.Value {
	return value.Rebuild(v, func(leaf cty.Value) cty.Value {
		s, _ := value.Text(leaf)
		if r := []rune(s); len(r) == 1 && symbol.KindOf(r[0]) == symbol.Opaque && !c.Typed(r[0]) {
			return cty.DynamicVal
		}
		return leaf
	})
}

// doubtfulKeys reports whether an object in v has two keys that may be one.
func doubtfulKeys(c *Context, v cty.Value) bool {
	if value.Leaf(v) {
		return false
	}
	items := value.Spread(c.Symbols, v)
	if value.Keyed(v) && !plainKeys(c, items.Keys) {
		return true
	}
	for _, e := range items.Elements {
		if doubtfulKeys(c, e) {
			return true
		}
	}
	return false
}
