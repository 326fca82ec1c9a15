package expr

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

func (m *Machine) binary(n *hclsyntax.BinaryOpExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	if n.Op == hclsyntax.OpLogicalAnd || n.Op == hclsyntax.OpLogicalOr {
		return m.logical(n, ctx)
	}
	lhs, err := m.eval(n.LHS, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	rhs, err := m.eval(n.RHS, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	switch n.Op {
	case hclsyntax.OpEqual:
		return m.decided(n, value.Equal(m.Symbols, lhs, rhs, !m.shapeless), lhs, rhs), nil
	case hclsyntax.OpNotEqual:
		return m.decided(n, tri.From(value.Equal(m.Symbols, lhs, rhs, !m.shapeless)).Not().Truth(), lhs, rhs), nil
	}
	return m.compute(n.Op, n.SrcRange, lhs, rhs)
}

func (m *Machine) decided(n hclsyntax.Expression, t tri.Truth, operands ...cty.Value) cty.Value {
	if t == tri.Unknown {
		m.unknown(n.Range(), "the comparison", operands...)
		return cty.UnknownVal(cty.Bool)
	}
	return cty.BoolVal(t == tri.Yes)
}

// logical decides && and || as soon as one side does. Whether the other may
// then fail differs between versions of Terraform, so inside try() it is open.
func (m *Machine) logical(n *hclsyntax.BinaryOpExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	lhs, lerr := m.truth(n.LHS, ctx)
	rhs, rerr := m.truth(n.RHS, ctx)
	op, decisive := tri.Value.And, tri.No
	if n.Op == hclsyntax.OpLogicalOr {
		op, decisive = tri.Value.Or, tri.Yes
	}
	if lerr != nil || rerr != nil {
		if lerr == nil && lhs == decisive || rerr == nil && rhs == decisive {
			m.doubt()
			return cty.UnknownVal(cty.Bool), nil
		}
		if lerr != nil {
			return cty.DynamicVal, lerr
		}
		return cty.DynamicVal, rerr
	}
	t := op(tri.From(lhs), tri.From(rhs)).Truth()
	if t == tri.Unknown {
		return cty.UnknownVal(cty.Bool), nil
	}
	return cty.BoolVal(t == tri.Yes), nil
}

func (m *Machine) unary(n *hclsyntax.UnaryOpExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	v, err := m.eval(n.Val, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	return m.compute(n.Op, n.SrcRange, v)
}

// compute applies an operator to values that it looks into.
func (m *Machine) compute(op *hclsyntax.Operation, rng hcl.Range, operands ...cty.Value) (cty.Value, error) {
	args := make([]cty.Value, len(operands))
	for i, v := range operands {
		if s, ok := value.Text(v); ok {
			v = cty.StringVal(m.Symbols.Reveal(s))
		}
		args[i] = v
	}
	if !value.Inspect(args...).Exact() {
		m.unknown(rng, "the calculation", args...)
		return cty.UnknownVal(op.Type), nil
	}
	for i, p := range op.Impl.Params() {
		v, err := value.Convert(m.Symbols, args[i], p.Type)
		if err != nil {
			return cty.DynamicVal, fmt.Errorf("cannot calculate with %s", describe(operands[i]))
		}
		args[i] = v
	}
	v, err := op.Impl.Call(args)
	if err != nil {
		return cty.DynamicVal, err
	}
	return m.bounded(rng, v), nil
}

// conditional evaluates both branches, for the type of the result is theirs
// together; what goes wrong in the branch not taken does not matter.
func (m *Machine) conditional(n *hclsyntax.ConditionalExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	cond, err := m.truth(n.Condition, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	yes, yerr := m.branch(n.TrueResult, ctx, cond != tri.No)
	no, nerr := m.branch(n.FalseResult, ctx, cond != tri.Yes)
	switch {
	case cond == tri.Yes && yerr != nil:
		return cty.DynamicVal, yerr
	case cond == tri.No && nerr != nil:
		return cty.DynamicVal, nerr
	case cond == tri.Unknown && (yerr != nil || nerr != nil):
		m.doubt()
		return cty.DynamicVal, nil
	}
	return m.chosen(n, cond, yes, no)
}

// branch evaluates one side. If it is not taken, nothing is noted.
func (m *Machine) branch(x hclsyntax.Expression, ctx *hcl.EvalContext, taken bool) (cty.Value, error) {
	doubts, reasons := m.doubts, m.reasons
	v, err := m.eval(x, ctx)
	if err != nil {
		v = cty.DynamicVal
	}
	if !taken {
		m.doubts, m.reasons = doubts, reasons
	}
	return v, err
}

// chosen lets HCL find the common type of both branches.
func (m *Machine) chosen(n *hclsyntax.ConditionalExpr, cond tri.Truth, yes, no cty.Value) (cty.Value, error) {
	if cond == tri.Unknown && yes.RawEquals(no) {
		return yes, nil
	}
	test := cty.UnknownVal(cty.Bool)
	if cond != tri.Unknown {
		test = cty.BoolVal(cond == tri.Yes)
	}
	static := hclsyntax.ConditionalExpr{
		Condition:   &hclsyntax.LiteralValueExpr{Val: test},
		TrueResult:  &hclsyntax.LiteralValueExpr{Val: unmarked(yes)},
		FalseResult: &hclsyntax.LiteralValueExpr{Val: unmarked(no)},
	}
	v, diags := static.Value(nil)
	if diags.HasErrors() {
		if !value.Inspect(yes, no).Exact() {
			return m.unknown(n.SrcRange, "the type of the result", yes, no), nil
		}
		return cty.DynamicVal, fmt.Errorf("the results of the condition are %s and %s", describe(yes), describe(no))
	}
	if cond == tri.Unknown {
		return cty.UnknownVal(v.Type()), nil
	}
	return m.remarked(v, yes, no, cond), nil
}

func unmarked(v cty.Value) cty.Value {
	v, _ = v.UnmarkDeep()
	return v
}

// remarked puts the marks of the branch taken on its converted value.
func (m *Machine) remarked(v, yes, no cty.Value, cond tri.Truth) cty.Value {
	taken := no
	if cond == tri.Yes {
		taken = yes
	}
	if taken.Type().Equals(v.Type()) {
		return taken
	}
	if out, err := value.Convert(m.Symbols, taken, v.Type()); err == nil {
		return out
	}
	if value.Inspect(taken).Has(value.Loose) {
		return v.Mark(value.Unordered).Mark(value.Uncounted)
	}
	return v
}
