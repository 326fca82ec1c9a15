package simulate

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/cloudfront"
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

// Serves tells of patterns of paths, in which * stands for any characters, whether all
// that they cover is certainly served by a distribution to GET over https.
func (w *World) Serves(d *cloudfront.Distribution, patterns []string) map[string]bool {
	served := func(path string) bool {
		return w.decide(d, Request{Method: "GET", Scheme: "https", Path: path}).Verdict == Served
	}
	e := enumeration{world: w, distribution: d}
	out := map[string]bool{}
	var starring []string
	for _, p := range patterns {
		if out[p] = true; strings.Contains(p, "*") {
			starring = append(starring, p)
		} else {
			out[p] = served(p)
		}
	}
	list, complete := e.examples(starring)
	for _, x := range list {
		of := slices.DeleteFunc(x.patterns, func(n int) bool { return !out[starring[n]] })
		if len(of) > 0 && !served(x.path) {
			for _, n := range of {
				out[starring[n]] = false
			}
		}
	}
	for _, p := range starring {
		out[p] = out[p] && complete
	}
	return out
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
	if len(expected) == 0 {
		return outcomes
	}
	type asked struct {
		distribution string
		Request
	}
	of := func(o Outcome) asked { return asked{o.Distribution.Address, o.Request} }
	first := map[asked]int{}
	for i, o := range slices.Backward(outcomes) {
		if o.ErrorPage == 0 {
			first[of(o)] = i
		}
	}
	for _, o := range expected {
		same, known := first[of(o)]
		if !known {
			first[of(o)] = len(outcomes)
			outcomes = append(outcomes, o)
			continue
		}
		outcomes[same].Expected = append(outcomes[same].Expected, o.Expected...)
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
	list, complete := e.examples([]string{pattern})
	var folders []string
	for _, x := range list {
		if x.folder {
			folders = append(folders, x.path)
		} else {
			paths = append(paths, x.path)
		}
	}
	return append(paths, folders...), complete
}

// example is a path that stands for a class, with the numbers of the patterns that cover
// it, or may.
type example struct {
	path     string
	folder   bool
	patterns []int
}

// examples are those of all paths that any of some patterns covers.
func (e *enumeration) examples(patterns []string) (list []example, complete bool) {
	views := make([]glob.View, 0, len(patterns)+1)
	for _, p := range patterns {
		views = append(views, glob.View{Pattern: starred(p), Encode: escapeRune})
	}
	views = append(views, glob.View{Pattern: glob.CompileLiteral("/")})
	first := len(views) // of those that are no patterns
	views = append(views, e.views()...)
	if e.old != nil {
		views = e.allViews(views)
	}
	classes, complete := e.world.shapes.Classes("/", views, maxClasses)
	for _, c := range classes {
		x := example{folder: c.Match[first+directories] == tri.Yes}
		for n := range patterns {
			if c.Match[n] != tri.No {
				x.patterns = append(x.patterns, n)
			}
		}
		if len(x.patterns) > 0 && c.Match[first+doubledSlashes] != tri.Yes {
			x.path = witnessPath(c.Witness)
			list = append(list, x)
		}
	}
	return list, complete
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
