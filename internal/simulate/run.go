package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/parallel"
)

// Outcome is one class of viewer requests with what becomes of it before and
// after apply. Path is a witness: the class's shortest path.
type Outcome struct {
	Distribution *cloudfront.Distribution
	Request
	// Behavior names the behavior that takes the path.
	Behavior string
	Before   Verdict
	Result
	// Whole: every key that the behavior takes shares the verdict; Only: and
	// the reasons too.
	Whole, Only bool
	// Named: the configuration names the path, which then stands for itself alone.
	Named bool
	// Standby is how the other member of the origin group refuses whatever the outcome
	// stands for, nil where it does not.
	Standby *Result
	// ErrorPage is the status whose custom error page the path is, 0 if none.
	ErrorPage int
	// Expected are the expectations that the request does not certainly meet.
	Expected []*Expectation

	// world is where the request was sent, nil if none was.
	world *World
}

// Run sends every class of requests through every distribution of the world
// after apply, and each again through the world before if the plan may change
// its answer. What expectations name and do not get is added.
func Run(after, before *World, expectations ...Expectation) []Outcome {
	parts := make([][]Outcome, len(after.Distributions))
	touched := after.since(before).touched
	parallel.Each(len(parts), func(i int) {
		e := touched.enumerate(after, before, after.Distributions[i])
		parts[i] = e.run()
	})
	outcomes := append(slices.Concat(parts...), vanished(after, before)...)
	return withExpected(outcomes, expected(after, before, expectations))
}

// Ask sends one request to a distribution. Its outcome is followed by those of the
// classes of requests of the distribution, of which like are the numbers of those to
// which it belongs, its own included.
func Ask(after, before *World, d *cloudfront.Distribution, r Request) (outcomes []Outcome, like []int) {
	e := after.since(before).touched.enumerate(after, before, d)
	classes := e.run()
	o, like := newClasses(classes).among(e, r)
	for i := range like {
		like[i]++
	}
	return append([]Outcome{o}, classes...), append([]int{0}, like...)
}

// classesOf are the classes of requests to a distribution, found by what they share.
type classesOf struct {
	list  []Outcome
	byKey map[string][]int
}

func newClasses(list []Outcome) classesOf {
	out := classesOf{list, map[string][]int{}}
	for i, class := range list {
		if class.ErrorPage == 0 {
			key := kinKey(class)
			out.byKey[key] = append(out.byKey[key], i)
		}
	}
	return out
}

func kinKey(o Outcome) string { return groupKey(o) + "\x00" + o.Before.String() }

// among is the outcome of a request, and the numbers of the classes that it belongs to.
func (c classesOf) among(e *enumeration, r Request) (o Outcome, like []int) {
	if i := slices.IndexFunc(c.list, func(class Outcome) bool { return class.Request == r }); i >= 0 {
		return c.list[i], []int{i}
	}
	return c.likened(e.outcome(r), e.world)
}

// likened is an outcome that is no class's own, with the classes that it belongs to.
func (c classesOf) likened(o Outcome, w *World) (Outcome, []int) {
	o.Standby, o.Named = w.standby(o), true
	like := slices.Clone(c.byKey[kinKey(o)])
	for _, i := range like {
		o.Whole, o.Only = o.Whole || c.list[i].Whole, o.Only || c.list[i].Only
	}
	return o, like
}

func (t *touched) enumerate(after, before *World, d *cloudfront.Distribution) *enumeration {
	e := &enumeration{world: after, distribution: d, before: before, hosts: t.hosts}
	if t.reaches(after, before, d) {
		e.changes, e.changed, e.old = true, t.changes(before, d), before.Distribution(d.Address)
	}
	return e
}

// verdict is what becomes of a request in this world.
func (w *World) verdict(distribution string, r Request) Verdict {
	d := w.Distribution(distribution)
	if d == nil {
		return Absent
	}
	if w.before == nil {
		return w.recent.of(d, r, w.decide).Verdict
	}
	return w.decide(d, r).Verdict
}

// vanished are the outcomes of distributions that the plan removes.
func vanished(after, before *World) []Outcome {
	var out []Outcome
	for _, d := range before.Distributions {
		if after.Distribution(d.Address) != nil || after.State.Resource(d.Address) != nil || d.Deposed != "" {
			continue
		}
		e := enumeration{world: before, distribution: d}
		for _, o := range e.run() {
			o.Before, o.Verdict = o.Verdict, Absent
			o.Refusals, o.Causes = nil, nil
			out = append(out, o)
		}
	}
	return out
}
