package locate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

// walker is one search.
type walker struct {
	machine *expr.Machine
	sources Sources
	items   map[*hclsyntax.AnonSymbolExpr]origin // what stands before [*]
	via     []Hop
	instead string // what would be right, "" if that is not told
	left    int    // nodes that may still be visited
	rest    int    // steps of the path that were not gone
	// lost: the search ended at a name behind which the path cannot be followed.
	lost bool
}

// env is where an expression stands: a scope and the variables of the loops,
// dynamic blocks and templates around it.
type env struct {
	scope Scope
	ctx   *hcl.EvalContext
	bound map[string]origin
	// iterator is that of the dynamic block around: what wrote its value.
	iterator map[string]origin
	outer    *env
}

// origin is what wrote the value of a variable. Its expression is nil if nothing
// did, as with the keys of a list.
type origin struct {
	x    hclsyntax.Expression
	env  *env
	path []Step
}

func (w *walker) newEnv(s Scope) *env {
	return &env{scope: s, ctx: w.machine.Context(s)}
}

// child is an environment with more variables.
func (e *env) child(values map[string]cty.Value, bound map[string]origin) *env {
	ctx := e.ctx.NewChild()
	ctx.Variables = values
	return &env{scope: e.scope, ctx: ctx, bound: bound, outer: e}
}

func (w *walker) target(t Target) hcl.Range {
	e := w.newEnv(t.Scope)
	if t.Body != nil {
		return w.body(block{body: t.Body, env: e, header: t.Header}, t.Path)
	}
	return w.find(expr.Node(t.Expr), e, t.Path)
}

// stop ends the search at a place, with what is left of the path.
func (w *walker) stop(at hcl.Range, path []Step) hcl.Range {
	w.rest = len(path)
	return at
}

// find follows a path into the value of an expression.
func (w *walker) find(x hclsyntax.Expression, e *env, path []Step) hcl.Range {
	if w.left--; w.left < 0 {
		return w.stop(x.Range(), path)
	}
	switch n := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return w.find(n.Expression, e, path)
	case *hclsyntax.TemplateWrapExpr:
		return w.find(n.Wrapped, e, path)
	case *hclsyntax.ScopeTraversalExpr:
		return w.reference(n, e, path)
	case *hclsyntax.RelativeTraversalExpr:
		return w.unlessLost(w.find(n.Source, e, join(steps(n.Traversal), path)), n, path)
	case *hclsyntax.IndexExpr:
		return w.index(n, e, path)
	case *hclsyntax.ConditionalExpr:
		return w.conditional(n, e, path)
	case *hclsyntax.FunctionCallExpr:
		return w.call(n, e, path)
	}
	return w.construct(x, e, path)
}

func (w *walker) construct(x hclsyntax.Expression, e *env, path []Step) hcl.Range {
	switch n := x.(type) {
	case *hclsyntax.AnonSymbolExpr:
		if from, ok := w.items[n]; ok {
			return w.find(from.x, from.env, join(from.path, path))
		}
	case *hclsyntax.SplatExpr:
		return w.splat(n, e, path)
	case *hclsyntax.ForExpr:
		return w.loop(n, e, path)
	case *hclsyntax.ObjectConsExpr:
		return w.object(n, e, path)
	case *hclsyntax.TupleConsExpr:
		return w.tuple(n, e, path)
	case *hclsyntax.TemplateExpr:
		return w.template(n, e, path)
	}
	return w.stop(x.Range(), path)
}

// value evaluates an expression. What it returns has no marks.
func (w *walker) value(x hclsyntax.Expression, e *env) cty.Value {
	v, _ := w.machine.Value(x, e.ctx).UnmarkDeep()
	return v
}

func (w *walker) conditional(n *hclsyntax.ConditionalExpr, e *env, path []Step) hcl.Range {
	v := w.value(n.Condition, e)
	switch {
	case !v.IsKnown() || v.IsNull() || v.Type() != cty.Bool:
		return w.stop(n.Range(), path)
	case v.True():
		return w.find(n.TrueResult, e, path)
	}
	return w.find(n.FalseResult, e, path)
}

func (w *walker) index(n *hclsyntax.IndexExpr, e *env, path []Step) hcl.Range {
	s, ok := stepOf(w.value(n.Key, e))
	if !ok {
		return w.stop(n.Range(), path)
	}
	return w.unlessLost(w.find(n.Collection, e, join([]Step{s}, path)), n, path)
}

// object finds a key. Of keys that differ in nothing but case the one that is
// written alike is meant: AWS returns condition keys in a spelling of its own.
func (w *walker) object(n *hclsyntax.ObjectConsExpr, e *env, path []Step) hcl.Range {
	if len(path) == 0 {
		return n.Range()
	}
	if path[0].Name == "" {
		return w.single(n, e, path)
	}
	var found hclsyntax.Expression
	exact := false
	for _, item := range n.Items {
		key, ok := text(w.value(item.KeyExpr, e))
		switch {
		case !ok || exact && key != path[0].Name:
		case key == path[0].Name:
			found, exact = item.ValueExpr, true
		case sameFolded(key, path[0].Name):
			found = item.ValueExpr
		}
	}
	if found == nil {
		return w.stop(n.Range(), path)
	}
	return w.find(found, e, path[1:])
}

// single is an element where no list is written: policies take one value in
// place of a list with one.
func (w *walker) single(x hclsyntax.Expression, e *env, path []Step) hcl.Range {
	if path[0].Index > 0 {
		return w.stop(x.Range(), path)
	}
	return w.find(x, e, path[1:])
}

func (w *walker) tuple(n *hclsyntax.TupleConsExpr, e *env, path []Step) hcl.Range {
	if len(path) == 0 {
		return n.Range()
	}
	values := make([]cty.Value, len(n.Exprs))
	for i, x := range n.Exprs {
		values[i] = w.value(x, e)
	}
	step, rest := path[0], path[1:]
	if step.Name != "" {
		step, rest = Item(0), path // a list with the one element that is asked
		if len(n.Exprs) != 1 {
			return w.stop(n.Range(), path)
		}
	}
	i := pick(step, values)
	if i < 0 {
		return w.stop(n.Range(), path)
	}
	return w.find(n.Exprs[i], e, rest)
}
