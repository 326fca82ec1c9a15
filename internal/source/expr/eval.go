package expr

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// eval returns the value of an expression. An error means that it fails for
// every value of the symbols; it is returned only inside try() and can().
func (m *Machine) eval(x hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, error) {
	if m.steps--; m.steps < 0 || m.depth >= maxDepth {
		m.exhausted = true
	}
	if m.exhausted {
		return cty.DynamicVal, nil
	}
	m.depth++
	v, err := m.node(x, ctx)
	m.depth--
	if err == nil || m.trying {
		return v, err
	}
	r := Reason{Reason: m.oneLine(err), Range: x.Range()}
	if t, ok := x.(*hclsyntax.ScopeTraversalExpr); ok {
		r.Address = m.OneLine(Text(t.Traversal))
	}
	m.Blame(r)
	return cty.DynamicVal, nil
}

func (m *Machine) node(x hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, error) {
	switch n := x.(type) {
	case *hclsyntax.LiteralValueExpr:
		return m.literal(n)
	case *hclsyntax.ParenthesesExpr:
		return m.eval(n.Expression, ctx)
	case *hclsyntax.ScopeTraversalExpr:
		return m.reference(n.Traversal, ctx)
	case *hclsyntax.RelativeTraversalExpr:
		return m.relative(n, ctx)
	case *hclsyntax.IndexExpr:
		return m.indexExpr(n, ctx)
	case *hclsyntax.SplatExpr:
		return m.splat(n, ctx)
	case *hclsyntax.AnonSymbolExpr:
		return m.item(n)
	case *hclsyntax.FunctionCallExpr:
		return m.call(n, ctx)
	case *hclsyntax.ConditionalExpr:
		return m.conditional(n, ctx)
	case *hclsyntax.ForExpr:
		return m.loop(n, ctx)
	}
	return m.construct(x, ctx)
}

func (m *Machine) construct(x hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, error) {
	switch n := x.(type) {
	case *hclsyntax.TemplateExpr:
		return m.template(n, ctx)
	case *hclsyntax.TemplateWrapExpr:
		return m.eval(n.Wrapped, ctx)
	case *hclsyntax.TemplateJoinExpr:
		return m.templateJoin(n, ctx)
	case *hclsyntax.TupleConsExpr:
		return m.tuple(n, ctx)
	case *hclsyntax.ObjectConsExpr:
		return m.object(n, ctx)
	case *hclsyntax.ObjectConsKeyExpr:
		return m.objectKey(n, ctx)
	case *hclsyntax.BinaryOpExpr:
		return m.binary(n, ctx)
	case *hclsyntax.UnaryOpExpr:
		return m.unary(n, ctx)
	}
	m.doubt()
	m.Blame(Reason{Reason: "the expression is of a kind that plan403 does not know", Range: x.Range()})
	return cty.DynamicVal, nil
}

// literal refuses text that would be taken for a symbol: "\U000F0000" is an
// ordinary character in a configuration.
func (m *Machine) literal(n *hclsyntax.LiteralValueExpr) (cty.Value, error) {
	if s, ok := value.Text(n.Val); ok && symbol.Contains(s) {
		m.doubt()
		m.Blame(forged(n.SrcRange))
		return cty.UnknownVal(cty.String), nil
	}
	return m.bounded(n.SrcRange, n.Val), nil
}

func forged(rng hcl.Range) Reason {
	return Reason{
		Reason: "the text holds private-use characters, which plan403 reserves",
		Remedy: "remove them",
		Range:  rng,
	}
}

func (m *Machine) tuple(n *hclsyntax.TupleConsExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	vals := make([]cty.Value, len(n.Exprs))
	for i, x := range n.Exprs {
		v, err := m.eval(x, ctx)
		if err != nil {
			return cty.DynamicVal, err
		}
		vals[i] = v
	}
	return m.bounded(n.SrcRange, cty.TupleVal(vals)), nil
}

func (m *Machine) object(n *hclsyntax.ObjectConsExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	vals := map[string]cty.Value{}
	known := true
	for _, item := range n.Items {
		key, err := m.eval(item.KeyExpr, ctx)
		if err != nil {
			return cty.DynamicVal, err
		}
		v, err := m.eval(item.ValueExpr, ctx)
		if err != nil {
			return cty.DynamicVal, err
		}
		name, ok, err := m.key(key, item.KeyExpr.Range())
		if err != nil {
			return cty.DynamicVal, err
		}
		vals[name], known = v, known && ok
	}
	if !known {
		return cty.DynamicVal, nil
	}
	if !m.distinctKeys(vals) {
		return m.unknown(n.SrcRange, "which of two keys comes last"), nil
	}
	return m.bounded(n.SrcRange, cty.ObjectVal(vals)), nil
}

// key makes an attribute name of a value; ok is false if it is not known.
func (m *Machine) key(v cty.Value, rng hcl.Range) (name string, ok bool, err error) {
	if v.IsMarked() || !v.IsKnown() {
		m.unknown(rng, "the key", v)
		return "", false, nil
	}
	s, err := value.Convert(m.Symbols, v, cty.String)
	if err != nil || s.IsNull() {
		return "", false, fmt.Errorf("the key is %s, and must be a string", describe(v))
	}
	return s.AsString(), true, nil
}

func describe(v cty.Value) string {
	if v.IsKnown() && v.IsNull() {
		return "null"
	}
	return v.Type().FriendlyName()
}

func (m *Machine) distinctKeys(vals map[string]cty.Value) bool {
	names := make([]string, 0, len(vals))
	for name := range vals {
		names = append(names, name)
	}
	return value.DistinctKeys(m.Symbols, names)
}

func (m *Machine) objectKey(n *hclsyntax.ObjectConsKeyExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	if !n.ForceNonLiteral {
		if name := hcl.ExprAsKeyword(n.Wrapped); name != "" {
			if symbol.Contains(name) {
				m.Blame(forged(n.Range()))
				return cty.UnknownVal(cty.String), nil
			}
			return cty.StringVal(name), nil
		}
		if t, ok := n.Wrapped.(*hclsyntax.ScopeTraversalExpr); ok && len(t.Traversal) > 1 {
			return cty.DynamicVal, errors.New("a key with dots is neither in quotes nor in parentheses")
		}
	}
	return m.eval(n.Wrapped, ctx)
}
