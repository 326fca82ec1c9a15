// Package tri is three-valued logic whose unknowns remember why they are
// unknown.
//
// The laws are Kleene's: false and true decide wherever they can, and what is
// left unknown carries the causes of every operand that made it so.
package tri

import "slices"

// Truth is one of the three truth values. The zero value is Unknown.
type Truth uint8

// The truth values.
const (
	Unknown Truth = iota
	No
	Yes
)

// String returns "unknown", "no" or "yes".
func (t Truth) String() string {
	return [...]string{"unknown", "no", "yes"}[t]
}

// Cause is one thing that would have to be known for a value to be decided.
type Cause struct {
	// Symbol is the rune that stands for the missing value, 0 where the plan
	// has no such value.
	Symbol rune
	// Address and Attribute name the resource and the argument whose value is
	// missing. Both are empty where Symbol says it.
	Address, Attribute string
	// Reason says in one line why the value is missing.
	Reason string
	// Remedy says in one line what would supply it.
	Remedy string
}

// Value is a truth value and, if unknown, its causes. The zero Value is
// unknown with no cause stated. Nearly all are decided, so causes stand apart.
type Value struct {
	truth  Truth
	causes *[]Cause // nil if none
}

// True and False are the decided values.
var (
	True  = Value{truth: Yes}
	False = Value{truth: No}
)

// Of turns a Go bool into a decided Value.
func Of(b bool) Value {
	if b {
		return True
	}
	return False
}

// Because returns an unknown Value with the given causes.
func Because(causes ...Cause) Value {
	if len(causes) == 0 {
		return Value{}
	}
	return Value{causes: &causes}
}

// From returns t as a Value; the causes are kept only if t is Unknown.
func From(t Truth, causes ...Cause) Value {
	if t != Unknown {
		return Value{truth: t}
	}
	return Because(causes...)
}

// Truth returns the bare truth value.
func (v Value) Truth() Truth { return v.truth }

// IsTrue reports whether v is certainly true.
func (v Value) IsTrue() bool { return v.truth == Yes }

// IsFalse reports whether v is certainly false.
func (v Value) IsFalse() bool { return v.truth == No }

// IsUnknown reports whether v is undecided.
func (v Value) IsUnknown() bool { return v.truth == Unknown }

// Causes returns what makes v unknown, nil if v is decided. The caller must
// not change the slice.
func (v Value) Causes() []Cause {
	if v.causes == nil {
		return nil
	}
	return *v.causes
}

// And is false if either operand is, true if both are, else unknown.
func (v Value) And(w Value) Value {
	switch {
	case v.truth == No || w.truth == No:
		return False
	case v.truth == Yes:
		return w
	case w.truth == Yes:
		return v
	}
	return Because(union(v.Causes(), w.Causes())...)
}

// Or is true if either operand is, false if both are, else unknown.
func (v Value) Or(w Value) Value {
	return v.Not().And(w.Not()).Not()
}

// Not swaps true and false and leaves unknown alone.
func (v Value) Not() Value {
	switch v.truth {
	case Yes:
		return False
	case No:
		return True
	}
	return v
}

// Agree is the common value of two ways to look at one question: decided if
// both ways decide alike, else unknown with the causes of both and the given
// ones.
func (v Value) Agree(w Value, causes ...Cause) Value {
	if v.truth == w.truth && v.truth != Unknown {
		return v
	}
	return Because(union(union(v.Causes(), w.Causes()), causes)...)
}

func union(a, b []Cause) []Cause {
	if len(b) == 0 {
		return a
	}
	out := slices.Clone(a)
	for _, c := range b {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
