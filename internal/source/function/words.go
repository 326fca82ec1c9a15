package function

import (
	"strings"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// The functions of this file compute what does not hang on the values of the
// symbols: where the pieces of an ARN begin is plain although its last piece
// is not known.

func twoTexts(args []cty.Value) (a, b string, ok bool) {
	if len(args) < 2 {
		return "", "", false
	}
	a, aok := value.Text(args[0])
	b, bok := value.Text(args[1])
	return a, b, aok && bok
}

func splitWords(_ *Context, args []cty.Value) (cty.Value, bool) {
	sep, text, ok := twoTexts(args)
	if !ok || sep == "" || touches(text, sep) {
		return cty.NilVal, false
	}
	var out []cty.Value
	for _, part := range strings.Split(text, sep) {
		out = append(out, cty.StringVal(part))
	}
	return cty.ListVal(out), true
}

func replaceWords(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, old, ok := twoTexts(args)
	if !ok || len(args) != 3 || old == "" || isPattern(old) || touches(text, old) {
		return cty.NilVal, false
	}
	with, ok := value.Text(args[2])
	return cty.StringVal(strings.ReplaceAll(text, old, with)), ok
}

func strContains(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, part, ok := twoTexts(args)
	if ok && strings.Contains(text, part) {
		return cty.True, true
	}
	return cty.False, ok && !touches(text, part)
}

func startsWith(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, prefix, ok := twoTexts(args)
	t := begins([]rune(text), []rune(prefix), first)
	return cty.BoolVal(t == tri.Yes), ok && t != tri.Unknown
}

func endsWith(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, suffix, ok := twoTexts(args)
	t := begins([]rune(text), []rune(suffix), last)
	return cty.BoolVal(t == tri.Yes), ok && t != tri.Unknown
}

func trimPrefix(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, prefix, ok := twoTexts(args)
	t := begins([]rune(text), []rune(prefix), first)
	return cty.StringVal(strings.TrimPrefix(text, prefix)), ok && t != tri.Unknown
}

func trimSuffix(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, suffix, ok := twoTexts(args)
	t := begins([]rune(text), []rune(suffix), last)
	return cty.StringVal(strings.TrimSuffix(text, suffix)), ok && t != tri.Unknown
}

// trimSpace and indentWords are exact on identifiers, which hold no space and
// no line end.
func trimSpace(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, ok := value.Text(args[0])
	return cty.StringVal(strings.TrimSpace(text)), ok && !value.InspectText(text).Has(value.Opaque)
}

func indentWords(_ *Context, args []cty.Value) (cty.Value, bool) {
	if len(args) != 2 || value.Inspect(args[0]) != 0 || value.Inspect(args[1]).Has(value.Opaque) {
		return cty.NilVal, false
	}
	v, err := stdlib.IndentFunc.Call(args)
	return v, err == nil
}

// end takes one rune off a text, at its beginning or at its end.
type end func(x []rune) (r rune, rest []rune)

func first(x []rune) (rune, []rune) { return x[0], x[1:] }
func last(x []rune) (rune, []rune)  { return x[len(x)-1], x[:len(x)-1] }

// begins decides whether text begins with prefix, or ends with it.
func begins(text, prefix []rune, take end) tri.Truth {
	for len(prefix) > 0 {
		if len(text) == 0 {
			return overhang(prefix)
		}
		r, text2 := take(text)
		s, prefix2 := take(prefix)
		if r != s {
			return mayBegin(r, s)
		}
		text, prefix = text2, prefix2
	}
	return tri.Yes
}

// overhang decides whether what is left of a prefix is empty.
func overhang(prefix []rune) tri.Truth {
	for _, r := range prefix {
		if symbol.KindOf(r) != symbol.Opaque {
			return tri.No
		}
	}
	return tri.Unknown
}

func mayBegin(r, s rune) tri.Truth {
	kr, ks := symbol.KindOf(r), symbol.KindOf(s)
	if kr == symbol.Opaque || ks == symbol.Opaque {
		return tri.Unknown
	}
	if kr == symbol.None && (ks == symbol.None || !symbol.Identifier(r)) {
		return tri.No
	}
	if ks == symbol.None && !symbol.Identifier(s) {
		return tri.No
	}
	return tri.Unknown
}

// touches reports whether part may occur in text in a place that takes in a
// character of a symbol, or holds symbols itself.
func touches(text, part string) bool {
	want := []rune(part)
	if value.InspectText(part).Symbolic() {
		return true
	}
	if len(want) == 0 || len(text)*len(want) > touchLimit {
		return value.InspectText(text).Symbolic()
	}
	// clean[j]: part[:j] may end here without a symbol's character, used[j]:
	// with one.
	clean, used := make([]bool, len(want)+1), make([]bool, len(want)+1)
	for _, r := range text {
		clean[0] = true
		clean, used = match(r, want, clean, used)
		if used[len(want)] {
			return true
		}
	}
	return false
}

// touchLimit bounds the work of touches; beyond it the answer is "perhaps".
const touchLimit = 1 << 22

func match(r rune, want []rune, clean, used []bool) (nextClean, nextUsed []bool) {
	nextClean, nextUsed = make([]bool, len(clean)), make([]bool, len(used))
	kind := symbol.KindOf(r)
	for j := 1; j < len(clean); j++ {
		c := want[j-1]
		switch {
		case kind == symbol.None:
			nextClean[j] = clean[j-1] && c == r
			nextUsed[j] = used[j-1] && c == r
		case kind == symbol.Opaque || symbol.Identifier(c):
			nextUsed[j] = clean[j-1] || used[j-1] || nextUsed[j-1]
		}
	}
	for j := 1; kind == symbol.Opaque && j < len(want); j++ {
		nextUsed[j] = nextUsed[j] || clean[j] || used[j] // it may be empty
	}
	return nextClean, nextUsed
}
