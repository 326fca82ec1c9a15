package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/trace"
)

// Locator finds in the source what wrote a part of a resource. It is not safe
// for concurrent use.
type Locator struct {
	tree  *source.Tree
	world *settledWorld
	eval  *source.Evaluator
}

// NewLocator returns a locator for the resources of a state of the plan, which has
// to be the one that the source describes: the one after apply.
func NewLocator(p *planfile.Plan, opt StateOptions, after *State) *Locator {
	w := newSettledWorld(p, after)
	l := &Locator{tree: opt.Source, world: w, eval: source.NewEvaluator(opt.Source, w, after.Symbols)}
	l.eval.InWorkspace(opt.Workspace)
	w.eval = l.eval
	return l
}

// Where finds the words that wrote an attribute such as origin[0].domain_name,
// or a part of the policy in it. What is missing has its place in the block, or
// list, in which it would stand. ok is false if the resource is not in the source.
func (l *Locator) Where(r *Resource, attribute string, part trace.Part) (at locate.Spot, ok bool) {
	ref := r.inSource()
	path := likeIn(r, locate.Steps(attribute))
	if into := partPath(part); len(into) > 0 {
		if l.overtaken(r, attribute) {
			return l.eval.Locate(ref, nil)
		}
		path = append(path, into...)
	}
	return l.eval.Locate(ref, path)
}

// partPath leads from a policy document to a part of it.
func partPath(p trace.Part) []locate.Step {
	if p == (trace.Part{}) {
		return nil
	}
	out := []locate.Step{locate.Name("Statement")}
	if p.Statement == 0 {
		return out
	}
	out = append(out, locate.Item(p.Statement-1))
	for _, name := range []string{p.Element, p.Operator, p.Key} {
		if name != "" {
			out = append(out, locate.Name(name))
		}
	}
	if p.Entry != "" || p.Number > 0 {
		entry := locate.Item(p.Number - 1)
		if p.Entry != "" {
			entry.Like, entry.Instead = cty.StringVal(p.Entry), p.Instead
		}
		out = append(out, entry)
	}
	return out
}

// likeIn tells what each element on a path is: the blocks of a set have another
// order in a plan than in the source.
func likeIn(r *Resource, path []locate.Step) []locate.Step {
	v := r.value
	for i, s := range path {
		if v == cty.NilVal || !v.IsKnown() || v.IsNull() {
			break
		}
		if s.Name != "" {
			v = (Block{value: v}).get(s.Name)
			continue
		}
		list := elementsOf(v)
		if s.Index >= len(list) {
			break
		}
		v = list[s.Index]
		path[i].Like = v
	}
	return path
}

func elementsOf(v cty.Value) []cty.Value {
	if !v.CanIterateElements() || v.Type().IsMapType() || v.Type().IsObjectType() {
		return nil
	}
	return v.AsValueSlice()
}

// overtaken reports whether the source does not write what the attribute holds:
// the resource stays as it is, whatever the source says, because the plan is
// limited to others (-target) or the change is ignored.
func (l *Locator) overtaken(r *Resource, attribute string) bool {
	if r.Action != Untouched && !l.tree.IgnoresChanges(r.inSource()) {
		return false
	}
	v, _, present, _ := l.eval.Attribute(r.inSource(), attribute)
	written, isText := textOf(v)
	return present && isText && !sameWords(written, r.Sealed(attribute))
}

// sameWords reports whether two JSON texts hold the same strings, in whatever
// order and in lists or not: AWS writes a policy in a way of its own.
func sameWords(a, b string) bool {
	x, ok := words(a)
	y, ok2 := words(b)
	if !ok || !ok2 || len(x) != len(y) {
		return !ok || !ok2
	}
	for s := range x {
		if !y[s] {
			return false
		}
	}
	return true
}
