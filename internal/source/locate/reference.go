package locate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/source/expr"
)

// reference goes on where the value that a name stands for is written.
func (w *walker) reference(n *hclsyntax.ScopeTraversalExpr, e *env, path []Step) hcl.Range {
	t := n.Traversal
	if from, after, ok := e.variable(t); ok {
		if from.x == nil {
			return w.stop(n.Range(), path)
		}
		at := w.find(from.x, from.env, join(join(from.path, steps(after)), path))
		return w.unlessLost(at, n, path)
	}
	if e.scope == nil {
		return w.lose(n, path)
	}
	to, ok := e.scope.Follow(join(steps(t), path))
	if !ok {
		return w.lose(n, path)
	}
	w.via = append(w.via, Hop{Name: expr.Text(t), Range: n.Range()})
	return w.unlessLost(w.target(to), n, path)
}

// lose ends the search at a name that cannot be followed.
func (w *walker) lose(n hclsyntax.Expression, path []Step) hcl.Range {
	w.lost = len(path) > 0
	return w.stop(n.Range(), path)
}

// unlessLost is where a reference led, unless the trail was lost there: then the
// reference itself is nearer to what is asked.
func (w *walker) unlessLost(at hcl.Range, n hclsyntax.Expression, path []Step) hcl.Range {
	if !w.lost || w.rest <= len(path) {
		return at
	}
	return w.lose(n, path)
}

// variable finds what wrote the value of a loop's variable, and the steps that go
// on from there; ok is false if the name is none.
func (e *env) variable(t hcl.Traversal) (from origin, after hcl.Traversal, ok bool) {
	for ; e != nil; e = e.outer {
		if from, ok := e.bound[t.RootName()]; ok {
			return from, t[1:], true
		}
		if from, ok := e.iterator[t.RootName()]; ok {
			if part, named := expr.StepName(t, 1); named && part == "value" {
				return from, t[2:], true
			}
			return origin{}, nil, true
		}
	}
	return origin{}, nil, false
}
