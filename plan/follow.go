package plan

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// direct returns the value of an expression that can only be one reference. The
// name of a bucket is never another's: where one refers to another, something
// is added to it.
func (b *builder) direct(d *draft, name string, e Expression) (cty.Value, bool) {
	if d.res.Type == "aws_s3_bucket" && name == "bucket" {
		return cty.NilVal, false
	}
	want := wanted[name]
	if want == nil {
		want = wantedOf[name]
	}
	return b.follow(d.res.Module, want, e, 0)
}

// maxHops bounds the chain of variables and outputs that is followed.
const maxHops = 32

func (b *builder) follow(module string, want map[string]bool, e Expression, hops int) (cty.Value, bool) {
	if e.Constant != nil {
		return constant(e.Constant)
	}
	refs := longest(e.References)
	if len(refs) != 1 || hops > maxHops {
		return cty.NilVal, false
	}
	parts := strings.Split(refs[0], ".")
	switch {
	case parts[0] == "var" && len(parts) == 2:
		return b.followVariable(module, parts[1], want, hops)
	case parts[0] == "module" && len(parts) == 3:
		return b.followOutput(module, parts[1], parts[2], want, hops)
	}
	return b.followResource(module, refs[0], want)
}

func constant(raw json.RawMessage) (cty.Value, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return cty.NilVal, false
	}
	return cty.StringVal(s), !strings.Contains(s, "${")
}

func (b *builder) followVariable(module, name string, want map[string]bool, hops int) (cty.Value, bool) {
	steps := splitModule(module)
	if len(steps) == 0 {
		v, ok := b.RootVariable(name)
		return v, ok && v.Type() == cty.String
	}
	parent := ""
	if len(steps) > 1 {
		parent = steps[len(steps)-2].address
	}
	m := b.plan.Config.Module(moduleNames(parent))
	if m == nil || m.Calls[steps[len(steps)-1].name] == nil {
		return cty.NilVal, false
	}
	e, ok := m.Calls[steps[len(steps)-1].name].Expressions[name]
	if !ok {
		return cty.NilVal, false
	}
	return b.follow(parent, want, e, hops+1)
}

func (b *builder) followOutput(module, call, output string, want map[string]bool, hops int) (cty.Value, bool) {
	call, _, _ = strings.Cut(call, "[")
	instances := b.moduleInstances(module, call)
	m := b.plan.Config.Module(append(moduleNames(module), call))
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
func (b *builder) followResource(module, ref string, want map[string]bool) (cty.Value, bool) {
	target, attr := ref, ""
	if at := strings.LastIndexByte(ref, '.'); at >= 0 && strings.Count(ref, ".") > 1 {
		typ, _, _ := strings.Cut(ref, ".")
		if want[ref[at+1:]] || want[typ+ref[at:]] {
			target, attr = ref[:at], ref[at+1:]
		}
	}
	name, key := target, cty.NilVal
	if i := strings.IndexByte(target, '['); i >= 0 {
		name = target[:i]
		key, _ = cutKey(target[i:])
	}
	instances := b.instances(blockAddress{module, name})
	if attr == "" {
		if len(instances) != 1 {
			return cty.NilVal, false
		}
		return common(b.resolve(instances[0]), want)
	}
	for _, d := range instances {
		if sameKey(d.res.Key, key) {
			return common(b.resolve(d), map[string]bool{attr: true})
		}
	}
	return cty.NilVal, false
}

// common is the value that all wanted attributes of an object share.
func common(v cty.Value, want map[string]bool) (out cty.Value, ok bool) {
	if !v.IsKnown() || !v.Type().IsObjectType() {
		return cty.NilVal, false
	}
	for name := range want {
		if !v.Type().HasAttribute(name) || v.GetAttr(name).IsNull() {
			continue
		}
		if x := v.GetAttr(name); !ok {
			out, ok = x, true
		} else if !x.RawEquals(out) {
			return cty.NilVal, false
		}
	}
	return out, ok
}

func sameKey(a, b cty.Value) bool {
	if a == cty.NilVal || b == cty.NilVal {
		return a == cty.NilVal && b == cty.NilVal
	}
	return a.RawEquals(b)
}
