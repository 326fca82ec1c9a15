package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// World is what the evaluator asks of the plan.
type World interface {
	// Instances lists the instances of a resource in one module instance, such
	// as Instances(`module.a["x"]`, "managed", "aws_s3_bucket", "site").
	Instances(module, mode, typ, name string) []Instance
	// RootVariable returns the value that the plan was made with. Sensitive
	// strings in it are Secret symbols.
	RootVariable(name string) (cty.Value, bool)
	// ModuleKeys lists the instance keys that the plan shows for a call, for
	// when its count or for_each cannot be evaluated.
	ModuleKeys(module string, call string) []cty.Value
}

// Planner is a World that holds a plan, of which it tells more.
type Planner interface {
	// Planned lists the arguments that the plan shows, by resource instance.
	Planned(yield func(ref ResourceRef, args map[string]cty.Value) bool)
	// Made is when the plan was made, in RFC 3339, "" if it does not tell.
	Made() string
	// Reads reports whether resources of a mode and type are read.
	Reads(mode, typ string) bool
}

// Instance is one instance of a resource. Key is cty.NilVal, a number or a
// string. Value is an object whose unknown strings are symbols and whose other
// unknowns are cty unknowns.
type Instance struct{ Key, Value cty.Value }

// ResourceRef names one instance of a resource. Module is the address of the
// module instance, `module.a["x"].module.b[0]`, or "".
type ResourceRef struct {
	Module, Mode, Type, Name string
	Key                      cty.Value
}

// Evaluator evaluates the source of a Tree in one World. What an expression
// mentions is evaluated when it is first asked for, and kept. An Evaluator is
// not safe for concurrent use; the World may call it again while it is asked.
type Evaluator struct {
	tree    *Tree
	world   World
	machine *expr.Machine
	frames  map[string]*frame
	kept    map[askedFor]result

	alone     bool   // see Alone
	workspace string // "" if it is not known
	searched  bool   // for the workspace
}

// askedFor is an argument of a resource instance.
type askedFor struct {
	frame *frame
	block string
	key   addr.Key
	name  string
}

// result is an evaluated argument.
type result struct {
	v   cty.Value
	why *Reason
}

// NewEvaluator returns an evaluator that takes its symbols from the table, the
// same that w takes them from.
func NewEvaluator(t *Tree, w World, symbols *symbol.Table) *Evaluator {
	e := &Evaluator{
		tree: t, world: w,
		machine: expr.New(symbols, t.files),
		frames:  map[string]*frame{},
		kept:    map[askedFor]result{},
	}
	if p, ok := w.(Planner); ok {
		e.machine.Made = p.Made()
	}
	e.frames[""] = newFrame(e, t.Root)
	return e
}

// Alone tells that there is no plan, which would show the instances of resources:
// where the source does not tell how many there are, nothing is known of any.
func (e *Evaluator) Alone() { e.alone = true }

// Attribute evaluates one argument at the top of a resource instance's block.
// present is false if it is not written there. If any part of v is a cty
// unknown, why says which reference, function or file is to blame; parts that
// are symbols carry their own origins.
func (e *Evaluator) Attribute(ref ResourceRef, name string) (v cty.Value, rng hcl.Range, present bool, why *Reason) {
	f, res := e.find(ref)
	if res == nil {
		return cty.NilVal, hcl.Range{}, false, nil
	}
	attr := expr.Argument(res.Body, name)
	if attr == nil {
		return cty.NilVal, hcl.Range{}, false, nil
	}
	key := askedFor{f, resourceKey(ref.Mode, ref.Type, ref.Name), addr.KeyOf(ref.Key), name}
	r, ok := e.kept[key]
	if !ok {
		r.v, r.why = e.machine.Run(func() cty.Value {
			return e.machine.Value(attr.Expr, e.context(f, res, ref.Key))
		})
		if !e.machine.Exhausted() {
			e.kept[key] = r
		}
	}
	return r.v, attr.Range, true, r.why
}

// decodeFaults are the summaries of errors after which the rest of what hcldec
// has decoded can be trusted: an argument that is left out, and a dynamic block
// of a type that the spec does not ask for.
var decodeFaults = map[string]bool{"Incorrect attribute value type": true, "Unsupported block type": true}

// Decode decodes the blocks and arguments that spec asks for, with dynamic
// blocks expanded. If what decides about a block is not known the block is
// unknown, as in dynblock.
func (e *Evaluator) Decode(ref ResourceRef, spec hcldec.Spec) (cty.Value, *Reason) {
	f, res := e.find(ref)
	if res == nil {
		return cty.DynamicVal, &Reason{Address: resourceKey(ref.Mode, ref.Type, ref.Name), Reason: "the resource " +
			"is not in the source"}
	}
	return e.machine.Run(func() cty.Value {
		ctx := e.context(f, res, ref.Key)
		v, _, diags := hcldec.PartialDecode(dynblock.Expand(res.Body, ctx), spec, ctx)
		for _, d := range diags {
			if d.Severity == hcl.DiagError && !decodeFaults[d.Summary] {
				r := Reason{Address: resourceKey(ref.Mode, ref.Type, ref.Name), Reason: "the block does not " +
					"decode: " + e.machine.OneLine(d.Summary)}
				if d.Subject != nil {
					r.Range = *d.Subject
				}
				e.machine.Blame(r)
				return cty.UnknownVal(hcldec.ImpliedType(spec))
			}
		}
		return v
	})
}

// HasBlock reports whether a block of the type is written, plainly or as a
// dynamic block.
func (e *Evaluator) HasBlock(ref ResourceRef, name string) bool {
	_, res := e.find(ref)
	return res != nil && len(expr.Blocks(res.Body, name)) > 0
}

// find returns the frame and the block of a resource, nil if there is none.
func (e *Evaluator) find(ref ResourceRef) (*frame, *Resource) {
	f := e.frameAt(ref.Module)
	if f == nil {
		return nil, nil
	}
	return f, f.module.Resources[resourceKey(ref.Mode, ref.Type, ref.Name)]
}

// context is where the expressions of a resource instance are evaluated.
func (e *Evaluator) context(f *frame, res *Resource, key cty.Value) *hcl.EvalContext {
	return e.machine.Context(
		scope{frame: f, key: key, forEach: res.ForEach(), owner: resourceKey(res.Mode, res.Type, res.Name)},
	)
}

// Template evaluates the text of a template with an object of variables.
func (e *Evaluator) Template(text string, vars cty.Value) (cty.Value, *Reason) {
	return e.machine.Run(func() cty.Value { return e.machine.Template(text, vars) })
}
