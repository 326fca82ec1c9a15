package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/symbol"
)

const parameter = "aws_ssm_parameter"

// fillParameter gives a data.aws_ssm_parameter that is not read yet the value that
// another root puts under that name. Names are unique in a region of an account
// (AWS Systems Manager API Reference, PutParameter).
func (b *builder) fillParameter(d *draft) {
	if v, ok := d.attrs["value"]; b.world == nil || ok && v.IsWhollyKnown() {
		return
	}
	name := b.text(d, "name")
	if name == "" || symbol.Unknown(name) {
		return
	}
	var found []cty.Value
	for _, r := range b.world.roots {
		if r.builder != b {
			found = append(found, r.parameters(name, d.res.Region)...)
		}
	}
	if len(found) == 1 { // of several, accounts are not told apart
		d.attrs["value"], d.attrs["insecure_value"] = found[0], found[0]
	}
}

// parameterBlocks are the blocks of parameters, of which few are ever referred to:
// those that are held, those drafted already, those of a root module without a plan.
func (r *root) parameterBlocks() []addr.Block {
	found := map[addr.Block]bool{}
	note := func(at addr.Block) {
		if x, ok := addr.ParseBlockName(at.Name); ok && x.Mode == addr.Managed && x.Type == parameter {
			found[at] = true
		}
	}
	for at := range r.held {
		note(at)
	}
	for at := range r.byName {
		note(at)
	}
	if m := r.plan.Config.Module(nil); m != nil {
		for _, name := range m.Blocks() {
			note(addr.Block{Name: name})
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b addr.Block) int {
		return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.Name, b.Name))
	})
}

// parameters lists the values that a root puts under a name.
func (r *root) parameters(name, region string) (out []cty.Value) {
	for _, at := range r.parameterBlocks() {
		for _, d := range r.instances(at) {
			r.resolve(d)
			if d.res.Region != region || r.symbols.Reveal(r.text(d, "name")) != name {
				continue
			}
			value, ok := d.attrs["value"]
			if !ok || value.IsNull() {
				value, ok = d.attrs["insecure_value"]
			}
			if ok {
				out = append(out, value)
			}
		}
	}
	return out
}
