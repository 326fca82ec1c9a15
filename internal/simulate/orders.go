package simulate

import (
	"math/bits"

	"github.com/plan403/plan403/internal/cloudfront"
)

// orders are the orders in which steps can be made, as the sets of those that are done.
type orders struct {
	steps []step
	first []uint
	// refused holds the sets after which the request may be refused, always
	// those after which it is, or is not served for another reason such as a
	// bucket that is gone, whatever the order within the set was.
	refused map[uint]Result
	always  map[uint]bool
}

// reachable reports whether every step in done has its predecessors there.
func (w orders) reachable(done uint) bool {
	for i := range w.steps {
		if done&(1<<i) != 0 && w.first[i]&^done != 0 {
			return false
		}
	}
	return true
}

// send sends a request through every world that can be after a set of steps,
// and there through both distributions while one replaces the other.
func (w orders) send(o Outcome, done uint, worlds []*World) {
	all := true
	for _, world := range worlds {
		broken := false
		for _, d := range world.Distributions {
			if d.Address != o.Distribution.Address { // a multi-tenant one, before its tenant is there
				continue
			}
			result := world.Send(d, o.Request)
			if result.Verdict == Forbidden {
				w.refused[done] = result
			}
			broken = broken || result.Verdict == Forbidden || result.Verdict == Other
		}
		all = all && broken
	}
	w.always[done] = all
}

// outage describes the smallest refused set of steps.
func (w orders) outage(full uint) (Outage, bool) {
	if _, broken := w.refused[0]; broken {
		return Outage{}, false // before is served by other means than the steps say
	}
	least, found := full, false
	for done := uint(1); done <= full; done++ {
		if _, ok := w.refused[done]; ok && (!found || bits.OnesCount(done) < bits.OnesCount(least)) {
			least, found = done, true
		}
	}
	if !found {
		return Outage{}, false
	}
	opens := w.opening(least)
	closes, between := w.closing(least, full)
	out := Outage{During: w.refused[least], Inevitable: !w.avoidable(full)}
	_, out.Lasting = w.refused[full]
	out.Opens = w.change(opens)
	if closes >= 0 {
		out.Closes = w.change(closes)
	}
	out.Deployment = w.deploys(between | 1<<opens)
	return out, true
}

func (w orders) change(i int) Change {
	return Change{Resource: w.steps[i].resource(), Verb: w.steps[i].verb()}
}

// deploys reports whether a distribution is among the steps of a set.
func (w orders) deploys(set uint) bool {
	for i, s := range w.steps {
		if set&(1<<i) != 0 && cloudfront.Deploys(s.resource().Type) {
			return true
		}
	}
	return false
}

// opening is the step that made the set refused: without it, it was not.
func (w orders) opening(done uint) int {
	for i := range w.steps {
		bit := uint(1) << i
		if _, refused := w.refused[done&^bit]; done&bit != 0 && !refused && w.reachable(done&^bit) {
			return i
		}
	}
	return bits.TrailingZeros(done)
}

// closing is the last step on the shortest way out of the refused sets, and the
// steps of that way; -1 if there is no way out.
func (w orders) closing(done, full uint) (last int, between uint) {
	seen := map[uint]bool{done: true}
	for queue := []uint{done}; len(queue) > 0; queue = queue[1:] {
		for i := range w.steps {
			next := queue[0] | 1<<i
			if seen[next] || next&^full != 0 || !w.reachable(next) {
				continue
			}
			seen[next] = true
			if !w.always[next] {
				return i, next &^ done
			}
			queue = append(queue, next)
		}
	}
	return -1, full &^ done
}

// avoidable reports whether some order of the steps never meets a refused set.
func (w orders) avoidable(full uint) bool {
	seen := map[uint]bool{0: true}
	for queue := []uint{0}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == full {
			return true
		}
		for i := range w.steps {
			next := queue[0] | 1<<i
			if _, refused := w.refused[next]; refused || seen[next] || !w.reachable(next) {
				continue
			}
			seen[next] = true
			queue = append(queue, next)
		}
	}
	return false
}
