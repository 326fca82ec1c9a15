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
	isTold := map[int]bool{}
	for _, i := range told {
		isTold[i] = true
	}
	rest := filtered(f.Outcomes, func(i int) bool { return !isTold[i] })
	f.Outcomes = append(told, rest...)
	f.Told = len(told)
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
	open := p.uncovered(alike)
	whole := filtered(alike, func(i int) bool { return !open[p.Outcomes[i].Behavior] })
	switch {
	case !slices.Contains(whole, outcomes[0]):
		return p.examples(out, alike)
	case p.coversDistribution(lead, whole):
		return out, filtered(outcomes, func(i int) bool { return within(p.Outcomes[i], lead) })
	}
	for _, i := range whole {
		if b := p.display(p.Outcomes[i].Behavior); !slices.Contains(out.Behaviors, b) {
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

// manner is what requests for the keys of one behavior have in common.
type manner struct {
	distribution, behavior, method, scheme string
	signed                                 bool
}

func mannerOf(o simulate.Outcome) manner {
	return manner{o.Distribution.Address, o.Behavior, o.Method, o.Scheme, o.Signed}
}

// uncovered are the behaviors of outcomes that are asked for alike of which some paths
// are not among them.
func (p *Pass) uncovered(outcomes []int) map[string]bool {
	held := map[manner]map[simulate.Request]bool{}
	for _, i := range outcomes {
		note(held, p.Outcomes[i])
	}
	out := map[string]bool{}
	for m, requests := range held {
		if len(requests) < len(p.mannered()[m]) {
			out[m.behavior] = true
		}
	}
	return out
}

func note(requests map[manner]map[simulate.Request]bool, o simulate.Outcome) {
	m := mannerOf(o)
	if requests[m] == nil {
		requests[m] = map[simulate.Request]bool{}
	}
	requests[m][o.Request] = true
}

// mannered are all requests for keys by what they have in common.
func (p *Pass) mannered() map[manner]map[simulate.Request]bool {
	if p.byManner == nil {
		p.byManner = map[manner]map[simulate.Request]bool{}
		for _, o := range p.all {
			if ofBehavior(o) {
				note(p.byManner, o)
			}
		}
	}
	return p.byManner
}

// coversDistribution reports whether some outcomes, which cover their behaviors, cover
// all behaviors of the distribution.
func (p *Pass) coversDistribution(lead simulate.Outcome, outcomes []int) bool {
	covered := map[string]bool{}
	for _, i := range outcomes {
		covered[p.Outcomes[i].Behavior] = true
	}
	return !slices.ContainsFunc(p.beside(lead), func(other simulate.Outcome) bool {
		switch {
		case other.Host != "" || other.ErrorPage != 0:
			return false
		case other.Path == "/":
			return other.Method == lead.Method && other.Scheme == lead.Scheme &&
				other.Verdict == simulate.Served && lead.Verdict != simulate.Served
		}
		return !covered[other.Behavior]
	})
}

// beside are all outcomes of the distribution of one.
func (p *Pass) beside(o simulate.Outcome) []simulate.Outcome {
	if p.byDistribution == nil {
		p.byDistribution = map[string][]simulate.Outcome{}
		for _, o := range p.all {
			p.byDistribution[o.Distribution.Address] = append(p.byDistribution[o.Distribution.Address], o)
		}
	}
	return p.byDistribution[o.Distribution.Address]
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
