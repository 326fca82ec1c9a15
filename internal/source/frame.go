package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/zclconf/go-cty/cty"
)

// frame is one instance of a module.
type frame struct {
	e       *Evaluator
	module  *Module
	address string // `module.a["x"].module.b[0]`, "" for the root
	parent  *frame // nil for the root
	call    *Call
	key     cty.Value // cty.NilVal without count and for_each
	memo    map[string]*memo
	// settled are the resources of which nothing is unknown. Each reference to one of
	// many instances asks for it, so it is not looked for each time.
	settled map[string]bool
	sure    bool // that there is this instance, see unsure
}

// memo is a value that has been, or is being, evaluated.
type memo struct {
	v       cty.Value
	reasons []Reason
	busy    bool
	// shapeless: it comes from the plan, see expr.Machine.LoseShapes
	shapeless bool
}

func newFrame(e *Evaluator, m *Module) *frame {
	return &frame{e: e, module: m, memo: map[string]*memo{}, settled: map[string]bool{}}
}

// child returns the frame of an instance of a call.
func (f *frame) child(call *Call, key cty.Value) *frame {
	address := "module." + call.Name + expr.KeySuffix(key)
	if f.address != "" {
		address = f.address + "." + address
	}
	if known, ok := f.e.frames[address]; ok {
		return known
	}
	c := newFrame(f.e, call.Module)
	c.address, c.parent, c.call, c.key = address, f, call, key
	f.e.frames[address] = c
	return c
}

// frameAt finds the module instance with an address, nil if the source has no
// such module.
func (e *Evaluator) frameAt(address string) *frame {
	if f, ok := e.frames[address]; ok {
		return f
	}
	m, rest := addr.ParseModule(address)
	if rest != "" {
		return nil
	}
	f := e.frames[""]
	for _, at := range m.Path() {
		step := at.Call()
		call := f.module.Calls[step.Name]
		if call == nil {
			return nil
		}
		f = f.child(call, step.Key.Value())
	}
	return f
}

// once evaluates what has the given name in the frame, the first time it is
// asked for. What needs itself is unknown.
func (f *frame) once(name string, rng hcl.Range, eval func() cty.Value) cty.Value {
	m := f.e.machine
	if known, ok := f.memo[name]; ok {
		if known.busy {
			m.Blame(Reason{Address: name, Reason: "the value refers to itself", Remedy: "break the cycle", Range: rng})
			return cty.DynamicVal
		}
		m.Blame(known.reasons...)
		if known.shapeless {
			m.LoseShapes()
		}
		return known.v
	}
	mine := &memo{busy: true}
	f.memo[name] = mine
	keep := false
	defer func() {
		if !keep { // the budget ran out, or HCL panicked
			delete(f.memo, name)
		}
	}()
	mine.v, mine.reasons, mine.shapeless = m.Isolate(eval)
	mine.busy, keep = false, !m.Exhausted()
	m.Blame(mine.reasons...)
	return mine.v
}
