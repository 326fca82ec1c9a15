package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// A change that ends one finding may end another that only follows from it, or that is
// the same fault seen from another side. Readers are told once, by the finding that
// names the cause.

// join says which finding takes another one in.
type join struct {
	from string
	into func(p *Pass, from, into *Finding) bool
}

var joins = []join{
	// The page is refused as everything else is.
	{errorPageForbidden.Name, (*Pass).refusesAll},
}

// unite joins the findings that one change ends.
func (p *Pass) unite() {
	about := p.findingsByDistribution()
	gone := map[int]bool{}
	for _, j := range joins {
		for i, from := range p.findings {
			if from.Rule != j.from || len(from.Outcomes) == 0 {
				continue
			}
			for _, k := range about[p.Outcomes[from.Outcomes[0]].Distribution.Address] {
				into := p.findings[k]
				if into.Rule != j.from && into.Change == from.Change && !gone[k] && j.into(p, from, into) {
					into.takeIn(from)
					gone[i] = true
					break
				}
			}
		}
	}
	kept := p.findings[:0]
	for i, f := range p.findings {
		if !gone[i] {
			kept = append(kept, f)
		}
	}
	p.findings = kept
}

// findingsByDistribution lists the findings about requests to each distribution.
func (p *Pass) findingsByDistribution() map[string][]int {
	out := map[string][]int{}
	for k, f := range p.findings {
		for _, i := range f.Outcomes {
			d := p.Outcomes[i].Distribution.Address
			if n := len(out[d]); n == 0 || out[d][n-1] != k {
				out[d] = append(out[d], k)
			}
		}
	}
	return out
}

// takeIn adds a finding that the same change ends.
func (f *Finding) takeIn(from *Finding) {
	known := map[int]bool{}
	for _, o := range f.Outcomes {
		known[o] = true
	}
	for _, o := range from.Outcomes {
		if !known[o] {
			f.Outcomes = append(f.Outcomes, o)
		}
	}
	f.Severity = max(f.Severity, from.Severity)
	f.Related = related(f.Address, f.Related, []string{from.Address}, from.Related)
	if from.Range != nil && f.Range != nil {
		f.Places = distinct(append(f.Places, Mark{Label: from.Why, Range: *from.Range}), *f.Range)
	}
}

// refusesAll reports whether a finding is about what refuses an error page, and the
// paths of the default behavior besides. That a key is missing says nothing of others.
func (p *Pass) refusesAll(page, all *Finding) bool {
	o := p.Outcomes[page.Outcomes[0]]
	return slices.ContainsFunc(all.Outcomes, func(i int) bool {
		other := p.Outcomes[i]
		return other.Distribution.Address == o.Distribution.Address && ofBehavior(other) &&
			other.Result.Behavior.Pattern == "" && refusedAlike(other, o)
	})
}

// refusedAlike reports whether two requests are refused by the same thing, whatever
// their keys are.
func refusedAlike(a, b simulate.Outcome) bool {
	return slices.ContainsFunc(a.Refusals, func(f simulate.Refusal) bool {
		return f.Code != trace.ErrorPage && !f.Code.HangsOnKey() && slices.ContainsFunc(
			b.Refusals, func(g simulate.Refusal) bool { return g.Code == f.Code && g.Step.Address == f.Step.Address })
	})
}
