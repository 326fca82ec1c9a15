package glob

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// assignment gives each symbol a value of its kind. Values of fresh symbols
// begin with their own letter, which no pattern or text of these tests holds:
// that is what "equals nothing that is written down" means.
type assignment map[rune]string

func drawAssignment(t *rapid.T) assignment {
	ident := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 1, 3, -1)
	tail := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 2, -1)
	anything := rapid.StringOfN(rapid.SampledFrom([]rune("ab/*")), 0, 3, -1)
	return assignment{
		[]rune(fresh1)[0]:  "Y" + tail.Draw(t, "fresh1"),
		[]rune(fresh2)[0]:  "Z" + tail.Draw(t, "fresh2"),
		[]rune(atom1)[0]:   ident.Draw(t, "atom1"),
		[]rune(atom2)[0]:   ident.Draw(t, "atom2"),
		[]rune(opaque1)[0]: anything.Draw(t, "opaque1"),
	}
}

// in puts the values into a text.
func (a assignment) in(s string) string {
	var b strings.Builder
	for _, r := range s {
		if v, ok := a[r]; ok {
			b.WriteString(v)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// pattern puts the values into a pattern; a wildcard in a value is literal.
func (a assignment) pattern(s string) Pattern {
	var parts []Pattern
	for _, r := range s {
		if v, ok := a[r]; ok {
			parts = append(parts, CompileLiteral(v))
		} else {
			parts = append(parts, Compile(string(r)))
		}
	}
	return Concat(parts...)
}

var (
	symbolic     = []rune("ab/" + fresh1 + fresh2 + atom1 + atom2 + opaque1)
	drawSymbols  = rapid.StringOfN(rapid.SampledFrom(symbolic), 0, 5, -1)
	drawSymbolic = rapid.StringOfN(rapid.SampledFrom(append([]rune("*?*"), symbolic...)), 0, 5, -1)
)

func TestDecidedAnswersHoldForAllValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q, s := drawSymbolic.Draw(t, "p"), drawSymbolic.Draw(t, "q"), drawSymbols.Draw(t, "s")
		match, meets := Compile(p).Match(s), Compile(p).Intersects(Compile(q))
		if back := Compile(q).Intersects(Compile(p)); back != meets {
			t.Fatalf("Intersects is %v one way, %v the other", meets, back)
		}
		for range 5 {
			a := drawAssignment(t)
			if got := a.pattern(p).Match(a.in(s)); match != tri.Unknown && got != match {
				t.Fatalf("Match: %v, but %v for %q, %q", match, got, a.pattern(p), a.in(s))
			}
			if got := a.pattern(p).Intersects(a.pattern(q)); meets != tri.Unknown && got != meets {
				t.Fatalf("Intersects: %v, but %v for %q, %q", meets, got, a.pattern(p), a.pattern(q))
			}
		}
	})
}

func TestDecidedCoversHoldsForAllValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawSymbolic.Draw(t, "a")
		bs := rapid.SliceOfN(drawSymbolic, 0, 3).Draw(t, "bs")
		got, witness := Covers(Compile(a), compileAll(bs)...)
		if got == tri.Unknown {
			return
		}
		for range 5 {
			v := drawAssignment(t)
			concrete, _ := Covers(v.pattern(a), v.patterns(bs)...)
			if concrete != got {
				t.Fatalf("%v, but %v for %v", got, concrete, v)
			}
			if w := v.in(witness); got == tri.No && !left(v.pattern(a), v.patterns(bs), w) {
				t.Fatalf("witness %q is not left out for %v", w, v)
			}
		}
	})
}

func (a assignment) patterns(list []string) []Pattern {
	var out []Pattern
	for _, s := range list {
		out = append(out, a.pattern(s))
	}
	return out
}

func compileAll(list []string) []Pattern {
	var out []Pattern
	for _, s := range list {
		out = append(out, Compile(s))
	}
	return out
}

// left reports whether a matches s and the others leave it out.
func left(a Pattern, bs []Pattern, s string) bool {
	in := slices.ContainsFunc(bs, func(b Pattern) bool { return b.Match(s) == tri.Yes })
	return a.Match(s) == tri.Yes && !in
}

func TestKindsOfTestSymbols(t *testing.T) {
	for s, want := range map[string]symbol.Kind{fresh1: symbol.Fresh, atom1: symbol.Atom, opaque1: symbol.Opaque} {
		if got := symbol.KindOf([]rune(s)[0]); got != want {
			t.Errorf("%q is of kind %v, want %v", s, got, want)
		}
	}
}
