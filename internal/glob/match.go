package glob

import (
	"unicode/utf8"

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
	switch {
	case p.made != nil:
		return matchAtoms(p.atoms(), p.fold, text)
	case !p.wild && !p.fold:
		return p.source == text
	}
	s := p.source
	k, i := 0, 0
	backPattern, backText := -1, 0
	for i < len(text) {
		if p.wild && k < len(s) && s[k] == '*' {
			if k++; k == len(s) {
				return true
			}
			backPattern, backText = k, i
			continue
		}
		if read, size := p.takes(k, text, i); size > 0 {
			k, i = k+read, i+size
			continue
		}
		if backPattern < 0 {
			return false
		}
		_, size := decode(text, backText)
		backText += size
		k, i = backPattern, backText
	}
	for p.wild && k < len(s) && s[k] == '*' {
		k++
	}
	return k == len(s)
}

// takes returns how many bytes of the pattern at k take how many of the text at i, 0
// if they do not.
func (p Pattern) takes(k int, text string, i int) (read, size int) {
	if k == len(p.source) {
		return 0, 0
	}
	a, b := p.source[k], text[i]
	if p.wild && a == '?' {
		_, size = decode(text, i)
		return 1, size
	}
	if a < utf8.RuneSelf && b < utf8.RuneSelf {
		if a == b || p.fold && canonical(rune(a)) == canonical(rune(b)) {
			return 1, 1
		}
		return 0, 0
	}
	x, read := decode(p.source, k)
	y, size := decode(text, i)
	if x == y || p.fold && canonical(x) == canonical(y) {
		return read, size
	}
	return 0, 0
}

// matchAtoms is matchPlain for a pattern that is not told by its text.
func matchAtoms(atoms []atom, fold bool, text string) bool {
	k, i := 0, 0
	backAtom, backText := -1, 0
	for i < len(text) {
		r, size := decode(text, i)
		switch {
		case k < len(atoms) && atoms[k].op == star:
			k++
			if k == len(atoms) {
				return true
			}
			backAtom, backText = k, i
		case k < len(atoms) && atoms[k].takes(r, fold):
			k, i = k+1, i+size
		case backAtom >= 0:
			_, size := decode(text, backText)
			backText += size
			k, i = backAtom, backText
		default:
			return false
		}
	}
	return k == len(atoms) || k == len(atoms)-1 && atoms[k].op == star
}

func (a atom) takes(r rune, fold bool) bool {
	return a.op == one || a.op == some || a.r == r || fold && a.r == canonical(r)
}

// Intersects reports whether there is a text that both patterns match.
func (p Pattern) Intersects(q Pattern) tri.Truth {
	if len(p.source)*len(q.source) > maxWork {
		return tri.Unknown
	}
	if p.fold || q.fold {
		p, q = p.Fold(), q.Fold()
	}
	text := q.atoms()
	switch {
	case p.machine(false).meets(text):
		return tri.Yes
	case !p.symbols && !q.symbols, !p.machine(true).meets(text):
		return tri.No
	}
	return tri.Unknown
}

// meets runs an automaton over the atoms of another pattern.
func (m machine) meets(atoms []atom) bool {
	s := m.start()
	for _, a := range atoms {
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
	for _, a := range CompileLiteral(prefix).atoms() {
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
	made := p.atoms()[k:]
	for _, a := range made {
		switch a.op {
		case one, some:
			source = append(source, '?')
		case star:
			source = append(source, '*')
		default:
			source = appendRune(source, a.r)
		}
	}
	p.source, p.made = string(source), made
	return p
}
