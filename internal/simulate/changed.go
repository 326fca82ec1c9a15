package simulate

import "sync"

// changed is what a plan changes on the way to a world, which several questions are
// about.
type changed struct {
	once     sync.Once
	touched  *touched
	agenda   agenda
	standing places
}

// since is what changes between the world before and this one.
func (w *World) since(before *World) *changed {
	c := &w.changed
	if w.before != before {
		c = &changed{}
	}
	c.once.Do(func() {
		tags := newRetagging(w, before)
		c.touched, c.agenda = newTouched(w, before, tags), newAgenda(w, before, tags)
		if len(c.agenda.steps) > 1 {
			c.standing = newStanding(w.State)
		}
	})
	return c
}
