package plan

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// claim is what one root says of one thing: how it stands before and after that
// root's apply, nil where it is not there.
type claim struct {
	root          *root
	id            string // see State.identity
	before, after *Resource
}

// thing is something that roots speak of, with what each says.
type thing struct {
	claims []claim
}

// States are the worlds before and after in which one of the roots is judged: its
// own, and what the others say. It is right about all that it manages itself; where
// two others disagree, what they disagree on is unknown.
func (l *Linked) States(judged int) (before, after *State) {
	r := l.roots[judged]
	if len(l.roots) == 1 {
		r.assumeAll(r.before, r.after)
		return r.before, r.after
	}
	before, after = r.before.copy(), r.after.copy()
	if after.Graph == nil {
		after.Graph = NewGraph(r.plan.Config, r.options.Source)
		before.Graph = after.Graph
	}
	own := ownership{before.identities(), after.identities()}
	var add, addAfter []*Resource
	for _, t := range l.things(judged) {
		old, now := own.leave(t.claims[0].id, t.agreed(r))
		if old != nil {
			add = append(add, old)
		}
		if now != nil {
			addAfter = append(addAfter, now)
		}
	}
	before.add(add)
	if r.before == r.after && slices.Equal(add, addAfter) {
		after = before
	}
	if after != before {
		after.add(addAfter)
	}
	r.assumeAll(before, after)
	return before, after
}

// ownership is what the judged root manages itself, by identity.
type ownership struct{ before, after map[string]*Resource }

// leave is what stands of what others say of a thing.
func (o ownership) leave(id string, c claim) (before, after *Resource) {
	was, will := o.before[id] != nil, o.after[id] != nil
	switch {
	case id == "" || !was && !will:
		return c.before, c.after
	case will && !was && c.after == nil: // what they delete, this plan makes anew
		return c.before, nil
	}
	return nil, nil
}

// things lists what the other roots speak of, in their order.
func (l *Linked) things(judged int) []*thing {
	var out []*thing
	known := map[string]*thing{}
	for i, o := range l.roots {
		if i == judged {
			continue
		}
		for _, v := range o.said {
			t := known[v.id]
			if t == nil || v.id == "" {
				t = &thing{}
				out = append(out, t)
				known[v.id] = t
			}
			t.claims = append(t.claims, v)
		}
	}
	return out
}

// claims pairs how resources stand before and after.
func (r *root) claims() []claim {
	var out []claim
	at := map[string]int{}
	for _, x := range r.testimony(r.before) {
		at[x.Address] = len(out)
		out = append(out, claim{root: r, before: x})
	}
	for _, x := range r.testimony(r.after) {
		i, ok := at[x.Address]
		switch {
		case !ok:
			out = append(out, claim{root: r, after: x})
		case r.after == r.before:
			out[i].after = out[i].before
		case r.before.identity(out[i].before) != r.after.identity(x): // replaced by another thing
			out = append(out, claim{root: r, after: x})
		default:
			out[i].after = x
		}
	}
	for i, c := range out {
		out[i].id = c.identity(r.before)
	}
	return out
}

func (v claim) identity(s *State) string {
	if v.after != nil {
		return s.identity(v.after)
	}
	return s.identity(v.before)
}

// agreed is how a thing stands before and after, as far as those who speak of it
// agree.
func (t *thing) agreed(judged *root) claim {
	v := t.claims[0]
	for _, w := range t.claims[1:] {
		v.before = judged.agree(v, w, v.before, w.before)
		v.after = judged.agree(v, w, v.after, w.after)
	}
	if v.before != nil && v.after != nil && v.before.Address != v.after.Address { // one thing is in one place
		moved := *v.after
		moved.Address, moved.From, moved.owner = v.before.Address, v.before.From, v.before.owner
		v.after = &moved
	}
	return v
}

// agree makes one of what two roots say: what they do not agree on is unknown.
func (r *root) agree(v, w claim, one, other *Resource) *Resource {
	origin := symbol.Origin{
		Reason: v.root.name + " and " + w.root.name + " disagree about it",
		Remedy: "leave out the file that is out of date",
	}
	switch {
	case one == nil && other == nil:
		return nil
	case one == nil || other == nil:
		there := one
		if there == nil {
			there = other
		}
		return r.contest(there, origin, func(string) bool { return true })
	}
	a, b := one.value, other.value
	return r.contest(one, origin, func(name string) bool {
		return a.Type().IsObjectType() && b.Type().IsObjectType() && b.Type().HasAttribute(name) &&
			!sameSaid(a.GetAttr(name), b.GetAttr(name))
	})
}

// sameSaid reports whether two files say the same. Documents are compared as such:
// AWS keeps a policy in a way of its own, and a plan holds it as it is written.
func sameSaid(a, b cty.Value) bool {
	if sameValue(a, b) {
		return true
	}
	x, ok := textOf(a)
	y, ok2 := textOf(b)
	return ok && ok2 && sameJSON(x, y)
}

// contest is a resource with some of its attributes unknown. Those that identify it
// stay.
func (r *root) contest(of *Resource, origin symbol.Origin, open func(name string) bool) *Resource {
	attrs, changed := of.value.AsValueMap(), false
	kept := append(identifying(of), "id", "arn", "bucket", "key_id", "region", "bucket_region")
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if slices.Contains(kept, name) || !open(name) {
			continue
		}
		origin.Address, origin.Attribute = of.Address, name
		attrs[name] = settle(r.symbols, cty.DynamicVal, origin, origin.Reason+of.Address+"."+name)
		changed = true
	}
	if !changed {
		return of
	}
	c := *of
	c.Block.value = cty.ObjectVal(attrs)
	if c.Action == Untouched || c.Action == NoOp {
		c.Action = Update // what comes of it is not what was there for certain
	}
	return &c
}

// copy is a state to which resources can be added.
func (s *State) copy() *State {
	out := newState(s.Symbols, s.Config, slices.Clone(s.Resources))
	out.Graph = s.Graph
	return out
}

// add adds resources that are in no state of the root's own.
func (s *State) add(list []*Resource) {
	if len(list) == 0 {
		return
	}
	all := newState(s.Symbols, s.Config, append(s.Resources, list...))
	s.Resources, s.byAddress, s.byType, s.finders = all.Resources, all.byAddress, all.byType, nil
}
