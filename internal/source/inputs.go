package source

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/symbol"
)

// Inputs are what root variables get their values from beside their defaults and
// the files that Terraform reads by itself.
// https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
type Inputs struct {
	// Environ is the environment, of which the names that begin with TF_VAR_ count.
	Environ []string
	// Given is what the command line gives, in its order: the last one wins.
	Given []Given
	// Shared: they are given to several root modules, each of which may declare others.
	Shared bool
}

// Given is one --var or one --var-file.
type Given struct {
	Var  string // NAME=VALUE, "" for a file
	Name string // of the file
	File []byte
}

const variablePrefix = "TF_VAR_"

// Variables gives the root module's variables their values, in Terraform's order.
// A variable without one is not in the result.
func (t *Tree) Variables(in Inputs) (map[string]cty.Value, error) {
	g := &giver{tree: t, values: map[string]cty.Value{}, machine: expr.New(&symbol.Table{}, nil)}
	for _, pair := range in.Environ {
		name, text, _ := strings.Cut(pair, "=")
		if name, ok := strings.CutPrefix(name, variablePrefix); ok && t.Root.Variables[name] != nil {
			if err := g.text(name, text); err != nil {
				return nil, fmt.Errorf("%s%s: %w", variablePrefix, name, err)
			}
		}
	}
	for _, name := range t.variableFiles() {
		src, err := t.folder.read(path.Join(t.Root.Dir, name))
		if err == nil {
			err = g.file(name, src)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, given := range in.Given {
		if err := g.given(given, in.Shared); err != nil {
			return nil, err
		}
	}
	return g.values, nil
}

// variableFiles lists the files that Terraform reads by itself, the weakest first.
func (t *Tree) variableFiles() (out []string) {
	names, err := t.folder.list(t.Root.Dir)
	if err != nil {
		return nil
	}
	for _, name := range []string{"terraform.tfvars", "terraform.tfvars.json"} {
		if slices.Contains(names, name) {
			out = append(out, name)
		}
	}
	for _, name := range names { // sorted by name
		if strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json") {
			out = append(out, name)
		}
	}
	return out
}

// giver gathers the values of variables.
type giver struct {
	tree    *Tree
	machine *expr.Machine
	values  map[string]cty.Value
}

func (g *giver) given(given Given, shared bool) error {
	if given.Var == "" {
		if err := g.file(given.Name, given.File); err != nil {
			return fmt.Errorf("%s: %w", given.Name, err)
		}
		return nil
	}
	name, text, ok := strings.Cut(given.Var, "=")
	switch name = strings.TrimSpace(name); {
	case !ok:
		return fmt.Errorf("--var %s: it must be NAME=VALUE", name)
	case g.tree.Root.Variables[name] == nil && shared:
		return nil
	case g.tree.Root.Variables[name] == nil:
		return fmt.Errorf("--var %s: the root module declares no variable %q", name, name)
	}
	if err := g.text(name, text); err != nil {
		return fmt.Errorf("--var %s: %w", name, err)
	}
	return nil
}

var errPrivateUse = errors.New("holds private-use characters, which plan403 reserves; remove them")

// text gives a variable the text of an option or of the environment. It is the
// value itself, unless the type asks for more than a string, a number or a bool.
func (g *giver) text(name, text string) error {
	if symbol.Contains(text) {
		return errPrivateUse
	}
	decl := g.tree.Root.Variables[name]
	if !decl.typed || decl.Type.IsPrimitiveType() {
		g.values[name] = cty.StringVal(text)
		return nil
	}
	x, err := syntax.Expression([]byte(text), "variable "+name, hcl.InitialPos)
	if err != nil {
		return errors.New("the value does not parse as an expression")
	}
	return g.set(name, x)
}

// file reads a file of variable definitions. What the root module does not
// declare is passed over, as Terraform does.
func (g *giver) file(name string, src []byte) error {
	if symbol.Contains(string(src)) {
		return errPrivateUse
	}
	b, err := parse(src, name, strings.HasSuffix(name, ".json"))
	if err != nil {
		return err
	}
	attrs, diags := b.JustAttributes()
	if diags.HasErrors() {
		return errors.New("holds more than arguments: each line must be NAME = VALUE")
	}
	for _, attr := range attrs {
		if g.tree.Root.Variables[attr.Name] == nil {
			continue
		}
		if err := g.set(attr.Name, attr.Expr); err != nil {
			return err
		}
	}
	return nil
}

// set gives a variable the value of an expression that refers to nothing.
func (g *giver) set(name string, x hcl.Expression) error {
	if _, native := expr.Native(x); !native {
		v, diags := x.Value(nil) // strings of the JSON syntax are no templates here
		if diags.HasErrors() {
			return fmt.Errorf("variable %q does not evaluate", name)
		}
		g.values[name] = v
		return nil
	}
	v, why := g.machine.Run(func() cty.Value { return g.machine.Value(x, g.machine.Context(nil)) })
	if why != nil {
		return fmt.Errorf("variable %q: %s", name, why.Reason)
	}
	g.values[name] = v
	return nil
}

// missing is the value of a root variable that nobody gives: one symbol for each
// string in it, so that it is the same wherever it is asked for.
func (f *frame) missing(address string, ty cty.Type) cty.Value {
	switch {
	case ty == cty.String:
		s, ok := f.e.machine.Symbols.New(symbol.Opaque, address, symbol.Origin{
			Address: address, Reason: "the variable has no value", Remedy: "give it one with --var or in a file of " +
				"variables",
		})
		if ok {
			return cty.StringVal(s)
		}
	case ty.IsObjectType():
		out := map[string]cty.Value{}
		for name, of := range ty.AttributeTypes() {
			out[name] = f.missing(address+"."+name, of)
		}
		return cty.ObjectVal(out)
	}
	return cty.UnknownVal(ty)
}

// Default is the default of a variable of the root module, false if it has none.
func (t *Tree) Default(name string) (cty.Value, bool) {
	decl := t.Root.Variables[name]
	if decl == nil || decl.Default == nil {
		return cty.NilVal, false
	}
	m := expr.New(&symbol.Table{}, nil)
	v, why := m.Run(func() cty.Value { return m.Value(decl.Default, m.Context(nil)) })
	return v, why == nil
}
