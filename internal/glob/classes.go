package glob

import (
	"encoding/binary"

	"github.com/plan403/plan403/internal/tri"
)

// View is one way to look at a text x: it matches when Pattern matches Prefix
// followed by x, each character of x put through Encode. A nil Encode leaves
// them alone. Views that are looked at together and encode do it alike.
type View struct {
	Prefix  string
	Pattern Pattern
	Encode  func(rune) string
}

// Class is a set of texts that all views answer alike. Match holds the views'
// answers in order, Witness is a shortest text of the class.
type Class struct {
	Witness string
	Match   []tri.Truth
}

// Classes splits the texts that begin with start and go on after it into the
// classes that have the same answers in all views, in order of the length of
// their witnesses. The texts hold no symbols; a pattern or prefix may.
//
// At most limit classes are returned, any number if limit is 0. complete is
// false if there are more, or if a bound on the work was reached (maxStates,
// maxSteps) and there may be.
func Classes(start string, views []View, limit int) (classes []Class, complete bool) {
	return newExplorer(start, views, false).classes(start, len(views), limit)
}

// classes are those of an exploration that has just begun.
func (e *explorer) classes(start string, views, limit int) (classes []Class, complete bool) {
	known := map[string]bool{}
	var key []byte
	cut := false
	complete = e.walk(func(id int) verdict {
		key = e.appendAnswers(key[:0], id)
		if known[string(key)] {
			return goOn
		}
		if limit > 0 && len(classes) == limit {
			cut = true
			return stop
		}
		known[string(key)] = true
		classes = append(classes, Class{e.text(start, id), e.match(id, views)})
		return goOn
	})
	return classes, complete && !cut
}

// appendAnswers adds the answers of all views at a state: those that are not No, since
// few views answer anything else.
func (e *explorer) appendAnswers(key []byte, id int) []byte {
	for _, c := range e.states[id].cells {
		if truth := e.dfas[c.view].nodes[c.node].truth; truth != tri.No {
			key = append(binary.LittleEndian.AppendUint32(key, uint32(c.view)), byte(truth))
		}
	}
	return key
}

// match are the same answers in the order of the views.
func (e *explorer) match(id, views int) []tri.Truth {
	out := make([]tri.Truth, views)
	for i := range out {
		out[i] = tri.No
	}
	for _, c := range e.states[id].cells {
		out[c.view] = e.dfas[c.view].nodes[c.node].truth
	}
	return out
}

// failed reports whether the node's view can match nothing any more.
func (n *node) failed() bool { return n.settled && n.truth == tri.No }
