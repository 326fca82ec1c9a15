package glob

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Matcher is what is left of a view behind its prefix, in a form that can be written
// down and read by another program: the atoms that are still to come, and those of
// them that may come next. A text without symbols is matched by going from atom to
// atom, once for what it must match and once for what it may.
type Matcher struct {
	Atoms []Atom
	// Must and May are positions: a number of an atom times three, plus how far its
	// symbol has been read: 1 where some of it was, 2 where not all of that was text.
	Must, May []int
	// Fold: letters are compared without case.
	Fold bool
}

// Atom is one part of a pattern: a character, or one of the kinds below.
type Atom rune

// The kinds of atoms that are no characters.
const (
	AnyOne    Atom = -1 - iota // one character
	AnyRun                     // any run of characters
	AnyText                    // the value of a symbol: any text
	Known                      // the value of a symbol: an identifier that exists
	NotMade                    // the value of a symbol: an identifier that does not exist yet
	positions = 3
)

// Matcher is the view as it stands behind its prefix.
func (v View) Matcher() Matcher {
	m := Matcher{Fold: v.Pattern.fold}
	for _, a := range v.Pattern.atoms() {
		m.Atoms = append(m.Atoms, a.written())
	}
	m.Must, m.May = behind(v, false), behind(v, true)
	least := len(m.Atoms)
	for _, state := range slices.Concat(m.Must, m.May) {
		least = min(least, state/positions)
	}
	m.Atoms = m.Atoms[least:]
	for _, list := range [][]int{m.Must, m.May} {
		for i := range list {
			list[i] -= least * positions
		}
	}
	return m
}

// behind are the positions at which a view stands when its prefix has been read.
func behind(v View, may bool) []int {
	machine := v.Pattern.machine(may)
	states := machine.start()
	for _, a := range CompileLiteral(v.Prefix).atoms() {
		states = machine.readAtom(states, a)
	}
	out := []int{}
	for state := range states.all {
		k, phase := machine.split(state)
		out = append(out, k*positions+phase)
	}
	return out
}

func (a atom) written() Atom {
	switch a.op {
	case lit:
		return Atom(a.r)
	case one, some:
		return AnyOne
	case star:
		return AnyRun
	}
	switch symbol.KindOf(a.r) {
	case symbol.Opaque:
		return AnyText
	case symbol.Atom:
		return Known
	}
	return NotMade
}

// Fails reports whether the matcher matches no text whatever.
func (m Matcher) Fails() bool { return len(m.May) == 0 }

// Match reports whether a text without symbols is matched, as View.Pattern does behind
// the prefix. Readers of a Matcher do the same.
func (m Matcher) Match(text string) tri.Truth { return m.Read(Read(text)) }

// Text is a text as matchers read it, be it for one or for many.
type Text []rune

// Read reads a text without symbols.
func Read(text string) Text { return CompileLiteral(text).letters() }

// Read is Match for a text that is read already.
func (m Matcher) Read(text Text) tri.Truth {
	switch {
	case m.run(text, m.Must, false):
		return tri.Yes
	case m.run(text, m.May, true):
		return tri.Unknown
	}
	return tri.No
}

func (m Matcher) run(text []rune, from []int, may bool) bool {
	if m.beginsOtherwise(text, from) {
		return false
	}
	var room [2][8]int // for as many positions as most patterns are at
	at, next := room[0][:0], room[1][:0]
	for _, state := range from {
		at = m.enter(at, state, may)
	}
	for _, r := range text {
		if m.Fold {
			r = canonical(r)
		}
		next = next[:0]
		for _, state := range at {
			next = m.read(next, state, r, may)
		}
		if len(next) == 0 {
			return false
		}
		at, next = next, at
	}
	return slices.Contains(at, len(m.Atoms)*positions)
}

// beginsOtherwise reports whether a text does not begin with the characters that come
// first. Of many patterns most are passed over by it.
func (m Matcher) beginsOtherwise(text []rune, from []int) bool {
	if len(text) == 0 || m.Fold {
		return false
	}
	for _, state := range from {
		if m.mayBegin(text, m.Atoms[state/positions:]) {
			return false
		}
	}
	return true
}

// mayBegin reports whether the characters with which atoms begin are those with which a
// text does.
func (m Matcher) mayBegin(text []rune, atoms []Atom) bool {
	for i, a := range atoms {
		switch {
		case a < 0:
			return true
		case i >= len(text) || a != Atom(text[i]):
			return false
		}
	}
	return len(text) == len(atoms)
}

// enter adds a position, and those behind it that need no character.
func (m Matcher) enter(at []int, state int, may bool) []int {
	for !slices.Contains(at, state) {
		at = append(at, state)
		k, phase := state/positions, state%positions
		if k == len(m.Atoms) || !m.Atoms[k].passes(phase, may) {
			break
		}
		state = (k + 1) * positions
	}
	return at
}

// passes reports whether an atom may be left as far as it has been read.
func (a Atom) passes(phase int, may bool) bool {
	switch a {
	case AnyRun:
		return true
	case AnyText:
		return may
	case Known:
		return may && phase >= 1
	case NotMade:
		return may && phase == 2
	}
	return false
}

// read adds the positions that follow one when a character is read.
func (m Matcher) read(next []int, state int, r rune, may bool) []int {
	k, phase := state/positions, state%positions
	if k == len(m.Atoms) {
		return next
	}
	switch a := m.Atoms[k]; {
	case a == AnyOne || a == Atom(r):
		return m.enter(next, (k+1)*positions, may)
	case a == AnyRun, a == AnyText && may:
		return m.enter(next, k*positions, may)
	case (a == Known || a == NotMade) && may && symbol.Identifier(r):
		return m.enter(next, k*positions+max(phase, 1), may)
	}
	return next
}
