package glob

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// dfa is the deterministic automaton of a view, built as far as it is walked.
// Its node 0 is where the texts begin.
type dfa struct {
	must, may machine
	single    bool // the two cannot differ any more: only must is kept
	nodes     []node
	index     map[string]int32
	encode    func(rune) string
	encoded   [][]rune // what each special letter is encoded to, nil if itself
}

// node is a state of a dfa: the sets of both machines and what is known of it.
type node struct {
	must, may   set
	truth       tri.Truth
	settled     bool    // truth is the answer for whatever follows
	asks        []rune  // the characters that are told from the others, sorted
	next        []int32 // the node that follows each of asks, unexplored at first
	other       [2]int32
	alike       tri.Truth // whether all shared letters lead to one node
	special     []int32
	symbols     []rune // the symbols that may come next
	symbolTo    []int32
	otherSymbol [symbol.Secret]int32 // the node that follows any other symbol of a kind
}

const unexplored int32 = -1

// newDFA starts the automaton of a view behind its prefix and start. symbols
// means that the texts that follow may hold symbols.
func newDFA(v View, start string, of alphabet, symbols bool) *dfa {
	d := &dfa{
		must: v.Pattern.machine(false), may: v.Pattern.machine(true),
		index: map[string]int32{}, encode: v.Encode, encoded: of.encoded,
	}
	must, may := d.must.start(), d.may.start()
	for _, a := range CompileLiteral(v.Prefix + encodeText(start, v.Encode)).atoms() {
		must, may = d.must.readAtom(must, a), d.may.readAtom(may, a)
	}
	d.single = !symbols && !v.Pattern.symbols && slices.Equal(must, may)
	d.intern(must, may)
	return d
}

func encodeText(s string, encode func(rune) string) string {
	if encode == nil {
		return s
	}
	var out []byte
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		out = append(out, encode(r)...)
		i += size
	}
	return string(out)
}

// encodings returns what each special letter is encoded to, nil if to itself.
func encodings(encode func(rune) string, specials []rune) [][]rune {
	if encode == nil {
		return nil
	}
	out := make([][]rune, len(specials))
	for i, r := range specials {
		if s := encode(r); s != string(r) {
			out[i] = append([]rune{}, []rune(s)...)
		}
	}
	return out
}

func (d *dfa) intern(must, may set) int32 {
	key := must.appendTo(nil)
	if !d.single {
		key = may.appendTo(key)
	}
	if id, ok := d.index[string(key)]; ok {
		return id
	}
	id := int32(len(d.nodes))
	d.index[string(key)] = id
	d.nodes = append(d.nodes, d.describe(must, may))
	return id
}

func (d *dfa) describe(must, may set) node {
	n := node{must: must, may: may, other: [2]int32{unexplored, unexplored}}
	for kind := range n.otherSymbol {
		n.otherSymbol[kind] = unexplored
	}
	switch {
	case d.must.accepts(must):
		n.truth = tri.Yes
	case d.single || !d.may.accepts(may):
		n.truth = tri.No
	}
	switch full := d.must.saturated(must); {
	case d.single:
		n.settled = full || must.empty()
	default:
		n.settled = full || may.empty() || must.empty() && d.may.saturated(may)
	}
	d.ask(&n, d.must, must)
	if !d.single {
		d.ask(&n, d.may, may)
	}
	slices.Sort(n.asks)
	n.asks = slices.Compact(n.asks)
	n.next = filled(len(n.asks))
	n.symbolTo = filled(len(n.symbols))
	return n
}

func filled(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = unexplored
	}
	return out
}

// ask notes what the states of s wait for.
func (d *dfa) ask(n *node, m machine, s set) {
	for state := range s.all {
		k, _ := m.split(state)
		if k == len(m.atoms) {
			continue
		}
		switch a := m.atoms[k]; {
		case a.op == lit:
			n.asks = append(n.asks, a.r)
		case a.op == sym && !slices.Contains(n.symbols, a.r):
			n.symbols = append(n.symbols, a.r)
		}
	}
}

// step returns the node after the letter x.
func (d *dfa) step(id int32, x letter) int32 {
	slot := d.slot(&d.nodes[id], x)
	if *slot != unexplored {
		return *slot
	}
	to := id
	if seen := d.encoding(x); seen != nil {
		for _, r := range seen {
			to = d.step(to, letter{r: r})
		}
	} else {
		to = d.read(id, x.atom())
	}
	*d.slot(&d.nodes[id], x) = to // the nodes may have moved
	return to
}

// read returns the node after an atom.
func (d *dfa) read(id int32, a atom) int32 {
	must := d.must.readAtom(d.nodes[id].must, a)
	may := must
	if !d.single {
		may = d.may.readAtom(d.nodes[id].may, a)
	}
	return d.intern(must, may)
}

func (x letter) atom() atom {
	if x.symbol {
		return atom{sym, x.r}
	}
	return atom{lit, x.r}
}

// alike reports whether all of the shared letters lead from a node to one and the same.
func (d *dfa) alike(id int32, shared []letter) bool {
	if d.nodes[id].alike == tri.Unknown {
		one := tri.Yes
		for _, x := range shared {
			if d.step(id, x) != d.step(id, shared[0]) {
				one = tri.No
				break
			}
		}
		d.nodes[id].alike = one
	}
	return d.nodes[id].alike == tri.Yes
}

// slot returns where the node that follows n on x is kept.
func (d *dfa) slot(n *node, x letter) *int32 {
	if x.symbol {
		if i := slices.Index(n.symbols, x.r); i >= 0 {
			return &n.symbolTo[i]
		}
		return &n.otherSymbol[symbol.KindOf(x.r)]
	}
	if d.encoding(x) != nil {
		if n.special == nil {
			n.special = filled(len(d.encoded))
		}
		return &n.special[x.special-1]
	}
	r := x.r
	if d.must.fold {
		r = canonical(r)
	}
	for i, a := range n.asks {
		if a == r {
			return &n.next[i]
		}
	}
	if symbol.Identifier(x.r) {
		return &n.other[0]
	}
	return &n.other[1]
}

// encoding returns what the letter is encoded to, nil if to itself.
func (d *dfa) encoding(x letter) []rune {
	if x.special == 0 || d.encode == nil {
		return nil
	}
	return d.encoded[x.special-1]
}
