package plan

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
)

// direct returns the value of an expression that can only be one reference. The
// name of a bucket is never another's: where one refers to another, something
// is added to it, so no attribute fits it.
func (b *builder) direct(d *draft, name string, e planfile.Expression) (cty.Value, bool) {
	return b.follow(d.res.Module, resource.Of(d.res.Type).Fit(name), e, 0)
}

// maxHops bounds the chain of variables and outputs that is followed.
const maxHops = 32

func (b *builder) follow(module addr.Module, want []string, e planfile.Expression, hops int) (cty.Value, bool) {
	if e.Constant != nil {
		return constant(e.Constant)
	}
	refs := longest(e.References)
	if len(refs) != 1 || hops > maxHops {
		return cty.NilVal, false
	}
	ref := addr.ParseReference(refs[0])
	switch {
	case len(ref) == 0:
		return cty.NilVal, false
	case ref[0].Name == "var" && len(ref) == 2:
		return b.followVariable(module, ref[1].Name, want, hops)
	case ref[0].Name == "module" && len(ref) == 3:
		return b.followOutput(module, ref[1].Name, ref[2].Name, want, hops)
	}
	return b.followResource(module, ref, want)
}

func constant(raw json.RawMessage) (cty.Value, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return cty.NilVal, false
	}
	return cty.StringVal(s), !strings.Contains(s, "${")
}

func (b *builder) followVariable(module addr.Module, name string, want []string, hops int) (cty.Value, bool) {
	if module.IsRoot() {
		v, ok := b.RootVariable(name)
		return v, ok && v.Type() == cty.String
	}
	parent, call := module.Parent(), module.Call().Name
	m := b.plan.Config.Module(parent.Names())
	if m == nil || m.Calls[call] == nil {
		return cty.NilVal, false
	}
	e, ok := m.Calls[call].Expressions[name]
	if !ok {
		return cty.NilVal, false
	}
	return b.follow(parent, want, e, hops+1)
}

func (b *builder) followOutput(module addr.Module, call, output string, want []string, hops int) (cty.Value, bool) {
	instances := b.moduleInstances(module.String(), call)
	m := b.plan.Config.Module(append(module.Names(), call))
	if m == nil || len(instances) != 1 {
		return cty.NilVal, false
	}
	o, ok := m.Outputs[output]
	if !ok {
		return cty.NilVal, false
	}
	return b.follow(instances[0], want, o.Expression, hops+1)
}

// followResource reads aws_s3_bucket.site[0].arn in a module instance. A splat
// loses the attribute: where the resource has one instance and all attributes
// that fit have one value, that is it.
func (b *builder) followResource(module addr.Module, ref addr.Reference, want []string) (cty.Value, bool) {
	block, rest, ok := ref.Block()
	if !ok || len(rest) > 1 {
		return cty.NilVal, false
	}
	attr := ""
	if len(rest) == 1 {
		attr = rest[0].Name
		if !slices.Contains(want, attr) && !slices.Contains(want, block.Type+"."+attr) {
			return cty.NilVal, false
		}
	}
	block.Module = module
	instances := b.instances(block.Block())
	if attr == "" {
		if len(instances) != 1 {
			return cty.NilVal, false
		}
		return common(b.resolve(instances[0]), want)
	}
	for _, d := range instances {
		if d.res.Key == block.Key {
			return common(b.resolve(d), []string{attr})
		}
	}
	return cty.NilVal, false
}

// common is the value that all wanted attributes of an object share.
func common(v cty.Value, want []string) (out cty.Value, ok bool) {
	if !v.IsKnown() || !v.Type().IsObjectType() {
		return cty.NilVal, false
	}
	for _, name := range want {
		if !v.Type().HasAttribute(name) || v.GetAttr(name).IsNull() {
			continue
		}
		if x := v.GetAttr(name); !ok {
			out, ok = x, true
		} else if !sameValue(x, out) {
			return cty.NilVal, false
		}
	}
	return out, ok
}
