// Package value looks into cty values whose strings may hold symbols: what is
// in them, whether two of them are equal, and in which ways a list may differ
// from the one that apply will make.
package value

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// Limits of one value. Locals may double a list again and again, so a few
// lines of configuration can ask for more than any machine holds.
const (
	MaxNodes    = 1 << 18 // values in a value, 32 bytes of text counting as one
	MaxDepth    = 512     // nesting
	MaxText     = 8 << 20 // bytes of a string
	maxExponent = 4096    // bits of a number: 1e999999999 as text is a gigabyte
)

// Traits says what a value holds at any depth.
type Traits uint8

// The traits. Word stands for the Fresh and Atom symbols, whose values are
// non-empty runs of [A-Za-z0-9_-].
const (
	Secret   Traits = 1 << iota // a known string that must not be shown
	Word                        // an identifier that is not known
	Opaque                      // a string of which nothing is known
	Unknown                     // a cty unknown
	Loose                       // a list whose order or length is not certain
	Oversize                    // more than the limits above allow
)

// Has reports whether any trait of other is in t.
func (t Traits) Has(other Traits) bool { return t&other != 0 }

// Symbolic reports whether a string in the value is not known.
func (t Traits) Symbolic() bool { return t.Has(Word | Opaque) }

// Exact reports whether the value is known to the last character, though it
// may be secret.
func (t Traits) Exact() bool { return t&^Secret == 0 }

// Inspect returns the traits of all the values together.
func Inspect(values ...cty.Value) Traits {
	t, _ := Measure(values...)
	return t
}

// Measure is Inspect that also returns how many nodes it looked at.
func Measure(values ...cty.Value) (t Traits, nodes int) {
	left := MaxNodes
	for _, v := range values {
		t |= inspect(v, &left, 0)
	}
	return t, MaxNodes - left
}

// InspectText returns the traits of a string.
func InspectText(s string) Traits {
	var t Traits
	for _, r := range s {
		switch symbol.KindOf(r) {
		case symbol.Secret:
			t |= Secret
		case symbol.Fresh, symbol.Atom:
			t |= Word
		case symbol.Opaque:
			t |= Opaque
		}
	}
	if len(s) > MaxText {
		t |= Oversize
	}
	return t
}

func inspect(v cty.Value, left *int, depth int) Traits {
	*left--
	if *left < 0 || depth > MaxDepth {
		return Oversize
	}
	var t Traits
	if v.IsMarked() {
		t |= Loose
		v, _ = v.Unmark()
	}
	if s, ok := Text(v); ok {
		*left -= len(s) / 32
		return t | InspectText(s)
	}
	if Leaf(v) {
		return t | inspectLeaf(v)
	}
	named := Keyed(v)
	for it := v.ElementIterator(); *left >= 0 && it.Next(); {
		k, e := it.Element()
		if named {
			t |= InspectText(k.AsString())
		}
		t |= inspect(e, left, depth+1)
	}
	return t
}

func inspectLeaf(v cty.Value) Traits {
	switch {
	case !v.IsKnown():
		return Unknown
	case v.IsNull():
		return 0
	case v.Type() == cty.Number:
		f := v.AsBigFloat()
		if e := f.MantExp(nil); f.IsInf() || e > maxExponent || e < -maxExponent {
			return Oversize
		}
	}
	return 0
}

// Leaf reports whether v holds no other values that can be listed.
func Leaf(v cty.Value) bool {
	if !v.IsKnown() || v.IsNull() {
		return true
	}
	ty := v.Type()
	return !ty.IsCollectionType() && !ty.IsObjectType() && !ty.IsTupleType()
}

// Keyed reports whether v is a map or an object.
func Keyed(v cty.Value) bool {
	return v.Type().IsMapType() || v.Type().IsObjectType()
}

// Sequence reports whether v is a list, a tuple or a set.
func Sequence(v cty.Value) bool {
	ty := v.Type()
	return ty.IsListType() || ty.IsTupleType() || ty.IsSetType()
}

// Text returns the string in v, and false if v is not a known string.
func Text(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}
