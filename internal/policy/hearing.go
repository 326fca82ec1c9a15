package policy

import (
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/tri"
)

// hearing is what a document says of the requests of one caller that differ in their
// resource: a distribution asks for thousands of keys, and who asks, what for and
// under which conditions need be looked at once.
type hearing struct {
	statements []Statement
	caller     Caller
	action     string

	lock       sync.Mutex // guards what follows
	who        []who      // by statement
	conditions []condition

	once   sync.Once
	ranked []int // the statements that Nearest may yield unseen, nearest first
	varied []int // the Allow statements whose condition is another for each request
}

// who is what a statement says of caller and action.
type who struct {
	heard             bool
	principal, action tri.Value
}

// condition is what came of a statement's conditions.
type condition struct {
	heard, varies bool
	met           tri.Value
	results       []ConditionResult
}

// circle tells the requests of one hearing from others.
type circle struct {
	caller    Caller
	action    string
	situation any
}

// hearings are those of a document that are remembered.
type hearings struct {
	lock sync.Mutex
	held map[circle]*hearing
}

// maxHearings bounds them: the distributions before a bucket follow each other.
const maxHearings = 64

// hear finds the hearing of a request.
func (d *Document) hear(r Request) *hearing {
	if r.Situation == nil {
		return d.newHearing(r)
	}
	key := circle{r.Caller, r.Action, r.Situation}
	d.heard.lock.Lock()
	defer d.heard.lock.Unlock()
	known, ok := d.heard.held[key]
	if !ok {
		if len(d.heard.held)%maxHearings == 0 {
			d.heard.held = map[circle]*hearing{}
		}
		known = d.newHearing(r)
		d.heard.held[key] = known
	}
	return known
}

func (d *Document) newHearing(r Request) *hearing {
	n := len(d.Statements)
	return &hearing{
		statements: d.Statements, caller: r.Caller, action: r.Action,
		who: make([]who, n), conditions: make([]condition, n),
	}
}

// whom is what a statement says of caller and action.
func (h *hearing) whom(i int) who {
	h.lock.Lock()
	defer h.lock.Unlock()
	if w := &h.who[i]; !w.heard {
		s := &h.statements[i]
		*w = who{true, s.principal(h.caller), s.action(h.action)}
	}
	return h.who[i]
}

// met is what comes of the conditions of a statement for a request of the hearing.
func (h *hearing) met(i int, ctx Context) condition {
	h.lock.Lock()
	defer h.lock.Unlock()
	c := &h.conditions[i]
	if c.heard && !c.varies {
		return *c
	}
	*c = condition{heard: true}
	c.met, c.results = h.statements[i].met(func(name string) Key {
		key := ctx.key(name)
		c.varies = c.varies || key.Varies
		return key
	})
	return *c
}

// result is what comes of a statement for a request of the hearing.
func (h *hearing) result(i int, target arn, ctx Context) Result {
	s := &h.statements[i]
	if len(s.Unknown) > 0 {
		u := tri.Because(s.Unknown...)
		return Result{Statement: s, Match: u, Principal: u, Action: u, Resource: u, Condition: u}
	}
	w := h.whom(i)
	out := Result{Statement: s, Principal: w.principal, Action: w.action}
	if out.Match = w.principal.And(w.action); out.Match.IsFalse() && s.Effect != Allow {
		return out
	}
	out.Resource = s.resource(target, ctx)
	if out.Match = out.Match.And(out.Resource); out.Match.IsFalse() && s.Effect != Allow {
		return out
	}
	c := h.met(i, ctx)
	out.Condition, out.Conditions = c.met, c.results
	out.Match = out.Match.And(c.met)
	return out
}

// unspoken is the result of an Allow that does not speak of the resource.
func (h *hearing) unspoken(i int, ctx Context) Result {
	w, c := h.whom(i), h.met(i, ctx)
	return Result{
		Statement: &h.statements[i], Match: tri.False, Principal: w.principal, Action: w.action, Resource: tri.False,
		Condition: c.met, Conditions: c.results,
	}
}

// rank orders the Allow statements by how near they are to matching what none of them
// speaks of. Those of which that hangs on the request are not among ranked.
func (h *hearing) rank(ctx Context) (ranked, varied []int) {
	h.once.Do(func() {
		distance := make([]int, len(h.statements))
		for i := range h.statements {
			s := &h.statements[i]
			if s.Effect != Allow || len(s.Unknown) > 0 {
				continue
			}
			if h.met(i, ctx).varies {
				h.varied = append(h.varied, i)
				continue
			}
			h.ranked, distance[i] = append(h.ranked, i), h.unspoken(i, ctx).distance()
		}
		slices.SortStableFunc(h.ranked, func(a, b int) int { return distance[a] - distance[b] })
	})
	return h.ranked, h.varied
}
