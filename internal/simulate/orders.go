package simulate

import (
	"iter"
	"math/bits"
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
)

// orders are the orders in which the steps around one distribution can be made, as the
// sets of those that are done, in bits.
type orders struct {
	*between
	// halting are the steps of buckets that may keep the distribution from changing.
	halting uint
	// idle are those that change nothing on which an answer hangs.
	idle   uint
	listed map[uint][]uint // the sets among some steps
}

// maxAround bounds the steps around one distribution to the bits of a set.
const maxAround = bits.UintSize

// newOrders is nil where there is nothing between before and after, or too much.
func newOrders(p *surroundings, steps []step, standing places) *orders {
	if len(steps) < 2 || len(steps) > maxAround || p.after.State.Graph == nil {
		return nil
	}
	l := &orders{
		between: p.between(steps, order(p.after.State.Graph, steps), standing), listed: map[uint][]uint{},
	}
	l.findHalting(p)
	l.findIdle(p)
	return l
}

// all is the set of all steps.
func (l *orders) all() uint { return ^uint(0) >> (maxAround - len(l.steps)) }

// closed is a set of steps with those that come before them.
func (l *orders) closed(set uint) uint {
	for before := uint(0); before != set; {
		before = set
		for i, first := range l.first {
			if set&(1<<i) != 0 {
				set |= first
			}
		}
	}
	return set
}

// subsets yields the subsets of a set, each after those that it holds.
func subsets(set uint) iter.Seq[uint] {
	return func(yield func(uint) bool) {
		for sub := uint(0); yield(sub) && sub != set; {
			sub = (sub - set) & set
		}
	}
}

// reachable reports whether every step in done has its predecessors there.
func (l *orders) reachable(done uint) bool {
	for i := range l.steps {
		if done&(1<<i) != 0 && l.first[i]&^done != 0 {
			return false
		}
	}
	return true
}

// sets lists the sets of steps among some that can be done by themselves, the smallest
// first.
func (l *orders) sets(among uint) []uint {
	known, listed := l.listed[among]
	if !listed {
		for done := range subsets(among) {
			if l.reachable(done) {
				known = append(known, done)
			}
		}
		slices.SortStableFunc(known, func(a, b uint) int { return bits.OnesCount(a) - bits.OnesCount(b) })
		l.listed[among] = known
	}
	return known
}

// walk is the way of one request through the orders.
type walk struct {
	*orders
	outcome Outcome
	// full are the steps that are walked, hang those of them on which the answer
	// hangs: it is the same wherever those are.
	full, hang uint
	answers    map[uint]interim
}

// newWalk walks all steps if there are few, else those that matter to the request.
// ok is false where these are too many.
func (l *orders) newWalk(p *surroundings, o Outcome) (w walk, ok bool) {
	matter := l.hang(p, o.Request)
	w = walk{orders: l, outcome: o, full: l.all(), hang: matter &^ l.idle, answers: map[uint]interim{}}
	if len(l.steps) > maxSteps {
		w.full = l.closed(matter)
	}
	return w, bits.OnesCount(w.full) <= maxSteps
}

// interim is what becomes of a request after some steps.
type interim struct {
	// refused: it may be refused, as by the distribution of the world.
	refused      bool
	distribution *cloudfront.Distribution
	world        *World
	// always: it is, or is not served for another reason such as a bucket that is
	// gone, whatever the order of the steps was.
	always bool
}

func (w walk) at(done uint) interim {
	key := done & w.hang
	answer, known := w.answers[key]
	if !known {
		answer = sendThrough(w.outcome, w.after(done))
		w.answers[key] = answer
	}
	return answer
}

// sendThrough sends a request through every world, and there through both distributions
// while one replaces the other.
func sendThrough(o Outcome, worlds []*World) interim {
	out := interim{always: true}
	for _, world := range worlds {
		broken := false
		for _, d := range world.Distributions {
			if d.Address != o.Distribution.Address { // a multi-tenant one, before its tenant is there
				continue
			}
			verdict := world.decide(d, o.Request).Verdict
			if verdict == Forbidden {
				out.refused, out.world, out.distribution = true, world, d
			}
			broken = broken || verdict == Forbidden || verdict == Other
		}
		out.always = out.always && broken
	}
	return out
}

// outage describes the smallest refused set of steps.
func (w walk) outage() (Outage, bool) {
	sets := w.sets(w.full)
	first := slices.IndexFunc(sets, func(done uint) bool { return done&w.hang != 0 && w.at(done).refused })
	if first < 0 || w.at(0).refused { // before is served by other means than the steps say
		return Outage{}, false
	}
	least := sets[first]
	opens := w.opening(least)
	closes, between := w.closing(least)
	out := Outage{During: w.during(least), Inevitable: !w.avoidable(), Lasting: w.at(w.full).refused}
	out.Opens = w.change(opens)
	if closes >= 0 {
		out.Closes = w.change(closes)
	}
	out.Deployment = w.deploys(between | 1<<opens)
	return out, true
}

// during tells how the request is refused after some steps.
func (w walk) during(done uint) Result {
	refused := w.at(done)
	return refused.world.Send(refused.distribution, w.outcome.Request)
}

func (w walk) change(i int) Change {
	return Change{Resource: w.steps[i].resource(), Verb: w.steps[i].verb()}
}

// deploys reports whether a distribution is among the steps of a set.
func (w walk) deploys(set uint) bool {
	for i, s := range w.steps {
		if set&(1<<i) != 0 && cloudfront.Deploys(s.resource().Type) {
			return true
		}
	}
	return false
}

// opening is the step that made the set refused: without it, it was not.
func (w walk) opening(done uint) int {
	for i := range w.steps {
		bit := uint(1) << i
		if done&bit != 0 && w.reachable(done&^bit) && !w.at(done&^bit).refused {
			return i
		}
	}
	return bits.TrailingZeros(done)
}

// next yields the steps that can follow a set, with the set after each.
func (w walk) next(done uint) iter.Seq2[int, uint] {
	return func(yield func(int, uint) bool) {
		for i := range w.steps {
			next := done | 1<<i
			if next != done && next&^w.full == 0 && w.reachable(next) && !yield(i, next) {
				return
			}
		}
	}
}

// closing is the last step on the shortest way out of the refused sets, and the
// steps of that way; -1 if there is no way out.
func (w walk) closing(done uint) (last int, between uint) {
	seen := map[uint]bool{done: true}
	for queue := []uint{done}; len(queue) > 0; queue = queue[1:] {
		for i, next := range w.next(queue[0]) {
			if seen[next] {
				continue
			}
			seen[next] = true
			if !w.at(next).always {
				return i, next &^ done
			}
			queue = append(queue, next)
		}
	}
	return -1, w.full &^ done
}

// avoidable reports whether some order of the steps never meets a refused set. It goes
// on from a set that is not refused before it looks at the others beside that.
func (w walk) avoidable() bool {
	seen := map[uint]bool{}
	var from func(done uint) bool
	from = func(done uint) bool {
		if done == w.full {
			return true
		}
		for _, next := range w.next(done) {
			if !seen[next] {
				seen[next] = true
				if !w.at(next).refused && from(next) {
					return true
				}
			}
		}
		return false
	}
	return from(0)
}
