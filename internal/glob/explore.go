package glob

import (
	"encoding/binary"
	"slices"

	"github.com/plan403/plan403/internal/symbol"
)

// The bounds of one exploration. Patterns met in practice need a few thousand
// states; patterns with many ? after a * can need exponentially many.
const (
	maxStates = 50_000    // states of the product of all views
	maxSteps  = 5_000_000 // letters read by single views
)

// cell is one view's place in a state of the product. Views that have
// certainly failed have no cell.
type cell struct{ view, node int32 }

// state is a set of texts that no view tells apart, whatever follows.
type state struct {
	cells  []cell
	parent int32 // the state that it was first reached from
	last   letter
}

// verdict is what a visitor wants done after a state.
type verdict uint8

const (
	goOn  verdict = iota // look at the texts that go on from here too
	prune                // they are of no interest
	stop
)

// explorer walks the product of the views' automata breadth first, so that
// every state is reached by a shortest text.
type explorer struct {
	dfas     []*dfa
	alphabet alphabet
	symbols  bool // texts may hold the symbols that the views ask for
	states   []state
	seen     map[string]struct{}
	steps    int
	key      []byte
	next     []cell
	asked    []rune
	ways     []letter
	cells    pool[cell]
	room     room
}

func newExplorer(start string, views []View, symbols bool) *explorer {
	e := &explorer{seen: map[string]struct{}{}}
	e.begin(start, views, symbols)
	return e
}

// begin begins an exploration, in the room of an earlier one if there was any.
func (e *explorer) begin(start string, views []View, symbols bool) {
	e.symbols, e.alphabet, e.steps = symbols, newAlphabet(views), 0
	e.dfas, e.states = e.dfas[:0], e.states[:0]
	clear(e.seen)
	e.cells.again()
	e.room.again()
	root := state{parent: -1}
	for i, v := range views {
		d := newDFA(v, start, &e.alphabet, symbols, &e.room)
		e.dfas = append(e.dfas, d)
		if !d.nodes[0].failed() {
			root.cells = append(root.cells, cell{int32(i), 0})
		}
	}
	e.states = append(e.states, root)
}

// walk visits every state but the first, in the order of their shortest texts.
// It reports whether it saw them all, or all that the visitor wanted.
func (e *explorer) walk(visit func(id int) verdict) bool {
	for id := 0; id < len(e.states); id++ {
		if id > 0 {
			switch visit(id) {
			case prune:
				continue
			case stop:
				return true
			}
		}
		for _, x := range e.letters(id) {
			if len(e.states) > maxStates || e.steps > maxSteps {
				return false
			}
			e.follow(id, x)
		}
	}
	return true
}

// follow adds the state after the letter x unless it is known.
func (e *explorer) follow(id int, x letter) {
	e.next, e.key = e.next[:0], e.key[:0]
	e.steps += len(e.states[id].cells)
	for _, c := range e.states[id].cells {
		d := e.dfas[c.view]
		if !d.nodes[c.node].settled {
			c.node = d.step(c.node, x)
			if d.nodes[c.node].failed() {
				continue
			}
		}
		e.next = append(e.next, c)
		e.key = binary.LittleEndian.AppendUint32(e.key, uint32(c.view))
		e.key = binary.LittleEndian.AppendUint32(e.key, uint32(c.node))
	}
	if _, ok := e.seen[string(e.key)]; ok {
		return
	}
	e.seen[string(e.key)] = struct{}{}
	e.states = append(e.states, state{e.cells.copy(e.next), int32(id), x})
}

// letters returns one letter for each way to go on from a state, in the order
// in which witnesses prefer them.
func (e *explorer) letters(id int) []letter {
	asked, telling, encoding := e.ask(id)
	slices.SortFunc(asked, byRank)
	asked = slices.Compact(asked)
	e.asked = asked
	out := e.ways[:0]
	for _, r := range asked {
		if !known(r) {
			out = append(out, letter{r: r, symbol: true})
			continue
		}
		out = append(out, letter{r: r, special: e.alphabet.numbers[r]})
	}
	out = e.appendOther(out, func(rune) bool { return true })
	if telling {
		out = e.appendOther(out, func(r rune) bool { return !symbol.Identifier(r) })
	}
	slices.SortFunc(out, func(x, y letter) int { return byRank(x.r, y.r) })
	if encoding {
		out = append(out, e.specials(id)...)
	}
	e.ways = out
	return out
}

// specials are the shared letters with which to go on from a state: one is enough where
// no view tells them apart.
func (e *explorer) specials(id int) []letter {
	shared := e.alphabet.shared
	for _, c := range e.states[id].cells {
		if d := e.dfas[c.view]; !d.nodes[c.node].settled && !d.alike(c.node) {
			return shared
		}
	}
	return shared[:min(len(shared), 1)]
}

// ask gathers what the views ask for at a state, whether one of them tells
// identifiers from other text, and whether one of them encodes.
func (e *explorer) ask(id int) (asked []rune, telling, encoding bool) {
	asked = e.asked[:0]
	for _, c := range e.states[id].cells {
		d := e.dfas[c.view]
		n := d.nodes[c.node]
		if n.settled {
			continue
		}
		telling = telling || len(n.symbols) > 0
		encoding = encoding || d.encode != nil
		for _, r := range n.asks {
			if d.must.fold {
				asked = append(asked, variants(r)...)
			} else {
				asked = append(asked, r)
			}
		}
		if e.symbols {
			asked = append(asked, n.symbols...)
		}
	}
	return asked, telling, encoding
}

// appendOther adds a letter that stands for all that no view asks for, if
// there is one that fits.
func (e *explorer) appendOther(out []letter, fits func(rune) bool) []letter {
	for r := range others {
		if e.alphabet.numbers[r] == 0 && fits(r) && !slices.Contains(e.asked, r) {
			return append(out, letter{r: r})
		}
	}
	return out
}

// lastOther ends the search for a character that nobody asks for: no pattern
// of a policy, at most 20 KB, asks for so many different ones.
const lastOther = 0x9FFF

// others yields characters in the order in which they may stand for the rest.
func others(yield func(rune) bool) {
	for _, r := range "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~!,;@" {
		if !yield(r) {
			return
		}
	}
	for r := rune(0xE9); r <= lastOther; r++ {
		if !yield(r) {
			return
		}
	}
}

// text returns the shortest text that leads to a state.
func (e *explorer) text(start string, id int) string {
	e.asked = e.asked[:0]
	for ; id > 0; id = int(e.states[id].parent) {
		e.asked = append(e.asked, e.states[id].last.r)
	}
	out := []byte(start)
	for _, r := range slices.Backward(e.asked) {
		out = appendRune(out, r)
	}
	return string(out)
}
