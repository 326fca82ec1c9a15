package policy

import (
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/glob"
)

// nearness finds the statements that may speak of an object by how its key begins: a
// long policy has one for each folder.
type nearness struct {
	once sync.Once
	// tails are the last parts of the statements' resources, of the statements that of
	// lists.
	tails glob.Index
	of    []int
}

func (d *Document) index() *nearness {
	n := d.nears
	n.once.Do(func() {
		var tails []glob.Pattern
		for i, s := range d.Statements {
			for _, p := range s.tails() {
				tails, n.of = append(tails, p), append(n.of, i)
			}
		}
		n.tails = glob.NewIndex(tails)
	})
	return n
}

// tails are patterns for the last part of ARNs: what none of them matches, the
// statement certainly does not speak of.
func (s *Statement) tails() []glob.Pattern {
	every := []glob.Pattern{glob.Compile("*")}
	if s.NotResource != nil || len(s.Unknown) > 0 {
		return every
	}
	var out []glob.Pattern
	for _, p := range s.resources {
		if p.loose || p.short() || p.parts[segments-1].varying != nil {
			return every
		}
		out = append(out, p.parts[segments-1].whole)
	}
	return out
}

// near are the numbers of the statements that may speak of an ARN, in order.
func (d *Document) near(target arn) []int {
	n := d.index()
	var out []int
	if target.loose || len(target.parts) < segments {
		for i := range d.Statements {
			out = append(out, i)
		}
		return out
	}
	for _, i := range n.tails.Near(target.parts[segments-1]) {
		out = append(out, n.of[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
