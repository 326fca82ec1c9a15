package plan

import (
	"encoding/json"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// builder makes the states of one plan. It answers the evaluator's questions
// about other resources (source.World), so that one unknown argument can be
// computed from the values of another.
type builder struct {
	plan      *planfile.Plan
	symbols   *symbol.Table
	options   StateOptions
	eval      *source.Evaluator
	providers *providers

	// lifted are the arguments before apply by the address of their resource; nil once
	// the drafts are made.
	lifted map[string]earlier

	drafts   []*draft
	byName   map[addr.Block][]*draft
	byModule map[addr.Block][]addr.Module // instances of a module call
	noted    map[string]bool              // module instances that are in byModule
	// held is what nothing has referred to yet, referred how the others
	// stand before apply; err is what was wrong with one of them.
	held      map[addr.Block][]planfile.HeldElement
	heldNoted bool // in byModule
	referred  []*Resource
	err       error
	world     *Linked // of which this root is a part
	// firstApply: where there is no plan, nothing of the root stands yet.
	firstApply bool

	alone *alone // nil where there is a plan

	planned *planfile.Config    // as the plan has it
	remade  map[addr.Block]bool // see Again
	fresh   *alone
	deleted map[string]bool      // by the plan
	given   map[string]cty.Value // what files give variables, see editedVariable
}

func newBuilder(p *planfile.Plan, symbols *symbol.Table, opt StateOptions) *builder {
	was := p.Config
	p = again(p, opt)
	b := &builder{
		planned: was,
		remade:  map[addr.Block]bool{}, lifted: map[string]earlier{},
		plan: p, symbols: symbols, options: opt, held: heldByBlock(p.Held),
		byName: map[addr.Block][]*draft{}, byModule: map[addr.Block][]addr.Module{}, noted: map[string]bool{},
	}
	if opt.Source != nil {
		b.eval = source.NewEvaluator(opt.Source, b, symbols)
		b.eval.InWorkspace(opt.Workspace)
	}
	b.providers = newProviders(b)
	if p.Alone {
		b.alone = newAlone(b)
	}
	return b
}

func (b *builder) add(d *draft) {
	b.drafts = append(b.drafts, d)
	key := d.res.at().Block()
	b.byName[key] = append(b.byName[key], d)
	b.noteModules(d.res.Module)
}

// noteModules notes a module instance and those that it stands in.
func (b *builder) noteModules(m addr.Module) {
	for ; !m.IsRoot() && !b.noted[m.String()]; m = m.Parent() {
		b.noted[m.String()] = true
		call := addr.Block{Module: m.Parent().String(), Name: m.Call().Name}
		b.byModule[call] = append(b.byModule[call], m)
	}
}

func (b *builder) resolveAll() []*Resource {
	out := make([]*Resource, 0, len(b.drafts))
	for i := 0; i < len(b.drafts); i++ { // there may be more as more is referred to
		if b.drafts[i].gone {
			continue
		}
		b.resolve(b.drafts[i])
		out = append(out, b.drafts[i].res)
	}
	return out
}

// Instances implements source.World.
func (b *builder) Instances(module, mode, typ, name string) []source.Instance {
	block := addr.Block{Module: module, Name: addr.Resource{Mode: mode, Type: typ, Name: name}.BlockName()}
	var out []source.Instance
	for _, d := range b.instances(block) {
		out = append(out, source.Instance{Key: d.res.Key.Value(), Value: b.answer(d)})
	}
	return out
}

// answer is what references find in a resource.
func (b *builder) answer(d *draft) cty.Value {
	if b.alone != nil {
		return b.alone.answer(d)
	}
	if d.fresh {
		return b.fresh.answer(d)
	}
	return b.resolve(d)
}

// RootVariable implements source.World.
func (b *builder) RootVariable(name string) (cty.Value, bool) {
	if b.alone != nil {
		v, ok := b.plan.Given[name]
		return v, ok
	}
	if v, given, edited := b.editedVariable(name); edited {
		return v, given
	}
	v, ok := b.plan.Variables[name]
	if !ok {
		return cty.NilVal, false
	}
	l := converter{symbols: b.symbols, address: "var." + name}
	return l.value(v.Value, nil, v.Sensitive, ""), true
}

// ModuleKeys implements source.World.
func (b *builder) ModuleKeys(module, call string) []cty.Value {
	var keys []cty.Value
	for _, m := range b.moduleInstances(module, call) {
		keys = append(keys, m.Call().Key.Value())
	}
	return keys
}

// Planned implements source.Planner.
func (b *builder) Planned(yield func(source.ResourceRef, map[string]cty.Value) bool) {
	if b.alone != nil {
		return // what is written is all there is
	}
	for _, d := range b.drafts {
		if !yield(d.ref(), d.attrs) {
			return
		}
	}
}

// Made implements source.Planner.
func (b *builder) Made() string { return b.plan.Timestamp }

// Reads implements source.Planner.
func (b *builder) Reads(mode, typ string) bool { return resource.Relevant(mode, typ) }

// resolve fills in the unknown values of a draft: arguments from their
// expressions, then what AWS derives from them, and symbols for the rest.
func (b *builder) resolve(d *draft) cty.Value {
	if d.done {
		return d.value
	}
	if d.busy { // a reference cycle, which Terraform itself refuses
		return cty.DynamicVal
	}
	d.busy = true
	b.place(d)
	b.fillArguments(d)
	b.blur(d)
	b.inherit(d)
	b.deriveOutputs(d)
	if !b.staysKnown(d) {
		for name, v := range d.attrs {
			d.attrs[name] = b.settleAttribute(d, name, v)
		}
	}
	d.value = cty.ObjectVal(d.attrs)
	d.done, d.busy = true, false
	d.res.Block = Block{value: d.value, rest: b.rest(d), symbols: b.symbols, owner: d.res.Address}
	return d.value
}

// staysKnown reports whether nothing of a draft is unknown, nor made unknown by what is
// computed of it: what a data source reads, and what edited source or source without a
// plan says, may be.
func (b *builder) staysKnown(d *draft) bool {
	return d.known && d.res.Mode == "managed" && b.alone == nil && !b.remaking()
}

// pending lists the attributes that hold something unknown, sorted.
func (d *draft) pending() []string {
	var names []string
	for name, v := range d.attrs {
		if !v.IsWhollyKnown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// settleAttribute decides what an attribute is that could not be computed. In
// the types that are judged, an unknown argument that the configuration does
// not set is unset: providers mark optional arguments as computed.
func (b *builder) settleAttribute(d *draft, name string, v cty.Value) cty.Value {
	if v.IsWhollyKnown() {
		return v
	}
	if !v.IsKnown() && !b.configured(d, name) && resource.Of(d.res.Type).ComputesArgument(name) {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	origin, ok := d.reasons[name]
	if !ok {
		origin = symbol.Origin{Reason: "known only after apply"}
		if !b.sourced(d) && b.configured(d, name) {
			origin.Remedy = "name the .tf files with --source"
		}
	}
	origin.Address, origin.Attribute = d.res.Address, name
	return settle(b.symbols, v, origin, d.res.Address+"."+name)
}

// configured reports whether the configuration sets the argument or block.
func (b *builder) configured(d *draft, name string) bool {
	if b.sourced(d) {
		if _, ok := b.options.Source.AttributeRange(d.ref(), name); ok {
			return true
		}
		return b.eval.HasBlock(d.ref(), name)
	}
	if d.config == nil {
		return false
	}
	_, ok := d.config.Expressions[name]
	return ok
}

func decodeAny(raw json.RawMessage) any {
	var v any
	_ = json.Unmarshal(raw, &v) // a mask that does not decode marks nothing
	return v
}

var (
	_ source.World   = (*builder)(nil)
	_ source.Planner = (*builder)(nil)
)
