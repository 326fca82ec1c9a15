package glob

import (
	"slices"

	"github.com/plan403/plan403/internal/tri"
)

// Covers reports whether every text of a is matched by one of bs. If not, witness
// is a shortest text of a that none of them matches; it may hold symbols of a. The
// answer is Unknown, too, if the bounds on the work (maxStates, maxSteps) were
// reached.
func Covers(a Pattern, bs ...Pattern) (covered tri.Truth, witness string) {
	views := []View{{Pattern: a}}
	for _, p := range bs {
		views = append(views, View{Pattern: p})
	}
	symbols := slices.ContainsFunc(views, func(v View) bool { return v.Pattern.symbols })
	c := cover{explorer: newExplorer("", views, symbols)}
	complete := true
	if c.visit(0) == goOn {
		complete = c.walk(c.visit)
	}
	switch {
	case c.found:
		return tri.No, c.text("", c.outside)
	case !complete, c.doubt:
		return tri.Unknown, ""
	}
	return tri.Yes, ""
}

// cover is the search for a text of view 0 that no other view matches.
type cover struct {
	*explorer
	found   bool
	outside int  // the state of the text that was found
	doubt   bool // there is a text that may be one
}

func (c *cover) visit(id int) verdict {
	wanted, matched, settled := c.look(id)
	if wanted && matched == tri.No {
		c.found, c.outside = true, id
		return stop
	}
	if wanted && matched == tri.Unknown {
		c.doubt = true
	}
	if settled {
		return prune
	}
	return goOn
}

// look returns whether the texts of the state are in a, and in one of the others.
// settled means that nothing that follows can be in a alone.
func (c *cover) look(id int) (wanted bool, matched tri.Truth, settled bool) {
	alive, full, in := false, false, tri.False
	for _, cell := range c.states[id].cells {
		n := c.dfas[cell.view].nodes[cell.node]
		if cell.view == 0 {
			alive, wanted = true, n.truth == tri.Yes
			continue
		}
		in = in.Or(tri.From(n.truth))
		full = full || n.settled && n.truth == tri.Yes
	}
	return wanted, in.Truth(), !alive || full
}
