package function

import (
	"errors"
	"fmt"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// row is all that the table holds of a function.
type row struct {
	// exact is the algorithm that Terraform uses itself. Arguments that are known
	// to the last character go to it. The zero Function where Terraform's is not
	// to be had, and symbols does for both.
	exact function.Function
	// symbols is for all other arguments: those that hold symbols, unknowns,
	// secrets or lists whose order is not certain.
	symbols Func
	// fits bounds the cost of exact; nil where the arguments bound it.
	fits func(args []cty.Value) bool
	// compares says that the result hangs on which elements are equal, and so on
	// the types of collections, which a plan does not tell.
	compares bool
}

// looks is a row of a function that looks into its arguments.
func looks(f function.Function) row { return guarded(guard{f: f}) }

// writes is a row of one that makes a string of any strings.
func writes(f function.Function) row { return guarded(guard{f: f, text: true, safe: true}) }

// reads is a row of one that makes a string, or fails.
func reads(f function.Function) row { return guarded(guard{f: f, text: true}) }

func guarded(g guard) row { return row{exact: g.f, symbols: g.call, fits: g.fits} }

// moves is a row of a function that puts elements elsewhere without looking
// into them: it works on symbols as on any text.
func moves(f function.Function) row { return row{exact: f, symbols: moving{f: f}.call} }

// places is moves for a function of which each element has to be in its place.
func places(f function.Function) row {
	return row{exact: f, symbols: moving{f: f, placed: true}.call}
}

func (r row) call(c *Context, args []cty.Value) (cty.Value, error) {
	if r.exact == (function.Function{}) {
		return r.symbols(c, args)
	}
	if err := accepts(r.exact, args); err != nil {
		return cty.DynamicVal, Certain{err}
	}
	if value.Inspect(args...) != 0 || r.compares && !c.Shaped && nested(args) {
		return r.symbols(c, args)
	}
	return r.exactly(args)
}

// exactly calls Terraform's own algorithm. What it makes of plain text may
// spell a symbol, and must not count as one.
func (r row) exactly(args []cty.Value) (cty.Value, error) {
	args, err := converted(r.exact, args)
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case r.fits != nil && !r.fits(args):
		return cty.DynamicVal, ErrTooBig
	}
	v, err := r.exact.Call(args)
	if err != nil {
		return cty.DynamicVal, err
	}
	switch t := value.Inspect(v); {
	case t.Has(value.Oversize):
		return cty.DynamicVal, ErrTooBig
	case t.Symbolic() || t.Has(value.Secret):
		return cty.DynamicVal, errForged
	}
	return v, nil
}

// Certain is the error of a call that fails whatever its symbols stand for.
type Certain struct{ error }

// accepts finds what no symbol can make good: too few or too many arguments, a null
// where there must be none, and a collection where there must be a text or number.
func accepts(f function.Function, args []cty.Value) error {
	params := f.Params()
	if len(args) < len(params) || len(args) > len(params) && f.VarParam() == nil {
		return errCount
	}
	for i, arg := range args {
		p := parameter(f, i)
		switch {
		case arg.IsKnown() && arg.IsNull() && !p.AllowNull:
			return fmt.Errorf("argument %d must not be null", i+1)
		case p.Type.IsPrimitiveType() && !value.Leaf(arg):
			return fmt.Errorf("argument %d: %s required", i+1, p.Type.FriendlyName())
		}
	}
	return nil
}

func parameter(f function.Function, i int) function.Parameter {
	if params := f.Params(); i < len(params) {
		return params[i]
	}
	if p := f.VarParam(); p != nil {
		return *p
	}
	return function.Parameter{Type: cty.DynamicPseudoType, AllowNull: true}
}

// converted gives known arguments the types of the parameters.
func converted(f function.Function, args []cty.Value) ([]cty.Value, error) {
	out := make([]cty.Value, len(args))
	for i, arg := range args {
		v, err := convert.Convert(arg, parameter(f, i).Type)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

// nested reports whether an element of the arguments is a collection itself.
func nested(args []cty.Value) bool {
	for _, arg := range args {
		if value.Leaf(arg) {
			continue
		}
		for it := arg.ElementIterator(); it.Next(); {
			if _, e := it.Element(); !e.Type().IsPrimitiveType() {
				return true
			}
		}
	}
	return false
}

// moving calls a function that does not look into elements.
type moving struct {
	f      function.Function
	placed bool // it tells elements by their places
}

func (m moving) call(c *Context, args []cty.Value) (cty.Value, error) {
	plain := make([]cty.Value, len(args))
	var doubts value.Items
	for i, arg := range args {
		v, err := value.Convert(c.Symbols, arg, parameter(m.f, i).Type)
		switch text, isText := value.Text(v); {
		case err != nil && value.Inspect(arg).Exact():
			return cty.DynamicVal, Certain{err}
		case err != nil || !v.IsKnown() || isText && symbol.Unknown(c.Symbols.Reveal(text)):
			return unknown(c), nil // it may be a list in truth
		}
		items := value.Spread(c.Symbols, v)
		if m.placed && items.Loose() {
			return unknown(c), nil
		}
		doubts.Add(items)
		plain[i], _ = v.Unmark()
	}
	if value.Inspect(plain...).Has(value.Oversize) {
		return cty.DynamicVal, ErrTooBig
	}
	v, err := m.f.Call(plain)
	switch {
	case err != nil && doubts.Uncounted:
		return unknown(c), nil
	case err != nil:
		return cty.DynamicVal, Certain{err}
	case m.placed:
		return v, nil
	}
	return doubts.Mark(v), nil
}

// never is for functions whose results are not computed.
func never(c *Context, _ []cty.Value) (cty.Value, error) {
	return unknown(c), nil
}

// planTimestamp is plantimestamp(): when the plan was made.
func planTimestamp(c *Context, args []cty.Value) (cty.Value, error) {
	switch {
	case len(args) != 0:
		return cty.DynamicVal, errCount
	case c.Made == "":
		return unknown(c), nil
	}
	return cty.StringVal(c.Made), nil
}

func same(_ *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	return args[0], nil
}

var errCount = errors.New("wrong number of arguments")

// simple makes a function that returns one type and is only called with known
// arguments that are not null.
func simple(ret cty.Type, impl func(args []cty.Value) (cty.Value, error), params ...cty.Type) function.Function {
	spec := &function.Spec{
		Type: function.StaticReturnType(ret),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args) },
	}
	for _, p := range params {
		spec.Params = append(spec.Params, function.Parameter{Name: "value", Type: p})
	}
	return function.New(spec)
}
