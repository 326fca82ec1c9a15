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
	nodes     []*node
	index     map[string]int32 // of the nodes, nil while they are few
	encode    func(rune) string
	alphabet  *alphabet
	room      *room
}

// room is what the automata of one exploration are built in: they have thousands of
// nodes, most of which are a few words.
type room struct {
	nodes   pool[node]
	sets    pool[uint64]
	runes   pool[rune]
	numbers pool[int32]

	must, may set // that are being read
	key       []byte
	asks      []rune
}

func (r *room) again() {
	r.nodes.again()
	r.sets.again()
	r.runes.again()
	r.numbers.again()
}

// node is a state of a dfa: the sets of both machines and what is known of it.
type node struct {
	must, may set
	truth     tri.Truth
	settled   bool    // truth is the answer for whatever follows
	asks      []rune  // the characters that are told from the others, sorted
	next      []int32 // the node that follows each of asks, unexplored at first
	other     [2]int32
	alike     tri.Truth // whether all shared letters lead to one node
	special   []int32
	symbols   []rune         // the symbols that may come next
	after     *behindSymbols // nil until a symbol is read
}

// behindSymbols are the nodes that follow those that a node asks for, and any other symbol
// of a kind.
type behindSymbols struct {
	next  []int32
	other [symbol.Secret]int32
}

const unexplored int32 = -1

// newDFA starts the automaton of a view behind its prefix and start. symbols
// means that the texts that follow may hold symbols.
func newDFA(v View, start string, of *alphabet, symbols bool, in *room) *dfa {
	d := &dfa{encode: v.Encode, alphabet: of, room: in}
	d.must, d.may = v.Pattern.machines()
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

// fewNodes is how many nodes are compared one by one.
const fewNodes = 16

// intern returns the node of the sets, which it copies if there is none yet.
func (d *dfa) intern(must, may set) int32 {
	if d.index == nil {
		for i := range d.nodes {
			if n := d.nodes[i]; slices.Equal(n.must, must) && (d.single || slices.Equal(n.may, may)) {
				return int32(i)
			}
		}
	} else if id, ok := d.index[string(d.key(must, may))]; ok {
		return id
	}
	must = d.room.sets.copy(must)
	if d.single {
		may = must
	} else {
		may = d.room.sets.copy(may)
	}
	id := int32(len(d.nodes))
	n := &d.room.nodes.take(1)[0]
	*n = d.describe(must, may)
	d.nodes = append(d.nodes, n)
	switch {
	case d.index != nil:
		d.index[string(d.key(must, may))] = id
	case id == fewNodes:
		d.index = map[string]int32{}
		for i, n := range d.nodes {
			d.index[string(d.key(n.must, n.may))] = int32(i)
		}
	}
	return id
}

func (d *dfa) key(must, may set) []byte {
	d.room.key = must.appendTo(d.room.key[:0])
	if !d.single {
		d.room.key = may.appendTo(d.room.key)
	}
	return d.room.key
}

func (d *dfa) describe(must, may set) node {
	n := node{must: must, may: may, other: [2]int32{unexplored, unexplored}}
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
	d.room.asks = d.room.asks[:0]
	d.ask(&n, d.must, must)
	if !d.single {
		d.ask(&n, d.may, may)
	}
	slices.Sort(d.room.asks)
	n.asks = d.room.runes.copy(slices.Compact(d.room.asks))
	n.next = d.unexplored(len(n.asks))
	return n
}

func (d *dfa) unexplored(n int) []int32 {
	out := d.room.numbers.take(n)
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
			d.room.asks = append(d.room.asks, a.r)
		case a.op == sym && !slices.Contains(n.symbols, a.r):
			n.symbols = append(n.symbols, a.r)
		}
	}
}

// step returns the node after the letter x.
func (d *dfa) step(id int32, x letter) int32 {
	seen := d.encoding(x)
	if len(seen) > 0 {
		if to := d.step(id, letter{r: seen[0]}); d.nodes[to].failed() {
			return to
		}
	}
	slot := d.slot(d.nodes[id], x)
	if *slot != unexplored {
		return *slot
	}
	to := id
	if seen != nil {
		for _, r := range seen {
			to = d.step(to, letter{r: r})
		}
	} else {
		to = d.read(id, x.atom())
	}
	*slot = to
	return to
}

// read returns the node after an atom.
func (d *dfa) read(id int32, a atom) int32 {
	n := d.nodes[id]
	if a.op == lit {
		d.room.must = d.must.readInto(d.room.must, n.must, a.r)
		if !d.single {
			d.room.may = d.may.readInto(d.room.may, n.may, a.r)
		}
		return d.intern(d.room.must, d.room.may)
	}
	must := d.must.readAtom(n.must, a)
	may := must
	if !d.single {
		may = d.may.readAtom(n.may, a)
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
func (d *dfa) alike(id int32) bool {
	if d.nodes[id].alike == tri.Unknown {
		one := tri.Yes
		if d.takesEncoded(id) && d.parts(id) {
			one = tri.No
		}
		d.nodes[id].alike = one
	}
	return d.nodes[id].alike == tri.Yes
}

// takesEncoded reports whether an encoded letter may lead from a node to anything but
// failure.
func (d *dfa) takesEncoded(id int32) bool {
	return d.encode == nil || len(d.alphabet.leads) == 0 || slices.ContainsFunc(d.alphabet.leads, func(r rune) bool {
		return !d.nodes[d.step(id, letter{r: r})].failed()
	})
}

// parts reports whether some of the shared letters lead elsewhere than the others.
func (d *dfa) parts(id int32) bool {
	shared := d.alphabet.shared
	return slices.ContainsFunc(shared, func(x letter) bool { return d.step(id, x) != d.step(id, shared[0]) })
}

// slot returns where the node that follows n on x is kept.
func (d *dfa) slot(n *node, x letter) *int32 {
	if x.symbol {
		return d.behind(n, x.r)
	}
	if d.encoding(x) != nil {
		if n.special == nil {
			n.special = d.unexplored(len(d.alphabet.encoded))
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

// behind returns where the node is kept that follows n on a symbol.
func (d *dfa) behind(n *node, r rune) *int32 {
	if n.after == nil {
		n.after = &behindSymbols{next: d.unexplored(len(n.symbols))}
		for kind := range n.after.other {
			n.after.other[kind] = unexplored
		}
	}
	if i := slices.Index(n.symbols, r); i >= 0 {
		return &n.after.next[i]
	}
	return &n.after.other[symbol.KindOf(r)]
}

// encoding returns what the letter is encoded to, nil if to itself.
func (d *dfa) encoding(x letter) []rune {
	if x.special == 0 || d.encode == nil {
		return nil
	}
	return d.alphabet.encoded[x.special-1]
}
