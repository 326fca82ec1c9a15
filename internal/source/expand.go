package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Expanded is one instance of a resource or data block that the configuration
// asks for.
type Expanded struct {
	Ref   ResourceRef
	Block *Resource
	// Why says why it is not known which instances there are: of the block, or
	// of a module around it, of which Of is the address. Ref then stands for any of
	// them, without keys.
	Why *Reason
	Of  string
}

// Absent is a call of a module whose source is not there.
type Absent struct {
	// Address is that of the call, Source where its module comes from.
	Address, Source string
	Reason, Remedy  string
	Range           hcl.Range

	frame *frame // in which the call stands
	call  *Call
}

// maxExpanded bounds the instances of a configuration, those of resources and those of
// modules: modules with count inside each other multiply.
const maxExpanded = 20_000

var errExpanded = fmt.Errorf("asks for more than %d instances of resources or modules", maxExpanded)

// Expand lists the instances of the blocks that are wanted, in the order of modules
// and names. Modules that are not there are told once each.
func (e *Evaluator) Expand(wanted func(mode, typ string) bool) (list []Expanded, absent []Absent, err error) {
	x := &expansion{e: e, wanted: wanted, told: map[string]bool{}}
	x.module(e.frames[""], unsure{})
	if x.full() {
		return nil, nil, errExpanded
	}
	return x.list, x.absent, nil
}

// CallArguments evaluates what a module that is not there is given, in the order of
// names: what is inside it may hang on nothing else.
func (e *Evaluator) CallArguments(a Absent) (out []cty.Value) {
	attrs, _ := a.call.Body.JustAttributes()
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if callMeta[name] {
			continue
		}
		s := scope{frame: a.frame, forEach: a.call.ForEach, owner: "module." + a.call.Name}
		v, _ := e.machine.Run(func() cty.Value { return e.machine.Value(attrs[name].Expr, e.machine.Context(s)) })
		out = append(out, v)
	}
	return out
}

// callMeta is what is written in a module block without being the module's own.
var callMeta = map[string]bool{
	"source": true, "version": true, "providers": true, "count": true, "for_each": true, "depends_on": true,
}

// Keys lists the instance keys of one block in one module instance, cty.NilVal
// for the instance of a block without count and for_each. why is set if they
// are not known.
func (e *Evaluator) Keys(module, mode, typ, name string) (keys []cty.Value, why *Reason) {
	f, res := e.find(ResourceRef{Module: module, Mode: mode, Type: typ, Name: name})
	if res == nil {
		return nil, &Reason{Address: resourceKey(mode, typ, name), Reason: "the resource is not in the source"}
	}
	if why = f.unsure(); why != nil {
		return nil, why
	}
	return e.instances(f, resourceKey(mode, typ, name), repeated{res.Count(), res.ForEach(), res.meta().enabled})
}

// unsure says why a frame stands for any instance of its module: it is not known
// which there are. nil if it is.
func (f *frame) unsure() *Reason {
	if f.parent == nil || f.sure {
		return nil
	}
	if why := f.parent.unsure(); why != nil {
		return why
	}
	_, why := f.e.instances(f.parent, "module."+f.call.Name, repeated{f.call.Count, f.call.ForEach, f.call.enabled})
	f.sure = why == nil
	return why
}

// repeated is what decides how many instances a block has.
type repeated struct{ count, forEach, enabled hcl.Expression }

var errUndecided = errors.New("the number of instances is not known")

func (e *Evaluator) instances(f *frame, owner string, r repeated) (keys []cty.Value, why *Reason) {
	var err error
	_, why = e.machine.Run(func() cty.Value {
		if keys, err = f.instanceKeys(owner, r); err != nil {
			e.machine.Blame(Reason{Address: address(f, owner), Reason: err.Error()})
			return cty.DynamicVal
		}
		return cty.True
	})
	return keys, why
}

func (f *frame) instanceKeys(owner string, r repeated) ([]cty.Value, error) {
	if r.enabled != nil {
		v, _ := f.expression("enabled of "+owner, r.enabled).Unmark()
		if v.Type() != cty.Bool || !v.IsKnown() || v.IsNull() {
			return nil, errUndecided
		}
		if v.False() {
			return nil, nil
		}
	}
	switch {
	case r.forEach != nil:
		keys, ok := f.keys(owner, r.forEach)
		if !ok {
			return nil, errUndecided
		}
		return keys, nil
	case r.count != nil:
		n := f.size(owner, r.count)
		if n < 0 {
			return nil, errUndecided
		}
		if n > maxInstances {
			return nil, fmt.Errorf("more than %d instances", maxInstances)
		}
		return numbers(n), nil
	}
	return []cty.Value{cty.NilVal}, nil
}

// expansion gathers the instances of a configuration.
type expansion struct {
	e      *Evaluator
	wanted func(mode, typ string) bool
	list   []Expanded
	absent []Absent
	told   map[string]bool // the calls in absent
	frames int             // instances of modules
}

func (x *expansion) full() bool { return max(len(x.list), x.frames) > maxExpanded }

// unsure says of which block it is not known how many instances it has, and why.
type unsure struct {
	why *Reason
	of  string
}

// module lists the blocks of one module instance, or of any, if it is not known
// which there are.
func (x *expansion) module(f *frame, any unsure) {
	x.frames++
	for _, key := range slices.Sorted(maps.Keys(f.module.Resources)) {
		if res := f.module.Resources[key]; x.wanted(res.Mode, res.Type) {
			x.block(f, res, any)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.module.Calls)) {
		if x.full() {
			return
		}
		x.call(f, f.module.Calls[name], any)
	}
}

func (x *expansion) block(f *frame, res *Resource, any unsure) {
	ref := ResourceRef{Module: f.address, Mode: res.Mode, Type: res.Type, Name: res.Name}
	var keys []cty.Value
	if any.why == nil {
		keys, any.why = x.e.Keys(ref.Module, ref.Mode, ref.Type, ref.Name)
		any.of = address(f, resourceKey(res.Mode, res.Type, res.Name))
	}
	if any.why != nil {
		x.list = append(x.list, Expanded{Ref: ref, Block: res, Why: any.why, Of: any.of})
		return
	}
	for _, key := range keys {
		ref.Key = key
		x.list = append(x.list, Expanded{Ref: ref, Block: res})
	}
}

func (x *expansion) call(f *frame, call *Call, any unsure) {
	var keys []cty.Value
	if any.why == nil {
		keys, any.why = x.e.instances(f, "module."+call.Name, repeated{call.Count, call.ForEach, call.enabled})
		any.of = address(f, "module."+call.Name)
	}
	if any.why != nil {
		keys = []cty.Value{cty.NilVal}
	}
	if call.Module.Missing != "" {
		if len(keys) > 0 {
			x.miss(f, call)
		}
		return
	}
	for _, key := range keys {
		if x.full() {
			return
		}
		x.module(f.child(call, key), any)
	}
}

// miss tells a module that is not there, once for all its instances.
func (x *expansion) miss(f *frame, call *Call) {
	key := join(f.module.Key, call.Name)
	if x.told[key] {
		return
	}
	x.told[key] = true
	x.absent = append(x.absent, Absent{
		Address: address(f, "module."+call.Name), Source: call.Source, Reason: call.Module.Missing,
		Remedy: call.fetch(), Range: call.DeclRange, frame: f, call: call,
	})
}
