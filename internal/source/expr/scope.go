package expr

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/zclconf/go-cty/cty"
)

// Resolver answers the references that no loop variable answers.
type Resolver interface {
	// Resolve returns the value that the first n steps of the traversal stand
	// for. What cannot be told is unknown, with its reason given to Blame.
	Resolve(t hcl.Traversal) (v cty.Value, n int)
}

// scopeName is the variable under which a context carries its scope. No
// expression can spell it.
const scopeName = "\x00scope"

type scope struct {
	machine  *Machine
	resolver Resolver
}

var scopeType = cty.Capsule("scope", reflect.TypeFor[scope]())

// Context returns a context in which the expressions of wrapped bodies are
// evaluated by the machine. HCL's extensions may make children of it.
func (m *Machine) Context(r Resolver) *hcl.EvalContext {
	return m.context(r, map[string]cty.Value{})
}

func (m *Machine) context(r Resolver, vars map[string]cty.Value) *hcl.EvalContext {
	vars[scopeName] = cty.CapsuleVal(scopeType, &scope{machine: m, resolver: r})
	return &hcl.EvalContext{Variables: vars}
}

// scopeOf finds the scope of a context, nil if there is none.
func scopeOf(ctx *hcl.EvalContext) *scope {
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[scopeName]; ok {
			s, _ := v.EncapsulatedValue().(*scope)
			return s
		}
	}
	return nil
}

// Expression is an expression of a wrapped body: HCL's, evaluated by the
// machine of the context.
type Expression struct {
	hcl.Expression // as HCL parsed it

	node hclsyntax.Expression
}

// Wrap returns x as an expression that a machine evaluates.
func Wrap(x hcl.Expression) *Expression {
	switch n := x.(type) {
	case *Expression:
		return n
	case hclsyntax.Expression:
		return &Expression{Expression: x, node: n}
	}
	return &Expression{Expression: x, node: fromJSON(x)}
}

// UnwrapExpression lets HCL's static analysis see the original.
func (e *Expression) UnwrapExpression() hcl.Expression { return e.Expression }

// Value evaluates the expression. One that fails is unknown, and takes nothing
// else of its block along. Without a machine in the context it does what HCL does,
// which is right for literals only.
func (e *Expression) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	s := scopeOf(ctx)
	if s == nil {
		return e.Expression.Value(ctx)
	}
	v, err := s.machine.eval(e.node, ctx)
	if err != nil {
		s.machine.Blame(Reason{Reason: s.machine.oneLine(err), Range: e.Range()})
		return cty.DynamicVal, nil
	}
	return v, nil
}

// Value evaluates an expression in a context made by m.
func (m *Machine) Value(x hcl.Expression, ctx *hcl.EvalContext) cty.Value {
	v, _ := m.eval(Wrap(x).node, ctx)
	return v
}

// Literal returns the value of an expression that is written out, false if it
// is anything more than a string, a number or a keyword.
func Literal(x hcl.Expression) (cty.Value, bool) {
	switch n := Wrap(x).node.(type) {
	case *hclsyntax.LiteralValueExpr:
		return n.Val, n.Val.IsKnown()
	case *hclsyntax.TemplateExpr:
		if n.IsStringLiteral() {
			v, _ := n.Value(nil)
			return v, true
		}
	}
	return cty.NilVal, false
}

// Unquote returns the expression that stands in a quoted string, and x itself
// if it is no such string.
func Unquote(x hcl.Expression) hcl.Expression {
	w := Wrap(x)
	v, ok := Literal(w)
	if !ok || v.Type() != cty.String || v.IsNull() {
		return w.Expression
	}
	inner, err := syntax.Expression([]byte(v.AsString()), x.Range().Filename, x.Range().Start)
	if err != nil {
		return w.Expression
	}
	return inner
}

// Indexed takes x[key] apart, where the key is more than a literal.
func Indexed(x hcl.Expression) (collection, key hcl.Expression, ok bool) {
	if n, ok := Wrap(x).node.(*hclsyntax.IndexExpr); ok {
		return Wrap(n.Collection), Wrap(n.Key), true
	}
	return nil, nil, false
}

// Native returns the expression of the native syntax that x is, false if it is
// written in JSON.
func Native(x hcl.Expression) (hclsyntax.Expression, bool) {
	if w, ok := x.(*Expression); ok {
		x = w.Expression
	}
	n, ok := x.(hclsyntax.Expression)
	return n, ok
}
