package expr

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// loop is a for expression.
func (m *Machine) loop(n *hclsyntax.ForExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	coll, err := m.eval(n.CollExpr, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	if !coll.IsKnown() {
		return m.unknown(n.SrcRange, "the for expression"), nil
	}
	if s, ok := value.Text(coll); ok && symbol.Unknown(m.Symbols.Reveal(s)) {
		return m.unknown(n.SrcRange, "the for expression", coll), nil // it may be a list in truth
	}
	if coll.IsNull() || value.Leaf(coll) {
		return cty.DynamicVal, fmt.Errorf("cannot go through %s", describe(coll))
	}
	items := value.Spread(m.Symbols, coll)
	l := &looped{items: items, known: true, objects: map[string]cty.Value{}, groups: map[string][]cty.Value{}}
	numbered := coll.Type().IsListType() || coll.Type().IsTupleType()
	for i, e := range items.Elements {
		if m.exhausted {
			break
		}
		key := items.Keys[i]
		if numbered && items.Loose() {
			key = cty.UnknownVal(cty.Number)
		}
		if err := m.turn(n, loopContext(n, ctx, key, e), l); err != nil {
			return cty.DynamicVal, err
		}
	}
	return m.looped(n, l), nil
}

func loopContext(n *hclsyntax.ForExpr, ctx *hcl.EvalContext, key, e cty.Value) *hcl.EvalContext {
	child := ctx.NewChild()
	child.Variables = map[string]cty.Value{n.ValVar: e}
	if n.KeyVar != "" {
		child.Variables[n.KeyVar] = key
	}
	return child
}

// looped is what a for expression has gathered.
type looped struct {
	items   value.Items
	list    []cty.Value
	objects map[string]cty.Value
	groups  map[string][]cty.Value
	known   bool // no condition and no key was unknown
}

// turn is one turn of the loop.
func (m *Machine) turn(n *hclsyntax.ForExpr, ctx *hcl.EvalContext, l *looped) error {
	if n.CondExpr != nil {
		wanted, err := m.truth(n.CondExpr, ctx)
		if err != nil {
			return err
		}
		l.known = l.known && wanted != tri.Unknown
		if wanted != tri.Yes {
			return nil
		}
	}
	name := ""
	if n.KeyExpr != nil {
		key, err := m.eval(n.KeyExpr, ctx)
		if err != nil {
			return err
		}
		var ok bool
		if name, ok, err = m.key(key, n.KeyExpr.Range()); err != nil {
			return err
		}
		l.known = l.known && ok
	}
	v, err := m.eval(n.ValExpr, ctx)
	if err != nil {
		return err
	}
	return l.add(n, name, v)
}

func (l *looped) add(n *hclsyntax.ForExpr, name string, v cty.Value) error {
	switch {
	case n.KeyExpr == nil:
		l.list = append(l.list, v)
	case n.Group:
		l.groups[name] = append(l.groups[name], v)
	case l.known:
		if _, taken := l.objects[name]; taken {
			return errors.New("two items of the for expression have the same key")
		}
		l.objects[name] = v
	}
	return nil
}

// looped makes the value of the expression. An object does not show the order
// of its items; groups do.
func (m *Machine) looped(n *hclsyntax.ForExpr, l *looped) cty.Value {
	switch {
	case !l.known:
		m.doubt()
		return cty.DynamicVal
	case n.KeyExpr == nil:
		return m.bounded(n.SrcRange, l.items.Mark(cty.TupleVal(l.list)))
	case !n.Group:
		if !m.distinctKeys(l.objects) {
			m.doubt() // two items with one key are an error
		}
		return m.bounded(n.SrcRange, value.Items{Uncounted: l.items.Uncounted}.Mark(cty.ObjectVal(l.objects)))
	}
	for name, list := range l.groups {
		l.objects[name] = l.items.Mark(cty.TupleVal(list))
	}
	if !m.distinctKeys(l.objects) {
		return m.unknown(n.SrcRange, "how the items are grouped")
	}
	return m.bounded(n.SrcRange, value.Items{Uncounted: l.items.Uncounted}.Mark(cty.ObjectVal(l.objects)))
}

// truth evaluates a condition.
func (m *Machine) truth(x hclsyntax.Expression, ctx *hcl.EvalContext) (tri.Truth, error) {
	v, err := m.eval(x, ctx)
	if err != nil {
		return tri.Unknown, err
	}
	t, err := m.boolean(v, x.Range())
	if err != nil && !m.trying {
		m.Blame(Reason{Reason: m.oneLine(err), Range: x.Range()})
		return tri.Unknown, nil
	}
	return t, err
}

// boolean reads v as a bool.
func (m *Machine) boolean(v cty.Value, rng hcl.Range) (tri.Truth, error) {
	if s, ok := value.Text(v); ok && value.InspectText(s).Has(value.Secret) {
		v = cty.StringVal(m.Symbols.Reveal(s))
	}
	if !v.IsKnown() || v.IsMarked() {
		m.doubt()
		return tri.Unknown, nil
	}
	b, err := value.Convert(m.Symbols, v, cty.Bool)
	switch {
	case err != nil && !value.Inspect(v).Exact():
		m.unknown(rng, "the condition", v)
		return tri.Unknown, nil
	case err != nil || b.IsNull():
		return tri.Unknown, fmt.Errorf("the condition is %s, and must be true or false", describe(v))
	}
	return tri.Of(b.True()).Truth(), nil
}
