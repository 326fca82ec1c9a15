package glob

import (
	"math/bits"

	"github.com/plan403/plan403/internal/symbol"
)

// machine is the automaton of a pattern. A state is the number of the atom
// that comes next and a phase, which is 0 outside symbols. Inside the value of
// a symbol phase 1 means that some of it has been read, and for a Fresh one
// phase 2 that not all of that was literal text: only then may it end, because
// a fresh identifier equals no text that can be written down beforehand.
type machine struct {
	atoms  []atom
	fold   bool
	may    bool // a symbol may be any string of its kind; else it is one odd letter
	phases int  // states an atom has
}

func (p Pattern) machine(may bool) machine {
	must, m := p.machines()
	if !may {
		return must
	}
	return m
}

// machines are both automata of a pattern.
func (p Pattern) machines() (must, may machine) {
	must = machine{atoms: p.atoms(), fold: p.fold, phases: 1}
	may = must
	may.may = true
	if p.symbols {
		may.phases = 3
	}
	return must, may
}

func (m machine) end() int           { return len(m.atoms) * m.phases }
func (m machine) empty() set         { return make(set, m.end()>>6+1) }
func (m machine) start() set         { s := m.empty(); m.put(s, 0, 0); return s }
func (m machine) accepts(s set) bool { return s.has(m.end()) }

func (m machine) split(state int) (k, phase int) { return state / m.phases, state % m.phases }

// put adds a state and those that follow from it without reading anything.
func (m machine) put(s set, k, phase int) {
	for {
		state := k*m.phases + phase
		if s.has(state) {
			return
		}
		s.add(state)
		if !m.passes(k, phase) {
			return
		}
		k, phase = k+1, 0
	}
}

// passes reports whether atom k may be left without reading on.
func (m machine) passes(k, phase int) bool {
	if k == len(m.atoms) {
		return false
	}
	switch a := m.atoms[k]; a.op {
	case star:
		return true
	case sym:
		return m.may && leaves(symbol.KindOf(a.r), phase)
	}
	return false
}

func leaves(kind symbol.Kind, phase int) bool {
	switch kind {
	case symbol.Opaque:
		return true
	case symbol.Atom:
		return phase >= 1
	}
	return phase == 2
}

// absorbs reports whether the state takes any text at all and stays, so that
// the states before it add nothing.
func (m machine) absorbs(state int) bool {
	k, _ := m.split(state)
	if k == len(m.atoms) {
		return false
	}
	a := m.atoms[k]
	return a.op == star || m.may && a.op == sym && symbol.KindOf(a.r) == symbol.Opaque
}

// saturated reports whether whatever follows is accepted.
func (m machine) saturated(s set) bool {
	if len(m.atoms) == 0 {
		return false
	}
	last := (len(m.atoms) - 1) * m.phases
	return m.absorbs(last) && s.has(last)
}

// trim drops the states before the last that absorbs. It keeps the number of
// different sets linear for patterns without ?.
func (m machine) trim(s set) {
	for w := len(s) - 1; w >= 0; w-- {
		for left := s[w]; left != 0; {
			bit := 63 - bits.LeadingZeros64(left)
			left &^= 1 << bit
			if state := w<<6 | bit; m.absorbs(state) {
				s.below(state)
				return
			}
		}
	}
}

// read returns the states that follow those of src when the character c is
// read.
func (m machine) read(src set, c rune) set { return m.readInto(nil, src, c) }

// readInto is read with a set in which the result may be put.
func (m machine) readInto(dst, src set, c rune) set {
	if words := m.end()>>6 + 1; cap(dst) < words {
		dst = m.empty()
	} else {
		dst = dst[:words]
		clear(dst)
	}
	if m.fold {
		c = canonical(c)
	}
	for state := range src.all {
		k, phase := m.split(state)
		if k < len(m.atoms) {
			m.readAt(dst, k, phase, c)
		}
	}
	m.trim(dst)
	return dst
}

func (m machine) readAt(dst set, k, phase int, c rune) {
	switch a := m.atoms[k]; a.op {
	case lit:
		if a.r == c {
			m.put(dst, k+1, 0)
		}
	case one, some:
		m.put(dst, k+1, 0)
	case star:
		m.put(dst, k, 0)
	case sym:
		switch {
		case !m.may:
		case symbol.KindOf(a.r) == symbol.Opaque:
			m.put(dst, k, 0)
		case symbol.Identifier(c):
			m.put(dst, k, max(phase, 1))
		}
	}
}
