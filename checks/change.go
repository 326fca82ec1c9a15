package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
)

// changeOf says what the plan has to do with a refusal: it is introduced if the
// plan turns a request that was not refused into one that is, or changes what
// refuses. Another attribute of the same resource that changes is no part of it, and
// neither a plan that changes nothing nor a state introduces anything.
func (p *Pass) changeOf(i int, f simulate.Refusal) Change {
	o := p.Outcomes[i]
	switch {
	case p.After == p.Before || o.Before == simulate.Forbidden:
		return Existing
	case o.Before == simulate.Served || o.Before == simulate.Absent:
		return Introduced
	case p.refusedBefore(i, f) && !p.rewrites(f.Step.Address, f.Step.Attribute):
		return Existing
	}
	return Introduced
}

// refusedBefore reports whether a request met the same refusal before apply, be it
// that it was undecided then, or failed in another way than by 403.
func (p *Pass) refusedBefore(i int, f simulate.Refusal) bool {
	return slices.ContainsFunc(p.refusals(i), func(old simulate.Refusal) bool {
		return old.Code == f.Code && old.Step.Address == f.Step.Address
	})
}

// refusals lists what refused an outcome's request before apply.
func (p *Pass) refusals(i int) []simulate.Refusal {
	if list, ok := p.earlier[i]; ok {
		return list
	}
	o := p.Outcomes[i]
	if d := p.Before.Distribution(o.Distribution.Address); d != nil {
		p.earlier[i] = p.Before.Send(d, o.Request).Refusals
	}
	return p.earlier[i]
}

// rewrites reports whether the plan changes an attribute. Of a refusal that is
// about no attribute it is enough that it was there before.
func (p *Pass) rewrites(address, attribute string) bool {
	before, after := p.Before.State.Resource(address), p.After.State.Resource(address)
	return attribute != "" && before != nil && after != nil && !after.Same(before.Block, attribute)
}
