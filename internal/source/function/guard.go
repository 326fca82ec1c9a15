// Package function holds the functions of Terraform's language, made safe for
// strings that hold symbols, and bounded in what they cost.
//
// A function that carries strings through unchanged works on symbols as on any
// character. One that looks into a string must not: it answers unknown, save
// where its answer is the same whatever the symbols stand for.
package function

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// ErrTooBig is returned by a call that asks for more than the limits allow.
// It says nothing about what Terraform would do.
var ErrTooBig = errors.New("the result is larger than plan403 computes")

// Context is what the functions need from the evaluation that calls them.
type Context struct {
	Symbols *symbol.Table
	// Files is where file() and its kin read; nil if there is nothing to read.
	Files *Files
	// Missing returns a new Opaque symbol for a value that could not be told,
	// and false if there are none left. typed says that it is a string.
	Missing func(typed bool) (string, bool)
	// Typed reports whether a symbol stands for a string, and not for a value
	// of a type that could not be told.
	Typed func(r rune) bool
	// Shaped says that lists, tuples, sets, maps and objects are told apart as
	// Terraform does; what comes from a plan is not.
	Shaped bool
	// Made is when the plan was made, in RFC 3339, "" if that is not known.
	Made string
	// Doubt is called when a call might fail for some values of its symbols;
	// try() and can() ask.
	Doubt func()

	name string // of the function that is called
}

// Func is a function of the language. An error means that the call fails; if
// the arguments hold symbols or unknowns it may yet succeed.
type Func func(c *Context, args []cty.Value) (cty.Value, error)

// Lookup returns the function with the given name.
func Lookup(name string) (Func, bool) {
	r, ok := table[name]
	return func(c *Context, args []cty.Value) (cty.Value, error) {
		c.name = name
		return r.call(c, args)
	}, ok
}

// guard makes a Func of a plain function.
type guard struct {
	f    function.Function
	text bool // returns a string
	safe bool // never fails once its arguments have the right types
	// pieces computes the result where it does not hang on the symbols.
	pieces func(c *Context, args []cty.Value) (cty.Value, bool)
	// fits bounds the cost; nil where the arguments bound it.
	fits func(args []cty.Value) bool
}

func (g guard) call(c *Context, args []cty.Value) (cty.Value, error) {
	args, traits, err := g.prepare(c, args)
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case traits.Has(value.Oversize) || g.fits != nil && !traits.Has(value.Unknown) && !g.fits(args):
		return cty.DynamicVal, ErrTooBig
	case traits.Has(value.Secret):
		return g.secretly(c, args, traits)
	}
	return g.compute(c, args, traits)
}

// prepare converts the arguments to the types of the parameters. Symbols that
// refuse to become numbers make no error: what they stand for may be one.
func (g guard) prepare(c *Context, args []cty.Value) ([]cty.Value, value.Traits, error) {
	traits := value.Inspect(args...)
	if traits.Has(value.Oversize) {
		return args, traits, nil
	}
	out := make([]cty.Value, len(args))
	for i, arg := range args {
		v, err := value.Convert(c.Symbols, arg, parameter(g.f, i).Type)
		if err != nil && traits.Exact() {
			return nil, traits, fmt.Errorf("argument %d: %w", i+1, err)
		}
		if err != nil {
			v = cty.DynamicVal
		}
		out[i] = v
	}
	return out, value.Inspect(out...), nil
}

// secretly calls the function with what the secrets stand for; what comes out
// is secret too.
func (g guard) secretly(c *Context, args []cty.Value, traits value.Traits) (cty.Value, error) {
	plain := make([]cty.Value, len(args))
	for i, arg := range args {
		plain[i] = value.Reveal(c.Symbols, arg)
	}
	revealed := value.Inspect(plain...) | traits&value.Loose
	if revealed.Has(value.Oversize) || g.fits != nil && !revealed.Has(value.Unknown) && !g.fits(plain) {
		return cty.DynamicVal, ErrTooBig
	}
	v, err := g.compute(c, plain, revealed)
	if err != nil || value.Inspect(v).Has(value.Oversize) {
		return cty.DynamicVal, errors.Join(err, sizeError(v))
	}
	return value.Conceal(c.Symbols, v, symbol.Origin{Attribute: c.name + "(…)"}), nil
}

