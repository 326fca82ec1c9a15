package plan

import (
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// alone drafts what a configuration asks for, as far as that can be told without a
// plan.
type alone struct {
	b       *builder
	asked   source.Asked
	drafted map[addr.Block]bool
	gaps    []planfile.Gap
	causes  map[string]int // of the gaps, and which one tells each
	graph   *Graph

	answered int // attributes that references were told
}

func newAlone(b *builder) *alone {
	b.eval.Alone()
	return &alone{
		b: b, asked: b.options.Source.Asked(), graph: NewGraph(b.plan.Config, b.options.Source),
		drafted: map[addr.Block]bool{}, causes: map[string]int{},
	}
}

// draftAll drafts all resources that are judged. Those that are referred to are
// drafted when they are asked for.
func (a *alone) draftAll() error {
	list, absent, err := a.b.eval.Expand(func(mode, typ string) bool {
		return mode == "managed" && resource.Of(typ).Read == resource.Judged
	})
	for _, m := range absent {
		a.gap(m.Address+" "+m.Reason, planfile.Gap{
			Address: m.Address, Missing: "module " + m.Source, Reason: m.Reason, Remedy: m.Remedy, Range: m.Range,
		})
	}
	for _, x := range list {
		at := addr.Resource{Mode: x.Ref.Mode, Type: x.Ref.Type, Name: x.Ref.Name}
		if x.Why != nil {
			a.unsure(x)
			continue
		}
		a.draft(addr.Block{Module: x.Ref.Module, Name: at.BlockName()})
	}
	a.absentModules(absent)
	a.b.plan.Gaps = a.gaps
	return err
}

// gap notes what is not known, once for each cause.
func (a *alone) gap(cause string, g planfile.Gap) {
	if i, told := a.causes[cause]; told {
		if a.gaps[i].Address != g.Address {
			a.gaps[i].Others++
		}
		return
	}
	a.causes[cause] = len(a.gaps)
	a.gaps = append(a.gaps, g)
}

// maxAnswered bounds the attributes that all references together are told, most of
// which nobody asks of the resource in question.
const maxAnswered = 5_000_000

// maxDrafts bounds the resources that are drafted. Of more nothing is known.
const maxDrafts = 50_000

// draft drafts the instances of a block, if it is known which there are.
func (a *alone) draft(at addr.Block) {
	if a.drafted[at] {
		return
	}
	a.drafted[at] = true
	res, ok := addr.ParseBlockName(at.Name)
	if !ok || !resource.Relevant(res.Mode, res.Type) {
		return
	}
	keys, why := a.b.eval.Keys(at.Module, res.Mode, res.Type, res.Name)
	if why != nil || len(a.b.drafts)+len(keys) > maxDrafts {
		return
	}
	res.Module, _ = addr.ParseModule(at.Module)
	for _, key := range keys {
		res.Key = addr.KeyOf(key)
		a.b.add(a.written(res))
	}
}

// action is what becomes of a resource: it is made, unless it may stand for long.
func (a *alone) action() Action {
	if a.b.firstApply {
		return Create
	}
	return Untouched
}

// written drafts a resource with the arguments and blocks that are written for it,
// of which nothing is evaluated yet.
func (a *alone) written(at addr.Resource) *draft {
	d := a.b.draft(at.String(), at)
	d.res.Action, d.attrs = a.action(), map[string]cty.Value{}
	if at.Mode == "data" {
		d.res.Action = ReadData
	}
	arguments, blocks := a.b.eval.Written(d.ref())
	for _, name := range arguments {
		d.attrs[name] = cty.DynamicVal
	}
	for _, name := range blocks {
		d.attrs[name] = cty.DynamicVal
	}
	for _, block := range resource.Of(at.Type).Blocks { // of the JSON syntax, where dynamic hides them
		if a.b.eval.HasBlock(d.ref(), block.Name) {
			d.attrs[block.Name] = cty.DynamicVal
		}
	}
	return d
}

// answer is what references find in a resource: what is written, what AWS derives
// from it, and something unknown for whatever else the configuration asks of it.
func (a *alone) answer(d *draft) cty.Value {
	v := a.b.resolve(d)
	if !v.IsKnown() {
		return v
	}
	if d.answer != cty.NilVal {
		return d.answer
	}
	if a.answered += len(d.attrs) + len(a.asked.Others); a.answered > maxAnswered {
		return cty.DynamicVal
	}
	attrs := maps.Clone(d.attrs)
	if attrs == nil {
		attrs = map[string]cty.Value{}
	}
	key := d.res.Type
	if d.res.Mode == "data" {
		key = "data." + key
	}
	for name, inside := range a.asked.Of[key] {
		if _, ok := attrs[name]; !ok {
			attrs[name] = a.unseen(d, name, inside)
		}
	}
	for name := range a.asked.Others {
		if _, ok := attrs[name]; !ok {
			attrs[name] = cty.DynamicVal
		}
	}
	d.answer = cty.ObjectVal(attrs)
	return d.answer
}

// rest is what a data source reads beside what is told of it here, "" for a resource,
// of which all that counts is written.
func (b *builder) rest(d *draft) string {
	if b.alone == nil && !d.fresh || d.res.Mode != "data" {
		return ""
	}
	origin := notRead
	origin.Address, origin.Attribute = d.res.Address, "what it reads"
	return settle(b.symbols, cty.DynamicVal, origin, d.res.Address+" rest").AsString()
}

var notRead = symbol.Origin{
	Reason: "the source does not hold what a data source reads", Remedy: "check a plan, which holds it",
}

// unseen is an attribute that nothing tells. Where the configuration asks for
// something inside, it has to be more than a text.
func (a *alone) unseen(d *draft, name string, inside bool) cty.Value {
	if inside {
		return cty.DynamicVal
	}
	if _, told := d.reasons[name]; d.res.Mode == "data" && !told {
		d.reasons[name] = notRead
	}
	return a.b.settleAttribute(d, name, cty.DynamicVal)
}
