package expr

import (
	"errors"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

func (m *Machine) call(n *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	name := strings.TrimPrefix(n.Name, "core::")
	switch name {
	case "try":
		return m.try(n, ctx)
	case "can":
		return m.can(n, ctx)
	}
	since := len(m.reasons)
	args, known, err := m.arguments(n, ctx)
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case !known:
		return m.unknown(n.Range(), "the number of arguments of "+name+"()"), nil
	case m.charge(args...).Has(value.Oversize):
		return m.failed(n, args, function.ErrTooBig)
	}
	switch name {
	case "templatefile":
		return m.templateFile(n, args)
	case "templatestring":
		return m.templateString(n, args)
	}
	f, ok := function.Lookup(name)
	if !ok {
		m.doubt()
		m.Blame(Reason{
			Address: n.Name + "()", Reason: "plan403 does not know this function",
			Remedy: "compute the value without it", Range: n.Range(),
		})
		return cty.DynamicVal, nil
	}
	return m.apply(n, f, args, since)
}

func (m *Machine) apply(
	n *hclsyntax.FunctionCallExpr, f function.Func, args []cty.Value, since int,
) (cty.Value, error) {
	doubted := false
	c := &function.Context{
		Symbols: m.Symbols,
		Files:   m.Files,
		Missing: func(typed bool) (string, bool) { m.doubt(); return m.missing(since, typed) },
		Typed:   func(r rune) bool { return !m.untyped[r] },
		Doubt:   func() { doubted = true },
		Shaped:  !m.shapeless,
		Made:    m.Made,
	}
	v, err := f(c, args)
	if err != nil {
		return m.failed(n, args, err)
	}
	if doubted {
		m.unknown(n.Range(), n.Name+"()", args...)
	} else if !v.IsWhollyKnown() && len(m.reasons) == since {
		m.blame(n.Range(), n.Name+"()", args)
	}
	return m.bounded(n.Range(), v), nil
}

// failed decides what the error of a function means: nothing, if the arguments
// hold what is not known, or if only our limits or files are to blame.
func (m *Machine) failed(n *hclsyntax.FunctionCallExpr, args []cty.Value, err error) (cty.Value, error) {
	var unread function.Unread
	var certain function.Certain
	traits := value.Inspect(args...)
	r := Reason{Address: n.Name + "()", Reason: m.oneLine(err), Range: n.Range()}
	switch {
	case errors.Is(err, function.ErrOutside):
		r.Remedy = "check a plan, which holds the value: plan403 reads nothing outside the source directory"
	case errors.As(err, &unread):
		r.Remedy = "run plan403 in the root module's directory"
	case errors.Is(err, function.ErrTooBig):
	case !errors.As(err, &certain) && (!traits.Exact() || m.secretlyUnknown(args)):
		m.unknown(n.Range(), n.Name+"()", args...)
		return cty.DynamicVal, nil
	case traits.Has(value.Secret):
		r.Reason = "the function fails on a sensitive value"
		m.Blame(r)
		return cty.DynamicVal, errors.New(r.Reason)
	default:
		m.Blame(r)
		return cty.DynamicVal, err
	}
	m.doubt()
	m.Blame(r)
	return cty.DynamicVal, nil
}

// secretlyUnknown reports whether a secret among the values hides a symbol.
func (m *Machine) secretlyUnknown(values []cty.Value) bool {
	_, ok := m.culprit(values)
	return ok
}

// arguments evaluates the arguments; known is false if the list behind "..."
// is not known, or not its order.
func (m *Machine) arguments(
	n *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext,
) (args []cty.Value, known bool, err error) {
	for i, x := range n.Args {
		v, err := m.eval(x, ctx)
		if err != nil {
			return nil, false, err
		}
		if !n.ExpandFinal || i < len(n.Args)-1 {
			args = append(args, v)
			continue
		}
		if !v.IsKnown() {
			return nil, false, nil
		}
		if v.IsNull() || !value.Sequence(v) {
			return nil, false, errors.New("only a list can be expanded into arguments")
		}
		items := value.Spread(m.Symbols, v)
		if items.Loose() {
			return nil, false, nil
		}
		args = append(args, items.Elements...)
	}
	return args, true, nil
}

// try returns the first of its arguments that does not fail. One that might
// fail for some values of its symbols leaves the result open.
// https://developer.hashicorp.com/terraform/language/functions/try
func (m *Machine) try(n *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	if n.ExpandFinal || len(n.Args) == 0 {
		return cty.DynamicVal, errors.New("try() takes expressions")
	}
	for _, x := range n.Args {
		v, sure, err := m.attempt(x, ctx)
		if err != nil {
			continue
		}
		if !sure {
			m.unknown(n.Range(), "whether try() falls back")
			return cty.DynamicVal, nil
		}
		return v, nil
	}
	return cty.DynamicVal, errors.New("every argument of try() fails")
}

// can tells whether its argument does not fail.
func (m *Machine) can(n *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	if n.ExpandFinal || len(n.Args) != 1 {
		return cty.DynamicVal, errors.New("can() takes one expression")
	}
	_, sure, err := m.attempt(n.Args[0], ctx)
	switch {
	case err != nil:
		return cty.False, nil
	case !sure:
		m.unknown(n.Range(), "whether can() succeeds")
		return cty.UnknownVal(cty.Bool), nil
	}
	return cty.True, nil
}

// attempt evaluates an expression that may fail. sure is false if success is
// not certain.
func (m *Machine) attempt(x hclsyntax.Expression, ctx *hcl.EvalContext) (v cty.Value, sure bool, err error) {
	trying, doubts, reasons := m.trying, m.doubts, len(m.reasons)
	m.trying, m.doubts = true, 0
	v, err = m.eval(x, ctx)
	sure = m.doubts == 0 && v.IsKnown()
	m.trying, m.doubts = trying, doubts
	if err != nil {
		m.reasons = m.reasons[:reasons]
	}
	return v, sure, err
}
