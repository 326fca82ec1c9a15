package policy

import (
	"cmp"
	"iter"
	"slices"

	"github.com/plan403/plan403/internal/tri"
)

// Nearest yields the results of Allow statements that certainly do not match,
// those first that came nearest to it: with the fewest elements that fail, and
// among those that fail one, condition before resource, action and principal.
func (d Decision) Nearest() iter.Seq[Result] {
	return func(yield func(Result) bool) {
		if d.hearing == nil {
			return
		}
		ranked, looked := d.missed()
		for _, i := range ranked {
			if d.isNear(i) {
				continue
			}
			r := d.hearing.unspoken(i, d.context)
			for ; len(looked) > 0 && nearer(looked[0], r) < 0; looked = looked[1:] {
				if !yield(looked[0]) {
					return
				}
			}
			if !yield(r) {
				return
			}
		}
		for _, r := range looked {
			if !yield(r) {
				return
			}
		}
	}
}

// Missed is how many results Nearest yields.
func (d Decision) Missed() int {
	if d.hearing == nil {
		return 0
	}
	ranked, looked := d.missed()
	n := len(looked)
	for _, i := range ranked {
		if !d.isNear(i) {
			n++
		}
	}
	return n
}

// missed are the statements that the hearing has ranked, of which those count that are
// not near the resource; and the results of all others, in the order of Nearest.
func (d Decision) missed() (ranked []int, looked []Result) {
	ranked, varied := d.hearing.rank(d.context)
	for _, r := range d.Results {
		if r.Statement.Effect == Allow && r.Match.IsFalse() {
			looked = append(looked, r)
		}
	}
	for _, i := range varied {
		if !d.isNear(i) {
			looked = append(looked, d.hearing.unspoken(i, d.context))
		}
	}
	slices.SortFunc(looked, nearer)
	return ranked, looked
}

func (d Decision) isNear(i int) bool {
	_, near := slices.BinarySearch(d.near, i)
	return near
}

func nearer(a, b Result) int {
	return cmp.Or(a.distance()-b.distance(), a.Statement.Index-b.Statement.Index)
}

// distance orders results for Nearest.
func (r Result) distance() int {
	failing, last := 0, 0
	for i, v := range [...]tri.Value{r.Condition, r.Resource, r.Action, r.Principal} {
		if v.IsFalse() {
			failing, last = failing+1, i
		}
	}
	if failing > 1 {
		last = 0
	}
	return failing*4 + last
}
