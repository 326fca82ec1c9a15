package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/words"
)

// speak puts into words what fails, once all outcomes of a finding are known.
func (p *Pass) speak(f *Finding) {
	if f.What == "" && len(f.Outcomes) > 0 {
		f.What = p.what(f)
	}
	f.Message = f.What
	if f.Why != "" {
		f.Message += ": " + f.Why
	}
}

// what says which requests fail. The outcomes that it speaks of are moved to the
// front.
func (p *Pass) what(f *Finding) string {
	requests, told := p.subject(f.Outcomes)
	if f.Told = len(told); f.Told < len(f.Outcomes) {
		isTold := map[int]bool{}
		for _, i := range told {
			isTold[i] = true
		}
		rest := filtered(f.Outcomes, func(i int) bool { return !isTold[i] })
		f.Outcomes = append(told, rest...)
	}
	d := p.Outcomes[f.Outcomes[0]].Distribution.Address
	return requests.On(p.display(d)) + " " + p.gets(f, requests)
}

// gets says what comes of the requests of a finding.
func (p *Pass) gets(f *Finding, requests words.Requests) string {
	switch {
	case f.Gets != "":
		return f.Gets
	case p.past:
		return words.WasForbidden
	case p.masked && requests.Many():
		return "get an error page in place of 403"
	case p.masked:
		return "gets an error page in place of 403"
	case f.Certainty == Possible:
		return words.MayBeForbidden
	case requests.Many():
		return "return 403"
	}
	return words.Forbidden
}

// subject finds the widest words for some outcomes, by the first of them: all paths
// of its distribution, all of some behaviors, or single paths. A path that was made
// up for a class of keys is named as an example. told are the outcomes that it speaks
// of.
func (p *Pass) subject(outcomes []int) (out words.Requests, told []int) {
	lead := p.Outcomes[outcomes[0]]
	out = words.Requests{Method: lead.Method, Scheme: lead.Scheme, Host: p.display(lead.Host), Signed: lead.Signed}
	if !ofBehavior(lead) {
		out.Paths = []string{p.display(lead.Path)}
		return out, outcomes[:1:1]
	}
	alike := filtered(outcomes, func(i int) bool { return sameManner(p.Outcomes[i], lead) })
	if !p.isWhole(lead, alike) {
		return p.examples(out, alike)
	}
	open := p.uncovered(lead, alike)
	whole := filtered(alike, func(i int) bool { return !open[p.Outcomes[i].Behavior] })
	if p.coversDistribution(lead, whole) {
		return out, filtered(outcomes, func(i int) bool { return within(p.Outcomes[i], lead) })
	}
	seen := map[string]bool{}
	for _, i := range whole {
		if b := p.display(p.Outcomes[i].Behavior); !seen[b] {
			seen[b] = true
			out.Behaviors = append(out.Behaviors, b)
		}
	}
	return out, whole
}

// maxExamples bounds the paths that stand for others.
const maxExamples = 2

// examples names single paths of a behavior, those that stand for others apart from
// those that the configuration names.
func (p *Pass) examples(out words.Requests, list []int) (words.Requests, []int) {
	lead := p.Outcomes[list[0]]
	out.Alike = !lead.Named
	told := filtered(list, func(i int) bool {
		return p.Outcomes[i].Named == lead.Named && p.Outcomes[i].Behavior == lead.Behavior
	})
	told = told[:min(len(told), maxExamples):min(len(told), maxExamples)]
	for _, i := range told {
		out.Paths = append(out.Paths, p.display(p.Outcomes[i].Path))
	}
	return out, told
}

// ofBehavior reports whether an outcome stands for paths of a behavior: the root,
// error pages and names of hosts are questions of their own.
func ofBehavior(o simulate.Outcome) bool {
	return o.Path != "/" && o.Host == "" && o.ErrorPage == 0 && o.Result.Behavior != nil
}

// sameManner reports whether a request for keys is made as another is.
func sameManner(o, lead simulate.Outcome) bool {
	return ofBehavior(o) && o.Distribution.Address == lead.Distribution.Address &&
		o.Method == lead.Method && o.Scheme == lead.Scheme && o.Signed == lead.Signed
}

