// Package source holds the HCL source of a configuration: it loads a root
// module with the modules it calls, and evaluates single arguments of resource
// instances with symbols for what is known only after apply.
//
// Nothing outside the source directory is ever read, and nothing is run.
package source

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/function"
)

// Reason says why a value is not known: the address of the thing to blame, a
// reason and a remedy of one line each, and where it is mentioned.
type Reason = expr.Reason

// Tree is a configuration: the root module and, through its calls, the others.
type Tree struct {
	Root *Module

	files   *function.Files // for file() and its kin; nil: none
	folder  folder
	sources map[string][]byte
	loader  *loader // that made it, nil for a tree that cannot be made again
}

// Module is one module as it is called from one place. Modules with count or
// for_each are one Module here, and one frame an instance when evaluated.
type Module struct {
	Key       string // names of the calls from the root: "a.b", "" for the root
	Dir       string // slash-separated, relative to the root module: "modules/x"
	Resources map[string]*Resource
	Calls     map[string]*Call
	Variables map[string]*Variable
	Locals    map[string]*hcl.Attribute
	Outputs   map[string]*Output
	Providers map[string]*Provider // "aws", "aws.alias"
	Missing   string               // why the source is not there, "" if it is
}

// Resource is a resource or data block. What is in it may be yet to be parsed.
type Resource struct {
	Mode, Type, Name string // Mode is "managed" or "data"
	Body             hcl.Body
	DeclRange        hcl.Range

	meta func() metaArguments
}

// Call is a module block.
type Call struct {
	Name, Source   string
	Body           hcl.Body
	Count, ForEach hcl.Expression
	DependsOn      []hcl.Traversal
	Providers      map[string]string // name inside the module: name outside
	DeclRange      hcl.Range
	Module         *Module

	enabled hcl.Expression // nil if not written
}

// Variable is a variable block.
type Variable struct {
	Name      string
	Type      cty.Type // cty.DynamicPseudoType if any
	Defaults  *typeexpr.Defaults
	Default   hcl.Expression // nil if required
	Nullable  bool
	Sensitive bool
	DeclRange hcl.Range

	typed bool // a type is written
}

// Output is an output block.
type Output struct {
	Name      string
	Value     hcl.Expression // nil if not written
	Sensitive bool
	DeclRange hcl.Range
}

// Provider is a provider block.
type Provider struct {
	Name, Alias string
	Body        hcl.Body
	ForEach     hcl.Expression // nil if not written; OpenTofu's
	DeclRange   hcl.Range
}

// Module returns the module that the calls of the given names lead to from the
// root, nil if there is none.
func (t *Tree) Module(path []string) *Module {
	m := t.Root
	for _, name := range path {
		call, ok := m.Calls[name]
		if !ok {
			return nil
		}
		m = call.Module
	}
	return m
}

// Source returns the content of a file that a range names, nil if there is none:
// of the configuration, or a template, a file of variables and the like beside it.
func (t *Tree) Source(filename string) []byte {
	if src, ok := t.sources[filename]; ok {
		return src
	}
	if src, err := t.files.Read(filename); err == nil {
		return src
	}
	return nil
}

// Files lists the files that were read, by the names that ranges have for them,
// sorted.
func (t *Tree) Files() []string { return slices.Sorted(maps.Keys(t.sources)) }

// resourceKey is the key of Module.Resources.
func resourceKey(mode, typ, name string) string {
	if mode == "data" {
		return "data." + typ + "." + name
	}
	return typ + "." + name
}
