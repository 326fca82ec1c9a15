package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// called resolves module.NAME, and with it the instance and the output that
// the reference asks for: other outputs are not evaluated then.
func (f *frame) called(name string, t hcl.Traversal) (v cty.Value, n int) {
	call, ok := f.module.Calls[name]
	if !ok {
		return f.undeclared(t), len(t)
	}
	if call.Module.Missing != "" {
		f.e.machine.Blame(Reason{
			Address: address(f, "module."+name), Reason: call.Module.Missing,
			Remedy: call.fetch(), Range: t.SourceRange(),
		})
		return cty.DynamicVal, len(t)
	}
	if f.off("module."+name, call.enabled) {
		return cty.NullVal(cty.DynamicPseudoType), 2
	}
	if call.Count == nil && call.ForEach == nil {
		return f.child(call, cty.NilVal).output1(t, 2)
	}
	keys, known := f.callKeys(call)
	if !known {
		return cty.DynamicVal, len(t)
	}
	if len(t) > 2 {
		if index, ok := t[2].(hcl.TraverseIndex); ok && hasKey(keys, index.Key) {
			return f.child(call, index.Key).output1(t, 3)
		}
	}
	return f.allCalled(call, keys), 2
}

// fetch says how to get a module that is not there.
func (c *Call) fetch() string {
	if local(c.Source) {
		return "put the module's folder there, or name the right one"
	}
	return "run terraform get, which fetches modules and needs no credentials of AWS"
}

// output1 returns the output named by step i, or all of them.
func (f *frame) output1(t hcl.Traversal, i int) (cty.Value, int) {
	name, ok := expr.StepName(t, i)
	if !ok {
		return f.outputs(), i
	}
	if _, ok := f.module.Outputs[name]; !ok {
		return f.outputs(), i
	}
	return f.output(name), i + 1
}

func (f *frame) outputs() cty.Value {
	out := map[string]cty.Value{}
	for name := range f.module.Outputs {
		out[name] = f.output(name)
	}
	return cty.ObjectVal(out)
}

// callKeys returns the instance keys of a call with count or for_each, from
// the source or else from the plan.
func (f *frame) callKeys(call *Call) (keys []cty.Value, known bool) {
	if call.ForEach != nil {
		keys, known = f.keys("module."+call.Name, call.ForEach)
	} else if size := f.size("module."+call.Name, call.Count); size >= 0 && size <= maxInstances {
		keys, known = numbers(size), true
	}
	if !known {
		keys = f.e.world.ModuleKeys(f.address, call.Name)
		known = len(keys) > 0
	}
	return keys, known
}

// numbers are the keys of n instances.
func numbers(n int) (keys []cty.Value) {
	for i := range n {
		keys = append(keys, value.Number(i))
	}
	return keys
}

func hasKey(keys []cty.Value, key cty.Value) bool {
	for _, k := range keys {
		if k.RawEquals(key) {
			return true
		}
	}
	return false
}

// allCalled is the whole of module.NAME: a tuple or an object of instances.
func (f *frame) allCalled(call *Call, keys []cty.Value) cty.Value {
	if call.ForEach != nil {
		out := map[string]cty.Value{}
		for _, key := range keys {
			if s, ok := value.Text(key); ok {
				out[s] = f.child(call, key).outputs()
			}
		}
		return cty.ObjectVal(out)
	}
	byPlace := map[int]cty.Value{}
	size := 0
	for _, key := range keys {
		if i, ok := position(key); ok {
			byPlace[i], size = key, max(size, i+1)
		}
	}
	out := make([]cty.Value, size)
	for i := range out {
		out[i] = cty.DynamicVal
		if key, ok := byPlace[i]; ok {
			out[i] = f.child(call, key).outputs()
		}
	}
	return cty.TupleVal(out)
}
