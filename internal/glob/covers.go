package glob

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Covers reports whether every text of a is matched by one of bs and by none
// of minus. If not, witness is a shortest text of a that is left out; it may
// hold symbols of a or of minus. The answer is Unknown, too, if the bounds on
// the work (maxStates, maxSteps) were reached.
func Covers(a Pattern, bs, minus []Pattern) (covered tri.Truth, witness string) {
	views := []View{{Pattern: a}}
	for _, p := range bs {
		views = append(views, View{Pattern: p})
	}
	for _, p := range minus {
		views = append(views, View{Pattern: p})
	}
	symbols := slices.ContainsFunc(views, func(v View) bool { return v.Pattern.symbols })
	c := cover{explorer: newExplorer("", views, symbols), first: 1 + len(bs)}
	complete := true
	if c.visit(0) == goOn {
		complete = c.walk(c.visit)
	}
	switch {
	case c.found:
		return tri.No, c.text("", c.outside)
	case !complete, c.doubt, a.spells(minus):
		return tri.Unknown, ""
	}
	return tri.Yes, ""
}

// spells reports whether ?s of p may spell a fresh identifier of one of the
// patterns. The search does not see it: there a character is never part of the
// value of a symbol.
func (p Pattern) spells(patterns []Pattern) bool {
	isOne := func(a atom) bool { return a.op == one }
	isFresh := func(a atom) bool { return a.op == sym && symbol.KindOf(a.r) == symbol.Fresh }
	if !slices.ContainsFunc(p.atoms, isOne) {
		return false
	}
	return slices.ContainsFunc(patterns, func(q Pattern) bool {
		return slices.ContainsFunc(q.atoms, isFresh) && p.Intersects(q) != tri.No
	})
}

// cover is the search for a text of view 0 that the others leave out.
type cover struct {
	*explorer
	first   int // the views from here on take texts away
	found   bool
	outside int  // the state of the text that was found
	doubt   bool // there is a text that may be left out
}

func (c *cover) visit(id int) verdict {
	wanted, in, out, settled := c.look(id)
	if wanted && (in == tri.No || out == tri.Yes) {
		c.found, c.outside = true, id
		return stop
	}
	if wanted && (in != tri.Yes || out != tri.No) {
		c.doubt = true
	}
	if settled {
		return prune
	}
	return goOn
}

// look returns whether the texts of the state are in a, in one of bs, and in
// one of minus. settled means that nothing that follows can be left out.
func (c *cover) look(id int) (wanted bool, in, out tri.Truth, settled bool) {
	in, out, settled = tri.No, tri.No, true
	alive, full := false, false
	for _, cell := range c.states[id].cells {
		n := &c.dfas[cell.view].nodes[cell.node]
		switch {
		case cell.view == 0:
			alive, wanted = true, n.truth == tri.Yes
		case int(cell.view) < c.first:
			in = either(in, n.truth)
			full = full || n.settled && n.truth == tri.Yes
		default:
			out, settled = either(out, n.truth), false
		}
	}
	return wanted, in, out, !alive || full && settled
}

func either(a, b tri.Truth) tri.Truth {
	return tri.From(a).Or(tri.From(b)).Truth()
}
