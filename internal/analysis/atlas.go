package analysis

import (
	"runtime"
	"slices"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
)

// atlas is what any request to the distributions of a plan gets, by the classes of
// requests, before apply and after it.
func (a *analysis) atlas() *atlas.Data {
	out := &atlas.Data{Plan: a.name, Alone: a.plan.Alone}
	out.After = a.sheets(out, a.after, a.before)
	out.Before = a.sheets(out, a.before, a.after)
	return out
}

// maxSurveyed bounds the distributions of which a page can answer anything: each takes
// some 30 KB.
const maxSurveyed = 200

// sheets are the distributions of a world, and those that only the other one has.
func (a *analysis) sheets(to *atlas.Data, w, other *simulate.World) []atlas.Sheet {
	out := []atlas.Sheet{}
	surveyor := simulate.NewSurveyor(w, a.before)
	surveyed := w.Distributions[:min(len(w.Distributions), maxSurveyed)]
	for len(surveyed) > 0 {
		var surveys []*simulate.Survey
		for requests := 0; len(surveyed) > 0 && requests < judgedAtOnce; {
			some := make([]*simulate.Survey, min(len(surveyed), runtime.GOMAXPROCS(0)))
			parallel.Each(len(some), func(i int) { some[i] = surveyor.Survey(surveyed[i]) })
			surveys, surveyed = append(surveys, some...), surveyed[len(some):]
			for _, s := range some {
				requests += s.Requests()
			}
		}
		for _, e := range a.explore(w, surveys) {
			out = append(out, e.sheet(to))
		}
	}
	symbols := w.State.Symbols
	for _, d := range w.Distributions[min(len(w.Distributions), maxSurveyed):] {
		out = append(out, atlas.Sheet{
			Address: symbols.Show(d.Address), Blind: "the plan has too many distributions", Names: names(symbols, d),
		})
	}
	for _, d := range other.Distributions {
		if w.Distribution(d.Address) == nil {
			out = append(out, atlas.Sheet{Address: symbols.Show(d.Address), Absent: true, Names: names(symbols, d)})
		}
	}
	return out
}

// judgedAtOnce is how many requests the rules look at together, or a few more: they
// look at the whole world each time, and all that was tried is in memory until then.
const judgedAtOnce = 40_000

// explored is a survey in the words of reports.
type explored struct {
	*simulate.Survey
	symbols *symbol.Table
	answers [][]atlas.Answer // of each row
	steps   [][][]string
}

// explore asks the rules about all that surveys have found, and forgets the world.
func (a *analysis) explore(w *simulate.World, surveys []*simulate.Survey) []explored {
	requests := 0
	for _, s := range surveys {
		requests += s.Requests()
	}
	outcomes := make([]simulate.Outcome, 0, requests)
	for _, s := range surveys {
		outcomes = append(outcomes, s.Classes...)
		for _, r := range s.Rows {
			for _, o := range r.Answers {
				outcomes = append(outcomes, o.Outcome)
			}
		}
	}
	rules := rulesOf(checks.Run(w, a.before, outcomes, nil), len(outcomes))
	var out []explored
	first := 0
	for _, s := range surveys {
		e := explored{Survey: s, symbols: w.State.Symbols}
		n := first + len(s.Classes)
		for _, r := range s.Rows {
			e.tell(r, func(i int) []string {
				explained := []int{n + i}
				for _, class := range r.Answers[i].Like {
					explained = append(explained, first+class)
				}
				return rules.of(explained)
			})
			n += len(r.Answers)
		}
		out, first = append(out, e), n
	}
	return out
}

// tell adds the answers of a row, with the rules that explain each.
func (e *explored) tell(r simulate.Row, rules func(i int) []string) {
	var answers []atlas.Answer
	var steps [][]string
	for i, o := range r.Answers {
		answer := e.answer(o.Outcome, r.Path)
		answer.Rules = rules(i)
		answers, steps = append(answers, answer), append(steps, e.stepsOf(o.Outcome))
	}
	e.answers, e.steps = append(e.answers, answers), append(e.steps, steps)
}

// explaining are the rules in the order of their findings, and which explain an outcome.
type explaining struct {
	order []string
	rules []map[string]bool
}

