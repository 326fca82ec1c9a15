package source

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// The names of a module: variables, locals and outputs.

// expression evaluates an expression that belongs to no instance.
func (f *frame) expression(name string, x hcl.Expression) cty.Value {
	return f.once(name, x.Range(), func() cty.Value {
		return f.e.machine.Value(x, f.e.machine.Context(scope{frame: f, owner: name}))
	})
}

func (f *frame) local(name string, t hcl.Traversal) cty.Value {
	attr, ok := f.module.Locals[name]
	if !ok {
		return f.undeclared(t)
	}
	return f.expression("local."+name, attr.Expr)
}

func (f *frame) undeclared(t hcl.Traversal) cty.Value {
	f.e.machine.Blame(Reason{
		Address: expr.Text(t), Reason: "the source does not declare it",
		Remedy: "check that the source is the one the plan was made from", Range: t.SourceRange(),
	})
	return cty.DynamicVal
}

// output evaluates an output of the module.
func (f *frame) output(name string) cty.Value {
	out, ok := f.module.Outputs[name]
	if !ok || out.Value == nil {
		return cty.DynamicVal
	}
	v := f.expression("output."+name, out.Value)
	if out.Sensitive {
		return f.conceal(v, symbol.Origin{Address: f.address, Attribute: name})
	}
	return v
}

func (f *frame) conceal(v cty.Value, origin symbol.Origin) cty.Value {
	if value.Inspect(v).Has(value.Oversize) {
		return cty.DynamicVal
	}
	return value.Conceal(f.e.machine.Symbols, v, origin)
}

// variable evaluates an input of the module.
func (f *frame) variable(name string, t hcl.Traversal) cty.Value {
	decl, ok := f.module.Variables[name]
	if !ok {
		return f.undeclared(t)
	}
	return f.once("var."+name, t.SourceRange(), func() cty.Value {
		v, given := f.argument(name)
		if given && v.IsKnown() && v.IsNull() && !decl.Nullable {
			given = false
		}
		if !given && decl.Default == nil {
			f.e.machine.Blame(Reason{
				Address: "var." + name, Reason: "the variable has no value",
				Remedy: "give it one with --var or in a file of variables", Range: t.SourceRange(),
			})
			if f.parent != nil {
				return cty.DynamicVal
			}
			return f.missing("var."+name, decl.Type)
		}
		if !given {
			v = f.e.machine.Value(decl.Default, f.e.machine.Context(scope{frame: f}))
		}
		v = f.typed(decl, v)
		if decl.Sensitive {
			v = f.conceal(v, symbol.Origin{Address: f.address, Attribute: "var." + name})
		}
		return v
	})
}

// argument is what the caller, or the plan for the root, gives a variable.
func (f *frame) argument(name string) (v cty.Value, given bool) {
	if f.parent == nil {
		v, given = f.e.world.RootVariable(name)
		if !given {
			return v, false
		}
		v, _ = v.UnmarkDeep()
		return v, true
	}
	attr := expr.Argument(f.call.Body, name)
	if attr == nil {
		return v, false
	}
	ctx := f.e.machine.Context(
		scope{frame: f.parent, key: f.key, forEach: f.call.ForEach, owner: "module." + f.call.Name},
	)
	return f.e.machine.Value(attr.Expr, ctx), true
}

// typed converts a value to the type of its variable, with the defaults of
// optional attributes filled in.
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
func (f *frame) typed(decl *Variable, v cty.Value) cty.Value {
	out, err := f.convert(decl, v)
	if err == nil {
		return out
	}
	f.e.machine.Blame(Reason{
		Address: "var." + decl.Name, Reason: fmt.Sprintf("the value is no %s", decl.Type.FriendlyName()),
		Range: decl.DeclRange,
	})
	return cty.DynamicVal
}

func (f *frame) convert(decl *Variable, v cty.Value) (cty.Value, error) {
	if value.Inspect(v).Has(value.Oversize) {
		return v, errors.New("too big")
	}
	if decl.Type == cty.DynamicPseudoType {
		return v, nil
	}
	if s, ok := value.Text(v); ok && decl.Type != cty.String {
		v = cty.StringVal(f.e.machine.Symbols.Reveal(s)) // a sensitive number
	}
	if decl.Defaults != nil && v.IsKnown() && !v.IsNull() {
		bare, marks := v.UnmarkDeepWithPaths()
		v = decl.Defaults.Apply(bare).MarkWithPaths(marks)
	}
	return value.Convert(f.e.machine.Symbols, v, decl.Type)
}