// manner is what requests for the keys of one behavior of a distribution have in common.
type manner struct {
	behavior, method, scheme string
	signed                   bool
}

func mannerOf(o simulate.Outcome) manner { return manner{o.Behavior, o.Method, o.Scheme, o.Signed} }

// counted are the different requests for keys of a distribution.
type counted map[asked]bool

type asked struct {
	manner
	simulate.Request
}

func (c counted) add(o simulate.Outcome) { c[asked{mannerOf(o), o.Request}] = true }

// sizes is how many there are by what they have in common.
func (c counted) sizes() map[manner]int {
	out := map[manner]int{}
	for r := range c {
		out[r.manner]++
	}
	return out
}

// isWhole reports whether all paths of the behavior of an outcome are among outcomes
// that are asked for alike.
func (p *Pass) isWhole(lead simulate.Outcome, alike []int) bool {
	if len(alike) < p.spread(lead).sizes[mannerOf(lead)] {
		return false
	}
	of := filtered(alike, func(i int) bool { return p.Outcomes[i].Behavior == lead.Behavior })
	return !p.uncovered(lead, of)[lead.Behavior]
}

// uncovered are the behaviors of outcomes that are asked for as one is of which some
// paths are not among them.
func (p *Pass) uncovered(lead simulate.Outcome, outcomes []int) map[string]bool {
	held := counted{}
	for _, i := range outcomes {
		held.add(p.Outcomes[i])
	}
	out := map[string]bool{}
	for m, n := range held.sizes() {
		if n < p.spread(lead).sizes[m] {
			out[m.behavior] = true
		}
	}
	return out
}

// spread is what all outcomes of a distribution ask for.
type spread struct {
	// sizes counts requests for keys, behaviors are those that take any.
	sizes     map[manner]int
	behaviors map[string]bool
	// roots are the outcomes for /.
	roots []simulate.Outcome
}

// spread is that of the distribution of an outcome.
func (p *Pass) spread(of simulate.Outcome) *spread {
	if p.beside == nil {
		p.beside, p.spreads = byDistribution(p.all), map[string]*spread{}
	}
	at := of.Distribution.Address
	s := p.spreads[at]
	if s == nil {
		s = spreadOf(p.all, p.beside[at])
		p.spreads[at] = s
	}
	return s
}

func spreadOf(outcomes []simulate.Outcome, list []int) *spread {
	s := &spread{behaviors: map[string]bool{}}
	keys := counted{}
	for _, i := range list {
		o := outcomes[i]
		if ofBehavior(o) {
			keys.add(o)
		}
		switch {
		case o.Host != "" || o.ErrorPage != 0:
		case o.Path == "/":
			s.roots = append(s.roots, o)
		default:
			s.behaviors[o.Behavior] = true
		}
	}
	s.sizes = keys.sizes()
	return s
}

// coversDistribution reports whether some outcomes, which cover their behaviors, cover
// all behaviors of the distribution.
func (p *Pass) coversDistribution(lead simulate.Outcome, outcomes []int) bool {
	s := p.spread(lead)
	covered := map[string]bool{}
	for _, i := range outcomes {
		covered[p.Outcomes[i].Behavior] = true
	}
	if len(covered) < len(s.behaviors) {
		return false
	}
	for b := range s.behaviors {
		if !covered[b] {
			return false
		}
	}
	return !slices.ContainsFunc(s.roots, func(root simulate.Outcome) bool {
		return root.Method == lead.Method && root.Scheme == lead.Scheme &&
			root.Verdict == simulate.Served && lead.Verdict != simulate.Served
	})
}

// within reports whether what is said of all paths of a distribution says it of an
// outcome: its root too, and what is asked over http as well.
func within(o, lead simulate.Outcome) bool {
	return o.Distribution.Address == lead.Distribution.Address && o.Host == "" && o.ErrorPage == 0 &&
		o.Method == lead.Method && (o.Scheme == lead.Scheme || lead.Scheme == "https") && o.Signed == lead.Signed
}

func filtered(list []int, keep func(int) bool) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return !keep(i) })
}
