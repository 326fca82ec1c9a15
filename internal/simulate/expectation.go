package simulate

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Expectation is what a configuration file says that requests must get.
type Expectation struct {
	// Name is the label of its block.
	Name string
	// Distribution is the address of the one that is asked, "" for the one that
	// serves the request's host, or the only one.
	Distribution string
	// Requests are what is asked. In a path, * stands for any characters.
	Requests []Request
	// Verdict is what each of them must get.
	Verdict Verdict
	// Unchanged: each must get what it got before apply, in place of Verdict.
	Unchanged bool
	// Range is where the block is written.
	Range hcl.Range
}

// Meets tells whether a verdict is the expected one. What a distribution that was
// not there before is to get has not changed.
func (x *Expectation) Meets(before, after Verdict) tri.Value {
	want := x.Verdict
	if x.Unchanged {
		if before == Absent {
			return tri.True
		}
		want = before
	}
	if want == Unknown || after == Unknown {
		return tri.Value{}
	}
	return tri.Of(after == want)
}

// Unmet sends what an expectation names to a world as it stands before apply and
// after it, and returns what does not certainly meet it.
func Unmet(after, before *World, x Expectation) []Outcome {
	return expected(after, before, []Expectation{x})
}

// expected sends what expectations name, and keeps what does not certainly meet
// them: of each set of paths one that breaks the expectation, or else all reasons
// for not knowing.
func expected(after, before *World, list []Expectation) []Outcome {
	var out []Outcome
	for i := range list {
		x := &list[i]
		for _, r := range x.Requests {
			if d, err := Find(after, before, x.Distribution, r.Host); err == nil {
				e := enumeration{
					world: after, distribution: d, before: before, changes: true,
					old: before.Distribution(d.Address),
				}
				out = append(out, e.unmet(x, r)...)
			}
		}
	}
	return out
}

// withExpected adds outcomes of expectations to those that are there anyway.
func withExpected(outcomes, expected []Outcome) []Outcome {
	for _, o := range expected {
		same := slices.IndexFunc(outcomes, func(p Outcome) bool {
			return p.Distribution.Address == o.Distribution.Address && p.Request == o.Request && p.ErrorPage == 0
		})
		if same < 0 {
			outcomes = append(outcomes, o)
		} else {
			outcomes[same].Expected = append(outcomes[same].Expected, o.Expected...)
		}
	}
	return outcomes
}

func (e *enumeration) unmet(x *Expectation, r Request) []Outcome {
	paths, complete := e.covered(r.Path)
	if !complete {
		o := e.incomplete()
		o.Expected = []*Expectation{x}
		e.outcomes = append(e.outcomes, o)
	}
	for _, path := range paths {
		r.Path = path
		o := e.asked(r)
		o.Expected = []*Expectation{x}
		switch meets := x.Meets(o.Before, o.Verdict); {
		case meets.IsTrue():
		case meets.IsFalse():
			return []Outcome{o}
		default:
			e.keep(o)
		}
	}
	return e.outcomes
}

// asked is the outcome of a request to a distribution that may be gone after apply.
func (e *enumeration) asked(r Request) Outcome {
	if e.world.Distribution(e.distribution.Address) != nil {
		return e.outcome(r)
	}
	return Outcome{
		Distribution: e.distribution, Request: r, Behavior: "default",
		Before: e.before.verdict(e.distribution.Address, r), Result: Result{Verdict: Absent},
	}
}

// covered are examples of all paths that a pattern covers, one of each class that
// the distribution and what is behind it tell apart, now or before apply. Those of
// folders come last. Paths with doubled slashes are left out: behaviors take them
// by another path.
func (e *enumeration) covered(pattern string) (paths []string, complete bool) {
	if !strings.Contains(pattern, "*") {
		return []string{pattern}, true
	}
	views := []glob.View{{Pattern: starred(pattern), Encode: escapeRune}, {Pattern: glob.CompileLiteral("/")}}
	views = append(views, e.views()...)
	if e.old != nil {
		views = e.allViews(views)
	}
	classes, complete := e.world.shapes.Classes("/", views, maxClasses)
	var folders []string
	for _, c := range classes {
		switch {
		case c.Match[0] == tri.No, c.Match[2+doubledSlashes] == tri.Yes:
		case c.Match[2+directories] == tri.Yes:
			folders = append(folders, witnessPath(c.Witness))
		default:
			paths = append(paths, witnessPath(c.Witness))
		}
	}
	return append(paths, folders...), complete
}

// starred is a pattern in which * alone is a wildcard.
func starred(s string) glob.Pattern {
	var parts []glob.Pattern
	for i, text := range strings.Split(s, "*") {
		if i > 0 {
			parts = append(parts, glob.Compile("*"))
		}
		parts = append(parts, glob.CompileLiteral(text))
	}
	return glob.Concat(parts...)
}
