package simulate

import "github.com/plan403/plan403/internal/atlas"

// standby is how the other member of an origin group refuses the request of an
// outcome, nil where it does not, or where it is not known which member that is.
func (w *World) standby(o Outcome) *Result {
	if o.Result.Behavior == nil || o.Origin == nil || !o.counts() || o.Verdict != Served {
		return nil
	}
	x := w.exchange(o.Distribution, o.Request)
	x.Behavior = o.Result.Behavior
	targets := o.Distribution.Targets(x.Behavior)
	if len(targets) != 1 || len(targets[0].Origins) < 2 || !targets[0].Known.IsTrue() || !x.failsOver() {
		return nil
	}
	member := targets[0].Origins[0]
	if o.Origin.ID == member.ID {
		member = targets[0].Origins[1]
	}
	if other := x.from(member); other.Verdict == Forbidden {
		return &other
	}
	return nil
}

// Refuses reports whether an origin of a distribution refuses a request that is put to
// it.
func (w *World) Refuses(distribution string, r Request, origin string) bool {
	d := w.Distribution(distribution)
	if d == nil {
		return false
	}
	x := w.exchange(d, r)
	if x.Behavior, _ = d.Behavior(atlas.Normalized(r.Path)); x.Behavior == nil {
		return false
	}
	for _, o := range d.Origins {
		if o.ID == origin {
			return x.from(o).Verdict == Forbidden
		}
	}
	return false
}
