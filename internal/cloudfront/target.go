package cloudfront

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Target is what a behavior sends its requests to: one origin, or an origin group
// with its members in order.
type Target struct {
	Group   *Group
	Origins []*Origin
	// Known is not true where a group may have other members, or its members may be
	// other origins.
	Known tri.Value
}

// Targets returns what a behavior's target can be. It is one, unless the ids are
// not known yet: an id has to be that of an origin or group of the distribution,
// so it is one of those that it may equal.
func (d *Distribution) Targets(b *Behavior) []Target { return d.targets[b.Target] }

// findTargets finds the targets of all behaviors.
func (d *Distribution) findTargets() {
	origins := newIDs(d.Origins, func(o *Origin) string { return o.ID })
	var all []Target
	for _, g := range d.Groups {
		all = append(all, members(g, origins, d.originsKnown))
	}
	for _, o := range d.Origins {
		all = append(all, Target{Origins: []*Origin{o}, Known: tri.True})
	}
	targets := newIDs(all, Target.id)
	d.targets = map[string][]Target{}
	for _, b := range d.Behaviors {
		if _, done := d.targets[b.Target]; !done {
			d.targets[b.Target] = targets.that(b.Target)
		}
	}
}

func (t Target) id() string {
	if t.Group != nil {
		return t.Group.ID
	}
	return t.Origins[0].ID
}

// members finds the origins of a group. Of several that a member's id may name, the
// first is taken.
func members(g *Group, origins ids[*Origin], known tri.Value) Target {
	t := Target{Group: g, Known: g.MembersKnown}
	for _, id := range g.Members {
		may := origins.that(id)
		if len(may) > 0 {
			t.Origins = append(t.Origins, may[0])
		}
		if len(may) != 1 {
			t.Known = t.Known.And(noneUnknown([]string{id})).And(known)
		}
	}
	return t
}

// ids finds things by an id that may hold symbols. Those whose id is a known text
// are found in a table: a distribution may have a thousand origins.
type ids[T any] struct {
	list  []T
	texts []string
	known map[string][]int
	open  []int // whose id holds symbols
}

func newIDs[T any](list []T, id func(T) string) ids[T] {
	s := ids[T]{list: list, known: map[string][]int{}}
	for i, x := range list {
		text := id(x)
		s.texts = append(s.texts, text)
		if symbol.Contains(text) {
			s.open = append(s.open, i)
		} else {
			s.known[text] = append(s.known[text], i)
		}
	}
	return s
}

// candidates are the things whose id may be the given one, in order.
func (s ids[T]) candidates(id string) []int {
	if symbol.Contains(id) {
		all := make([]int, len(s.list))
		for i := range all {
			all[i] = i
		}
		return all
	}
	out := slices.Concat(s.known[id], s.open)
	slices.Sort(out)
	return out
}

// that returns what certainly has the id, or else all that may have it.
func (s ids[T]) that(id string) []T {
	for _, want := range []tri.Truth{tri.Yes, tri.Unknown} {
		var out []T
		for _, i := range s.candidates(id) {
			if sameText(s.texts[i], id) == want {
				out = append(out, s.list[i])
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