func sizeError(v cty.Value) error {
	if value.Inspect(v).Has(value.Oversize) {
		return ErrTooBig
	}
	return nil
}

func (g guard) compute(c *Context, args []cty.Value, traits value.Traits) (cty.Value, error) {
	switch {
	case traits.Has(value.Loose):
		return g.hidden(c, args, traits), nil
	case traits.Symbolic():
		if g.pieces != nil && !traits.Has(value.Unknown) {
			if v, ok := g.pieces(c, args); ok {
				return v, nil
			}
		}
		return g.hidden(c, args, traits), nil
	case traits.Has(value.Unknown):
		return g.partly(c, args)
	}
	return g.f.Call(args)
}

// partly calls the function with unknowns, which cty's own functions know how
// to handle.
func (g guard) partly(c *Context, args []cty.Value) (cty.Value, error) {
	if !g.safe {
		c.Doubt()
	}
	plain := make([]cty.Value, len(args))
	for i, arg := range args {
		plain[i] = value.Plain(arg)
	}
	v, err := g.f.Call(plain)
	if err != nil || value.Inspect(v).Has(value.Oversize) {
		return cty.DynamicVal, errors.Join(err, sizeError(v))
	}
	return value.Plain(v), nil
}

// hidden is the result of a call that hangs on symbols: the same call has the
// same result, so a string becomes the symbol of that call.
func (g guard) hidden(c *Context, args []cty.Value, traits value.Traits) cty.Value {
	if !g.safe || traits.Has(value.Unknown) {
		c.Doubt()
	}
	if !g.text {
		return cty.DynamicVal
	}
	if traits.Has(value.Unknown | value.Loose) {
		return cty.UnknownVal(cty.String)
	}
	return c.result(args)
}

// result is the symbol of a call that is told by its name and arguments. Its
// address is that of the value which the call hangs on.
func (c *Context) result(args []cty.Value) cty.Value {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", args))
	origin := symbol.Origin{
		Attribute: c.name + "(…)",
		Reason:    c.name + "() looks into a value that is known only after apply",
		Remedy:    "build the text without " + c.name + "()",
	}
	if cause, ok := c.cause(args); ok && cause.Address != "" {
		origin.Address = cause.Address
		if cause.Attribute != "" {
			origin.Attribute = cause.Attribute + " by " + c.name + "()"
		}
	}
	s, ok := c.Symbols.New(symbol.Opaque, fmt.Sprintf("%s %x", c.name, sum), origin)
	if !ok {
		return cty.UnknownVal(cty.String)
	}
	return cty.StringVal(s)
}

// cause is where the first symbol in the values comes from.
func (c *Context) cause(values []cty.Value) (found symbol.Origin, ok bool) {
	for _, v := range values {
		value.Rebuild(v, func(leaf cty.Value) cty.Value {
			if s, isText := value.Text(leaf); isText && !ok {
				if in := symbol.In(s); len(in) > 0 {
					found, ok = c.Symbols.Origin(in[0]), true
				}
			}
			return leaf
		})
	}
	return found, ok
}

// fill puts a new symbol in the place of every unknown in v, so that a text
// made of v keeps the rest.
func (c *Context) fill(v cty.Value) cty.Value {
	return value.Rebuild(v, func(leaf cty.Value) cty.Value {
		if leaf.IsKnown() {
			return leaf
		}
		if s, ok := c.Missing(leaf.Type() == cty.String); ok {
			return cty.StringVal(s)
		}
		return leaf
	})
}
