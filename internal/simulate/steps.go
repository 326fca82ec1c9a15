package simulate

import (
	"maps"
	"slices"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// step is one change that apply makes: old gives way to new. Replacing a
// resource is two steps, one that removes and one that creates.
type step struct {
	old, new *plan.Resource
}

func (s step) resource() *plan.Resource {
	if s.new != nil {
		return s.new
	}
	return s.old
}

// verb says what the step does, for messages.
func (s step) verb() string {
	switch {
	case s.old == nil:
		return "created"
	case s.new == nil:
		return "deleted"
	}
	return "updated"
}

// changes lists everything that apply changes, whatever it concerns, but for tags.
func changes(after, before *World, tags *retagging) []step {
	var out []step
	for _, r := range after.State.Resources {
		old := before.State.Resource(r.Address)
		switch {
		case r.Action == plan.Create:
			out = append(out, step{new: r})
		case r.Action == plan.Update && old != nil && !tags.only(r, old):
			out = append(out, step{old: old, new: r})
		case r.Action == plan.Replace && old != nil:
			out = append(out, step{old: old}, step{new: r})
		}
	}
	for _, old := range before.State.Resources {
		if after.State.Resource(old.Address) == nil {
			out = append(out, step{old: old})
		}
	}
	return out
}

// steps lists those of the changes that concern what surrounds a distribution. Both halves of a
// replacement go together.
func (p *surroundings) steps(all agenda) []step {
	concerned := map[int]bool{}
	for _, i := range all.places.near(p) {
		if s := all.steps[i]; s.old != nil && p.concerns(s.old) || s.new != nil && p.concerns(s.new) {
			for _, half := range all.halves[s.resource().Address] {
				concerned[half] = true
			}
		}
	}
	var out []step
	for _, i := range slices.Sorted(maps.Keys(concerned)) {
		out = append(out, all.steps[i])
	}
	return out
}

// agenda is everything that apply changes, found by where it stands.
type agenda struct {
	steps  []step
	places places
	halves map[string][]int // the steps of one address
}

func newAgenda(after, before *World, tags *retagging) agenda {
	out := agenda{steps: changes(after, before, tags), halves: map[string][]int{}}
	for i, s := range out.steps {
		for _, r := range []*plan.Resource{s.old, s.new} {
			if r != nil && !bystander(r) {
				out.places.add(i, r)
			}
		}
		address := s.resource().Address
		out.halves[address] = append(out.halves[address], i)
	}
	return out
}

// order tells for each step, as bits, which other steps come before it.
func order(graph *plan.Graph, steps []step) []uint {
	first := make([]uint, len(steps))
	for i, a := range steps {
		for j, b := range steps {
			if i != j && after(graph, a, b, steps) {
				first[i] |= 1 << j
			}
		}
	}
	return first
}

// replacedFirst reports whether a resource is deleted before the new object that
// takes its place is made: its dependents are then changed after both.
func replacedFirst(r *plan.Resource, all []step) bool {
	return slices.ContainsFunc(all, func(s step) bool {
		return s.new != nil && s.new.Address == r.Address && !s.new.CreateBeforeDestroy
	})
}

// after reports whether step a has to wait for step b.
func after(graph *plan.Graph, a, b step, all []step) bool {
	ra, rb := a.resource(), b.resource()
	if ra.Address == rb.Address { // the two steps of a replacement
		if a.new != nil && a.new.CreateBeforeDestroy || b.new != nil && b.new.CreateBeforeDestroy {
			return a.new == nil
		}
		return a.new != nil
	}
	switch {
	case a.new != nil && b.new != nil:
		return graph.DependsOn(ra, rb) == tri.Yes
	case a.new == nil && b.new == nil: // what is deleted goes after what depends on it
		return graph.DependsOn(rb, ra) == tri.Yes
	case a.new == nil && b.new != nil: // an old object stays until its dependents have moved to the new one
		return !replacedFirst(ra, all) && graph.DependsOn(rb, ra) == tri.Yes
	}
	return false
}
