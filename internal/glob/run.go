package glob

import "github.com/plan403/plan403/internal/symbol"

// run is a piece of text of which only the kind is known: the value of a
// symbol, or what a wildcard of another pattern stands for.
type run struct {
	symbol   rune // the Fresh symbol whose value it is, or 0
	once     bool // exactly one character, else one or more
	nullable bool // or none at all
	ident    bool // only characters of identifiers
	absorb   absorb
}

// absorb says which symbols of the pattern the run may be, taken whole. It
// matters where symbols are odd letters.
type absorb uint8

const (
	absorbNone absorb = iota
	absorbNonEmpty
	absorbAny
)

// readAtom returns the states that follow when some text of the atom a is read.
// It is what makes one pattern the text of another.
func (m machine) readAtom(src set, a atom) set {
	switch a.op {
	case lit:
		return m.read(src, a.r)
	case one:
		return m.readRun(src, run{once: true})
	case some:
		return m.readRun(src, run{once: true, absorb: absorbNonEmpty})
	case star:
		return m.readRun(src, run{nullable: true, absorb: absorbAny})
	}
	return m.readSymbol(src, a.r)
}

// readSymbol returns the states that follow when the value of symbol r is read.
func (m machine) readSymbol(src set, r rune) set {
	dst := m.empty()
	kind := symbol.KindOf(r)
	if m.may {
		v := run{nullable: kind == symbol.Opaque, ident: kind != symbol.Opaque}
		if kind == symbol.Fresh {
			v.symbol = r
		}
		dst = m.readRun(src, v)
	}
	for state := range src.all {
		if k, phase := m.split(state); phase == 0 && k < len(m.atoms) {
			m.readWhole(dst, k, r, kind)
		}
	}
	m.trim(dst)
	return dst
}

// readWhole reads the symbol r as one letter.
func (m machine) readWhole(dst set, k int, r rune, kind symbol.Kind) {
	switch a := m.atoms[k]; {
	case a.op == star:
		m.put(dst, k, 0)
	case a.op == some && kind != symbol.Opaque:
		m.put(dst, k+1, 0)
	case a == atom{sym, r}:
		m.put(dst, k+1, 0)
	}
}

// layers are the states that a run leads to: before its first character, after
// characters that were all literal text or other fresh identifiers, and after
// any others.
type layers [3]set

const (
	unread = iota
	plain
	mixed
)

// readRun returns the states that follow when the run v is read. One ascending
// pass is enough, since no state leads back.
func (m machine) readRun(src set, v run) set {
	l := layers{src, m.empty(), m.empty()}
	for state := 0; state < m.end(); state++ {
		for layer := range l {
			if l[layer].has(state) && (layer == unread || !v.once) {
				m.readRunAt(&l, state, layer, v)
			}
		}
	}
	dst := l[mixed]
	if v.nullable {
		for w := range dst {
			dst[w] |= src[w]
		}
	}
	m.trim(dst)
	return dst
}

func (m machine) readRunAt(l *layers, state, layer int, v run) {
	k, phase := m.split(state)
	a := m.atoms[k]
	same := max(layer, plain) // a fresh value must not be literal text alone
	if v.symbol == 0 {
		same = mixed
	}
	switch a.op {
	case lit:
		if !v.ident || symbol.Identifier(a.r) {
			m.put(l[same], k+1, 0)
		}
	case one, some:
		m.put(l[mixed], k+1, 0)
	case star:
		m.put(l[mixed], k, 0)
	case sym:
		m.readRunOver(l, k, phase, same, v)
	}
}

func (m machine) readRunOver(l *layers, k, phase, same int, v run) {
	r := m.atoms[k].r
	kind := symbol.KindOf(r)
	switch {
	case !m.may:
		if v.absorb == absorbAny || v.absorb == absorbNonEmpty && kind != symbol.Opaque {
			m.put(l[mixed], k+1, 0)
		}
	case kind == symbol.Opaque:
		m.put(l[mixed], k, 0)
	case kind == symbol.Atom:
		m.put(l[mixed], k, 1)
	case v.symbol != 0 && v.symbol != r:
		m.put(l[same], k, max(phase, 1))
	default:
		m.put(l[mixed], k, 2)
	}
}
