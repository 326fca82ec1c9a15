package cloudfront

import (
	"slices"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// policyRead is a cache or origin request policy that a behavior names, as it was found.
type policyRead struct {
	typ, id  string
	resource *plan.Resource // nil where it is not in the plan
}

// behave gives a distribution its behaviors: those that it had before where they are
// the same, since behaviors take more room than all else. known is not true where there
// may be others.
func (d *Distribution) behave(names schema, l *lookup) (known tri.Value) {
	old := l.earlier(d.Address)
	if old != nil && old.Place() == d.Place() && l.sameBehaviors(old, d, names) {
		d.Behaviors, d.BehaviorsKnown, d.paths, d.policies = old.Behaviors, old.BehaviorsKnown, old.paths, old.policies
		d.behaviorsRead = old.behaviorsRead
		return d.behaviorsRead
	}
	l.policies = nil
	d.behaviorsRead = d.readBehaviors(names, l)
	d.policies = l.policies
	return d.behaviorsRead
}

// sameBehaviors reports whether two states of a distribution have the same behaviors,
// with the same policies.
func (l *lookup) sameBehaviors(old, now *Distribution, names schema) bool {
	for _, block := range []string{names.ordered, "default_cache_behavior"} {
		if !now.Same(old.Block, block) {
			return false
		}
	}
	return !slices.ContainsFunc(old.policies, func(p policyRead) bool {
		r := l.byID(p.typ, p.id)
		if r == nil || p.resource == nil {
			return r != p.resource
		}
		return r.Address != p.resource.Address || len(r.Differing(p.resource.Block)) > 0
	})
}

// policy finds a cache or origin request policy.
func (l *lookup) policy(typ, id string) *plan.Resource {
	found := policyRead{typ, id, l.byID(typ, id)}
	if !slices.Contains(l.policies, found) {
		l.policies = append(l.policies, found)
	}
	return found.resource
}
