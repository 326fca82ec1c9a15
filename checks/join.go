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
	into func(p *Pass, from, into Finding) bool
}

var joins = []join{
	// An origin access control ends both: of the keys that an ACL opens in vain and of
	// all others.
	{publicAccessBlocked.Name, func(p *Pass, from, into Finding) bool {
		return into.Rule == notPublic.Name && p.ofOneBucket(from, into)
	}},
	// The page is refused as everything else is.
	{errorPageForbidden.Name, (*Pass).refusesAll},
}

// unite joins the findings that one change ends.
func (p *Pass) unite() {
	for _, j := range joins {
		p.findings = slices.DeleteFunc(p.findings, func(f Finding) bool {
			return f.Rule == j.from && p.takenIn(j, f)
		})
	}
}

// takenIn adds a finding to the one that takes it in, if there is one.
func (p *Pass) takenIn(j join, from Finding) bool {
	for i := range p.findings {
		into := &p.findings[i]
		if into.Rule == j.from || into.Change != from.Change || !j.into(p, from, *into) {
			continue
		}
		for _, o := range from.Outcomes {
			if !slices.Contains(into.Outcomes, o) {
				into.Outcomes = append(into.Outcomes, o)
			}
		}
		into.Severity = max(into.Severity, from.Severity)
		into.Related = related(into.Address, into.Related, []string{from.Address}, from.Related)
		if from.Range != nil && into.Range != nil {
			into.Places = distinct(append(into.Places, Mark{Label: from.Why, Range: *from.Range}), *into.Range)
		}
		return true
	}
	return false
}

// ofOneBucket reports whether two findings are about one distribution's reading of one
// bucket.
func (p *Pass) ofOneBucket(a, b Finding) bool {
	if len(a.Outcomes) == 0 || len(b.Outcomes) == 0 {
		return false
	}
	one, other := p.Outcomes[a.Outcomes[0]], p.Outcomes[b.Outcomes[0]]
	return one.Distribution.Address == other.Distribution.Address && one.Bucket() == other.Bucket()
}

// refusesAll reports whether a finding is about what refuses an error page, and the
// paths of the default behavior besides. That a key is missing says nothing of others.
func (p *Pass) refusesAll(page, all Finding) bool {
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
