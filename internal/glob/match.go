package glob

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// maxWork bounds the product of the lengths of two patterns that are compared
// state by state; beyond it the answer is unknown. A bucket policy has at most
// 20 KB, an object key 1 KB.
const maxWork = 1 << 26

// Match reports whether the pattern matches the text: Yes or No if it does so
// whatever the values of the symbols are, else Unknown.
func (p Pattern) Match(text string) tri.Truth {
	if !p.symbols && !symbol.Unknown(text) {
		return truth(p.matchPlain(text))
	}
	return p.Intersects(CompileLiteral(text))
}

func truth(b bool) tri.Truth {
	if b {
		return tri.Yes
	}
	return tri.No
}

// matchPlain matches without symbols. Only the last * ever needs to be tried
// again, so the cost is at most the product of the lengths.
func (p Pattern) matchPlain(text string) bool {
	k, i := 0, 0
	backAtom, backText := -1, 0
	for i < len(text) {
		r, size := decode(text, i)
		switch {
		case k < len(p.atoms) && p.atoms[k].op == star:
			k++
			if k == len(p.atoms) {
				return true
			}
			backAtom, backText = k, i
		case k < len(p.atoms) && p.takes(k, r):
			k, i = k+1, i+size
		case backAtom >= 0:
			_, size := decode(text, backText)
			backText += size
			k, i = backAtom, backText
		default:
			return false
		}
	}
	return k == len(p.atoms) || k == len(p.atoms)-1 && p.atoms[k].op == star
}

func (p Pattern) takes(k int, r rune) bool {
	a := p.atoms[k]
	return a.op == one || a.op == some || a.r == r || p.fold && a.r == canonical(r)
}

// Intersects reports whether there is a text that both patterns match.
func (p Pattern) Intersects(q Pattern) tri.Truth {
	if len(p.atoms)*len(q.atoms) > maxWork {
		return tri.Unknown
	}
	if p.fold || q.fold {
		p, q = p.Fold(), q.Fold()
	}
	switch {
	case p.meets(q, false):
		return tri.Yes
	case !p.symbols && !q.symbols, !p.meets(q, true):
		return tri.No
	}
	return tri.Unknown
}

// meets runs the automaton of p over the atoms of q.
func (p Pattern) meets(q Pattern, may bool) bool {
	m := p.machine(may)
	s := m.start()
	for _, a := range q.atoms {
		if s = m.readAtom(s, a); s.empty() {
			return false
		}
	}
	return m.accepts(s)
}

// After returns the patterns of what may follow prefix in a text that p
// matches: p can match prefix+x only if one of them matches x.
func (p Pattern) After(prefix string) []Pattern {
	m := p.machine(true)
	s := m.start()
	for _, a := range CompileLiteral(prefix).atoms {
		s = m.readAtom(s, a)
	}
	var out []Pattern
	next := -1 // the atom that the states so far reach without reading
	for state := range s.all {
		k, phase := m.split(state)
		if k != next {
			out = append(out, p.from(k))
		}
		if m.passes(k, phase) {
			next = k + 1
		}
	}
	return out
}

// from returns the pattern of the atoms from k on.
func (p Pattern) from(k int) Pattern {
	var source []byte
	for _, a := range p.atoms[k:] {
		switch a.op {
		case one, some:
			source = append(source, '?')
		case star:
			source = append(source, '*')
		default:
			source = appendRune(source, a.r)
		}
	}
	p.source, p.atoms = string(source), p.atoms[k:]
	return p
}