func rulesOf(findings []checks.Finding, outcomes int) explaining {
	out := explaining{rules: make([]map[string]bool, outcomes)}
	for _, f := range findings {
		if f.Change == checks.Fixed {
			continue
		}
		if !slices.Contains(out.order, f.Rule) {
			out.order = append(out.order, f.Rule)
		}
		for _, i := range f.Outcomes {
			if out.rules[i] == nil {
				out.rules[i] = map[string]bool{}
			}
			out.rules[i][f.Rule] = true
		}
	}
	return out
}

// of are the rules that explain any of some outcomes.
func (e explaining) of(outcomes []int) []string {
	var out []string
	for _, rule := range e.order {
		if slices.ContainsFunc(outcomes, func(i int) bool { return e.rules[i][rule] }) {
			out = append(out, rule)
		}
	}
	return out
}

// answer is an outcome in the words of reports. Its key is that of the path where the
// way to the bucket tells how.
func (e explored) answer(o simulate.Outcome, path string) atlas.Answer {
	r := reported(e.symbols, o)
	out := atlas.Answer{
		Verdict: r.After.String(), Status: r.Status, Behavior: r.Behavior, Origin: r.Origin, Bucket: r.Bucket,
		Caller: r.Caller, Key: e.symbols.Display(o.Key),
	}
	if path == "/" || o.Key == "" {
		return out
	}
	for n, v := range e.Chart.Views {
		if key := e.Roots[n] + v.Asks(path); key == o.Key {
			out.Key, out.View = "", &n
			break
		}
	}
	return out
}

// stepsOf tells how an outcome that is not served came about.
func (e explored) stepsOf(o simulate.Outcome) []string {
	var out []string
	if o.Verdict == simulate.Served {
		return out
	}
	for _, s := range reportedTrace(e.symbols, o.Trace()) {
		if s.Step != "behavior" { // which the answer names
			out = append(out, s.String())
		}
	}
	return out
}

// sheet writes what was explored into the data of a plan.
func (e explored) sheet(to *atlas.Data) atlas.Sheet {
	d := e.Distribution
	out := atlas.Sheet{Address: e.symbols.Show(d.Address), Blind: e.Blind, Names: names(e.symbols, d)}
	if e.Blind != "" {
		return out
	}
	var roots []string
	for _, root := range e.Roots {
		roots = append(roots, e.symbols.Display(root))
	}
	to.Draw(&out, e.Chart, roots)
	out.Hosts, out.Rows, out.Exact = map[string]int{}, map[string][]int{}, map[string]int{}
	for i, host := range e.Hosts {
		if out.Hosts[host] = i; e.AnyHost {
			out.AnyHost = i
		}
	}
	for i, r := range e.Rows {
		var numbers []int
		for k, answer := range e.answers[i] {
			for _, line := range e.steps[i][k] {
				answer.Steps = append(answer.Steps, to.Line(line))
			}
			if strings.Contains(strings.Join(e.steps[i][k], "\n"), "/"+atlas.Key(r.Path)) && r.Path != "/" {
				answer.Path = r.Path
			}
			numbers = append(numbers, to.Answer(answer))
		}
		if r.Class == "" {
			out.Exact[atlas.Exactly(r.Answers[0].Request.Method, r.Answers[0].Request.Scheme,
				r.Answers[0].Request.Host, r.Path, r.Answers[0].Request.Signed)] = numbers[0]
			continue
		}
		for set := range slices.Chunk(numbers, len(numbers)/len(e.Hosts)) {
			out.Rows[r.Class] = append(out.Rows[r.Class], to.Set(set))
		}
	}
	return out
}

// names are the host names that certainly lead to a distribution.
func names(symbols *symbol.Table, d *cloudfront.Distribution) []string {
	out := []string{}
	for _, name := range append(slices.Clone(d.Aliases), d.DomainName) {
		name = strings.ToLower(name)
		domain := strings.TrimPrefix(name, "*.")
		if name != "" && !symbol.Contains(name) && !strings.ContainsAny(domain, "*?") && symbols.Hide(name) == name {
			out = append(out, name)
		}
	}
	return out
}
