// Package glob treats the wildcard patterns of AWS policies and CloudFront path
// patterns as sets of strings.
//
// In a pattern * stands for any run of characters, "/" included, and ? for
// exactly one; everything else stands for itself. (IAM User Guide, "IAM JSON
// policy elements: Resource"; CloudFront Developer Guide, "Path pattern".)
//
// Patterns and texts may hold symbols: runes that stand for a value known only
// after apply, see package symbol. Answers are therefore three-valued. Each
// comes from two questions. Does it match when a symbol is one odd letter that
// only itself and * can take? Then it matches whatever the values are. And can
// it match when a symbol may be any string of its kind? If not, it matches for
// no values. Between the two the answer is unknown.
package glob

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/symbol"
)

// op tells what one atom of a pattern takes from a text.
type op uint8

const (
	lit  op = iota // the character r
	one            // any one character
	some           // as one, but in a run with *: it may take a whole non-empty symbol too
	star           // any run of characters
	sym            // the value of the symbol r
)

type atom struct {
	op op
	r  rune
}

// Pattern is a compiled pattern. The zero Pattern matches only the empty text.
// Patterns are immutable and safe for concurrent use. There are many of them, so a
// pattern is no more than its text wherever that tells all.
type Pattern struct {
	source  string
	wild    bool   // * and ? in source are wildcards
	made    []atom // what it is made of where that is not what source says
	fold    bool
	symbols bool
}

// Compile reads s as a pattern in which * and ? are wildcards. Every string is
// a pattern.
func Compile(s string) Pattern {
	return Pattern{source: s, wild: strings.ContainsAny(s, wildcards), symbols: symbol.Unknown(s)}
}

// CompileLiteral reads s as a pattern without wildcards: it matches s and
// nothing else.
func CompileLiteral(s string) Pattern {
	return Pattern{source: s, symbols: symbol.Unknown(s)}
}

const wildcards = "*?"

// atoms are what the pattern is made of.
func (p Pattern) atoms() []atom {
	out := p.made
	if out == nil {
		out = make([]atom, 0, len(p.source))
		for i := 0; i < len(p.source); {
			r, size := decode(p.source, i)
			i += size
			out = append(out, atomOf(r, p.wild))
		}
		out = normal(out)
	}
	if p.fold {
		return folded(out)
	}
	return out
}

func folded(atoms []atom) []atom {
	out := make([]atom, len(atoms))
	for i, a := range atoms {
		if a.op == lit {
			a.r = canonical(a.r)
		}
		out[i] = a
	}
	return out
}

func atomOf(r rune, wild bool) atom {
	switch {
	case wild && r == '*':
		return atom{op: star}
	case wild && r == '?':
		return atom{op: one}
	case known(r):
		return atom{lit, r}
	}
	return atom{sym, r}
}

// known reports whether r is an ordinary character. A Secret is taken for one:
// callers put its value in place before matching.
func known(r rune) bool {
	k := symbol.KindOf(r)
	return k == symbol.None || k == symbol.Secret
}

// normal rewrites each run of wildcards that holds a * to its ?s and one *:
// "at least so many characters".
func normal(atoms []atom) []atom {
	out := atoms[:0]
	for i := 0; i < len(atoms); {
		ones, stars, j := 0, 0, i
		for ; j < len(atoms) && isWild(atoms[j].op); j++ {
			if atoms[j].op == star {
				stars++
			} else {
				ones++
			}
		}
		if j == i {
			out = append(out, atoms[i])
			i++
			continue
		}
		out = appendRun(out, ones, stars)
		i = j
	}
	return out
}

func isWild(o op) bool { return o == one || o == some || o == star }

func appendRun(out []atom, ones, stars int) []atom {
	o := one
	if stars > 0 {
		o = some
	}
	for range ones {
		out = append(out, atom{op: o})
	}
	if stars > 0 {
		out = append(out, atom{op: star})
	}
	return out
}

// String returns the text that the pattern was compiled from.
func (p Pattern) String() string { return p.source }

// Literal reports whether the pattern has no wildcard.
func (p Pattern) Literal() bool {
	return !p.wild && !slices.ContainsFunc(p.made, func(a atom) bool { return isWild(a.op) })
}

// Fold returns the pattern that matches what p matches in any mix of upper and
// lower case (Unicode simple case folding). IAM compares action names this way.
func (p Pattern) Fold() Pattern {
	p.fold = true
	return p
}

// Equal reports whether the patterns are written alike, so that they match the
// same texts.
func (p Pattern) Equal(q Pattern) bool {
	if p.fold != q.fold {
		return false
	}
	if p.made == nil && q.made == nil && p.wild == q.wild && p.source == q.source {
		return true
	}
	return slices.Equal(p.atoms(), q.atoms())
}

// Concat returns the pattern whose texts are a text of the first pattern
// followed by one of the second, and so on. It folds case if any of them does.
func Concat(ps ...Pattern) Pattern {
	var out Pattern
	var source strings.Builder
	plain := true // the text of the whole tells all
	for _, p := range ps {
		source.WriteString(p.source)
		out.fold, out.symbols, out.wild = out.fold || p.fold, out.symbols || p.symbols, out.wild || p.wild
		plain = plain && p.made == nil && (p.wild || !strings.ContainsAny(p.source, wildcards))
	}
	out.source = source.String()
	if plain {
		return out
	}
	var made []atom
	for _, p := range ps {
		made = append(made, p.atoms()...)
	}
	out.made = normal(made)
	return out
}

// invalid is added to a byte that is no UTF-8, so that different broken texts
// stay different. It lies among the surrogates, which decoding never yields.
const invalid = 0xDC00

func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && size <= 1 {
		return invalid + rune(s[i]), 1
	}
	return r, size
}

func appendRune(b []byte, r rune) []byte {
	if r >= invalid && r <= invalid+0xFF {
		return append(b, byte(r-invalid))
	}
	return utf8.AppendRune(b, r)
}

// Least is a shortest text that the pattern matches, with the symbols that it holds.
func (p Pattern) Least() string {
	var out []byte
	for _, a := range p.atoms() {
		switch a.op {
		case lit, sym:
			out = appendRune(out, a.r)
		case one, some:
			out = append(out, 'a')
		case star:
		}
	}
	return string(out)
}
