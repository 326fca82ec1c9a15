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
	touched := newTouched(after, before)
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
	e := newTouched(after, before).enumerate(after, before, d)
	classes := e.run()
	o, like := e.among(classes, r)
	for i := range like {
		like[i]++
	}
	return append([]Outcome{o}, classes...), append([]int{0}, like...)
}

// among is the outcome of a request, and the numbers of the classes that it belongs to.
func (e *enumeration) among(classes []Outcome, r Request) (o Outcome, like []int) {
	if i := slices.IndexFunc(classes, func(class Outcome) bool { return class.Request == r }); i >= 0 {
		return classes[i], []int{i}
	}
	return e.likened(classes, r)
}

// likened is among for a request that is no class's own.
func (e *enumeration) likened(classes []Outcome, r Request) (o Outcome, like []int) {
	o = e.outcome(r)
	o.Standby, o.Named = e.world.standby(o), true
	for i, class := range classes {
		if class.ErrorPage == 0 && class.Before == o.Before && groupKey(class) == groupKey(o) {
			o.Whole, o.Only = o.Whole || class.Whole, o.Only || class.Only
			like = append(like, i)
		}
	}
	return o, like
}

func (t *touched) enumerate(after, before *World, d *cloudfront.Distribution) *enumeration {
	e := &enumeration{world: after, distribution: d, before: before, hosts: t.hosts}
	if t.reaches(after, before, d) {
		e.changes, e.old = true, before.Distribution(d.Address)
	}
	return e
}

// verdict is what becomes of a request in this world.
func (w *World) verdict(distribution string, r Request) Verdict {
	d := w.Distribution(distribution)
	if d == nil {
		return Absent
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
