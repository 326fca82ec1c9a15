package value

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// TextEqual decides whether two strings are the same whatever their symbols
// stand for. Secrets are compared by their values.
//
// The same runes are the same text. Otherwise what both begin and end with is
// cut off, and the rest is different if no symbol can bridge it.
func TextEqual(t *symbol.Table, a, b string) tri.Truth {
	a, b = t.Reveal(a), t.Reveal(b)
	if a == b {
		return tri.Yes
	}
	if !symbol.Unknown(a) && !symbol.Unknown(b) {
		return tri.No
	}
	return differ(cut([]rune(a), []rune(b)))
}

// cut drops the common beginning and the common end of two texts: w·x·v equals
// w·y·v exactly if x equals y, symbols included.
func cut(a, b []rune) (x, y []rune) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// differ compares two texts that have been cut. It answers Yes only if both
// are empty.
func differ(x, y []rune) tri.Truth {
	if t := ends(x, y); t != tri.Unknown || has(x, symbol.Opaque) || has(y, symbol.Opaque) {
		return t
	}
	return bySegment(x, y)
}

// ends is what can be told without taking the texts apart.
func ends(x, y []rune) tri.Truth {
	switch {
	case len(x) == 0 && len(y) == 0:
		return tri.Yes
	case len(x) == 0:
		return empty(y)
	case len(y) == 0:
		return empty(x)
	case apart(x[0], y[0]) || apart(x[len(x)-1], y[len(y)-1]):
		return tri.No
	case literal(x):
		return againstLiteral(x, y)
	case literal(y):
		return againstLiteral(y, x)
	case len(x) == 1 && len(y) == 1 && has(x, symbol.Fresh) && has(y, symbol.Fresh):
		return tri.No
	}
	return tri.Unknown
}

// empty decides whether a text that is not empty as written can be empty: only
// Opaque values can.
func empty(x []rune) tri.Truth {
	for _, r := range x {
		if symbol.KindOf(r) != symbol.Opaque {
			return tri.No
		}
	}
	return tri.Unknown
}

// apart reports whether no text begins (or ends) with both runes.
func apart(r, s rune) bool {
	kr, ks := symbol.KindOf(r), symbol.KindOf(s)
	switch {
	case kr == symbol.None && ks == symbol.None:
		return r != s
	case kr == symbol.None:
		return ks != symbol.Opaque && !symbol.Identifier(r)
	case ks == symbol.None:
		return kr != symbol.Opaque && !symbol.Identifier(s)
	}
	return false
}

func literal(x []rune) bool {
	return !slices.ContainsFunc(x, func(r rune) bool { return symbol.KindOf(r) != symbol.None })
}

func has(x []rune, kind symbol.Kind) bool {
	return slices.ContainsFunc(x, func(r rune) bool { return symbol.KindOf(r) == kind })
}

// againstLiteral compares a literal with a text that holds symbols. What AWS
// makes up during apply stands in no configuration, hence in no literal.
func againstLiteral(lit, x []rune) tri.Truth {
	if has(x, symbol.Fresh) || !fits(lit, x) {
		return tri.No
	}
	return tri.Unknown
}

// fitLimit bounds the work of fits; beyond it the answer is "perhaps".
const fitLimit = 1 << 22

// fits reports whether lit can come out of the pattern x, in which a symbol
// stands for one or more identifier characters, or for anything if Opaque.
func fits(lit, x []rune) bool {
	if len(lit)*len(x) > fitLimit {
		return true
	}
	at := make([]bool, len(lit)+1) // at[i]: the pattern so far can end at i
	at[0] = true
	for _, r := range x {
		at = advance(at, lit, r)
	}
	return at[len(lit)]
}

func advance(at []bool, lit []rune, r rune) []bool {
	next := make([]bool, len(at))
	kind := symbol.KindOf(r)
	for i := range at {
		switch {
		case kind == symbol.Opaque:
			next[i] = at[i] || i > 0 && next[i-1]
		case i == 0:
		case kind == symbol.None:
			next[i] = at[i-1] && lit[i-1] == r
		default:
			next[i] = (at[i-1] || next[i-1]) && symbol.Identifier(lit[i-1])
		}
	}
	return next
}

// bySegment compares texts without Opaque symbols between the characters that
// no identifier holds: those must stand in both, in the same order.
func bySegment(x, y []rune) tri.Truth {
	sx, px := segments(x)
	sy, py := segments(y)
	if !slices.Equal(px, py) {
		return tri.No
	}
	for i := range sx {
		if ends(cut(sx[i], sy[i])) == tri.No {
			return tri.No
		}
	}
	return tri.Unknown
}

// segments splits a text at the characters that no identifier holds.
func segments(x []rune) (parts [][]rune, separators []rune) {
	from := 0
	for i, r := range x {
		if symbol.KindOf(r) == symbol.None && !symbol.Identifier(r) {
			parts, separators, from = append(parts, x[from:i]), append(separators, r), i+1
		}
	}
	return append(parts, x[from:]), separators
}
