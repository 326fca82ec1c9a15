package source

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// maxInstances bounds the instances of one block.
const maxInstances = 10_000

// resource resolves TYPE.NAME of t, which is whole without a leading "data".
func (s scope) resource(whole, t hcl.Traversal, mode string) (v cty.Value, n int) {
	typ, ok1 := expr.StepName(t, 0)
	name, ok2 := expr.StepName(t, 1)
	if !ok1 || !ok2 {
		r := Reason{Address: expr.Text(whole), Reason: "the reference is not complete", Range: whole.SourceRange()}
		return s.blame(r), len(t)
	}
	res, ok := s.frame.module.Resources[resourceKey(mode, typ, name)]
	if !ok {
		return s.frame.undeclared(whole), len(t)
	}
	if off := s.frame.off("resource "+resourceKey(mode, typ, name), res.meta().enabled); off {
		return cty.NullVal(cty.DynamicPseudoType), 2
	}
	key := resourceKey(mode, typ, name)
	v = s.frame.once(key, whole.SourceRange(), func() cty.Value {
		v := s.frame.resource(res)
		s.frame.settled[key] = v.IsWhollyKnown()
		return v
	})
	if !s.frame.settled[key] {
		s.frame.explain(whole, v, t[2:])
	}
	return v, 2
}

// resource gathers the instances of a resource that the plan shows.
func (f *frame) resource(res *Resource) cty.Value {
	if f.e.alone {
		if _, why := f.e.Keys(f.address, res.Mode, res.Type, res.Name); why != nil {
			f.e.machine.Blame(*why)
			return cty.DynamicVal
		}
	}
	var list []Instance
	f.e.machine.LoseShapes()
	for _, i := range f.e.world.Instances(f.address, res.Mode, res.Type, res.Name) {
		i.Value, _ = i.Value.UnmarkDeep()
		if value.Inspect(i.Value).Has(value.Oversize) {
			i.Value = cty.DynamicVal
		}
		list = append(list, i)
	}
	gather := f.single
	switch {
	case res.ForEach() != nil:
		gather = f.keyed
	case res.Count() != nil:
		gather = f.counted
	}
	// Why count or for_each is not known says nothing about the instances.
	v, _, _ := f.e.machine.Isolate(func() cty.Value { return gather(res, list) })
	if !v.IsKnown() {
		f.e.machine.Blame(f.absent(res))
	}
	return v
}

// absent says why nothing is known of a resource.
func (f *frame) absent(res *Resource) Reason {
	r := Reason{
		Address: address(f, resourceKey(res.Mode, res.Type, res.Name)), Reason: "the plan does not hold this resource",
		Remedy: "plan without -target", Range: res.DeclRange,
	}
	if p, ok := f.e.world.(Planner); ok && !p.Reads(res.Mode, res.Type) {
		r.Reason = "plan403 does not read resources of type " + res.Type
		r.Remedy = "write the value itself instead of the reference"
	}
	return r
}

// off reports whether a block is certainly left out by lifecycle { enabled }, as
// in OpenTofu.
// https://opentofu.org/docs/language/meta-arguments/enabled/
func (f *frame) off(owner string, enabled hcl.Expression) bool {
	if enabled == nil {
		return false
	}
	v, _ := f.expression("enabled of "+owner, enabled).Unmark()
	return v.Type() == cty.Bool && v.IsKnown() && !v.IsNull() && v.False()
}

func (f *frame) single(_ *Resource, list []Instance) cty.Value {
	for _, i := range list {
		if i.Key == cty.NilVal {
			return i.Value
		}
	}
	return cty.DynamicVal
}

// counted makes the tuple of a resource with count. Instances that the source
// asks for and the plan does not show are unknown, as after -target.
func (f *frame) counted(res *Resource, list []Instance) cty.Value {
	size := f.size(resourceKey(res.Mode, res.Type, res.Name), res.Count())
	for _, i := range list {
		if n, ok := position(i.Key); ok {
			size = max(size, n+1)
		}
	}
	if size > maxInstances {
		return cty.DynamicVal
	}
	out := make([]cty.Value, max(size, 0))
	for i := range out {
		out[i] = cty.DynamicVal
	}
	for _, i := range list {
		if n, ok := position(i.Key); ok {
			out[n] = i.Value
		}
	}
	return cty.TupleVal(out)
}

// size evaluates count, -1 if it is not known.
func (f *frame) size(owner string, count hcl.Expression) int {
	v := f.expression("count of "+owner, count)
	v, _ = v.Unmark()
	v, err := value.Convert(f.e.machine.Symbols, v, cty.Number)
	if err != nil || !v.IsKnown() || v.IsNull() {
		return -1
	}
	n, _ := v.AsBigFloat().Int64()
	if n < 0 || n > maxInstances {
		return maxInstances + 1
	}
	return int(n)
}

// position reads an instance key that is a number.
func position(key cty.Value) (int, bool) {
	if key == cty.NilVal || !key.IsKnown() || key.IsNull() || key.Type() != cty.Number {
		return 0, false
	}
	n, _ := key.AsBigFloat().Int64()
	return int(n), n >= 0 && n < maxInstances
}

// keyed makes the object of a resource with for_each.
func (f *frame) keyed(res *Resource, list []Instance) cty.Value {
	out := map[string]cty.Value{}
	keys, _ := f.keys(resourceKey(res.Mode, res.Type, res.Name), res.ForEach())
	for _, key := range keys {
		out[key.AsString()] = cty.DynamicVal
	}
	for _, i := range list {
		if i.Key == cty.NilVal {
			continue
		}
		if s, ok := value.Text(i.Key); ok {
			out[s] = i.Value
		}
	}
	return cty.ObjectVal(out)
}

// keys evaluates the keys of for_each; ok is false if they are not known.
func (f *frame) keys(owner string, forEach hcl.Expression) (keys []cty.Value, ok bool) {
	v := f.expression("for_each of "+owner, forEach)
	if !v.IsKnown() || v.IsNull() || value.Leaf(v) {
		return nil, false
	}
	items := value.Spread(f.e.machine.Symbols, v)
	if !value.Keyed(v) {
		items.Keys = items.Elements
	}
	for _, k := range items.Keys {
		if s, ok := value.Text(k); !ok || value.InspectText(s) != 0 {
			return nil, false
		}
	}
	return items.Keys, len(items.Keys) <= maxInstances
}

// explain notes why the part that a reference asks for is not known, if it is
// not, of a resource v that is not wholly known.
func (f *frame) explain(whole hcl.Traversal, v cty.Value, steps hcl.Traversal) {
	for _, step := range steps {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			if !v.IsKnown() || v.IsNull() || !v.Type().IsObjectType() || !v.Type().HasAttribute(s.Name) {
				break
			}
			v = v.GetAttr(s.Name)
			continue
		case hcl.TraverseIndex:
			next, diags := hcl.Index(v, s.Key, nil)
			if diags.HasErrors() {
				break
			}
			v = next
			continue
		}
		break
	}
	if len(steps) == 0 || !v.IsWhollyKnown() {
		f.e.machine.Blame(Reason{
			Address: address(f, expr.Text(whole)), Reason: "the value is known only after apply",
			Remedy: fmt.Sprintf("apply %s first, or name the value in the configuration", expr.Text(whole)),
			Range:  whole.SourceRange(),
		})
	}
}

func address(f *frame, name string) string {
	if f.address == "" {
		return name
	}
	return f.address + "." + name
}
