package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// Again makes states as a plan would have them that is made again after its source
// was edited. What the edit does not touch is as the plan says; what it touches is
// evaluated from the edited source, and so is what the plan holds otherwise than the
// source says, since it is older. All states that are made with one Again have their
// symbols in common, so that they can be compared.
type Again struct {
	tree    *source.Tree // as it was before any edit
	symbols symbol.Table
	said    map[string]saying   // what the arguments of resources said before any edit
	written map[string][]string // which there were, by resource
	given   map[string]cty.Value
}

// saying is what an argument or a block type says.
type saying struct {
	v    cty.Value // cty.NilVal if it is not written
	text string
	// newer: the plan holds it otherwise.
	newer bool
}

// NewAgain returns the ground on which edits of a source are tried. The states of
// the source as it is have to be made first.
func NewAgain(tree *source.Tree) *Again {
	given, _ := tree.Variables(source.Inputs{}) // what cannot be read gives nothing
	return &Again{tree: tree, said: map[string]saying{}, written: map[string][]string{}, given: given}
}

// remaking reports whether the plan is made again.
func (b *builder) remaking() bool {
	return b.options.Again != nil && b.eval != nil && b.alone == nil && !b.plan.State
}

// again is the plan with what the edited source says of order and modules.
func again(p *planfile.Plan, opt StateOptions) *planfile.Plan {
	if opt.Again == nil || opt.Source == nil || p.Alone || p.State {
		return p
	}
	return p.Rewritten(opt.Source, func(m *source.Module, name string) bool {
		was := opt.Again.tree.Module(m.Path())
		return was != nil && was.Resources[name] != nil &&
			opt.Again.tree.BlockText(was.Resources[name]) == opt.Source.BlockText(m.Resources[name])
	})
}

// remakeAll drafts what the source asks for and the plan does not hold, and drops
// what it does not ask for any more.
func (b *builder) remakeAll() {
	asked := b.options.Source.Asked()
	b.fresh = &alone{b: b, asked: asked}
	list, _, err := b.eval.Expand(func(mode, typ string) bool {
		return mode == addr.Managed && resource.Of(typ).Read == resource.Judged
	})
	if err != nil {
		return // of that many nobody knows what an edit does
	}
	for _, x := range list {
		at := addr.Resource{Mode: x.Ref.Mode, Type: x.Ref.Type, Name: x.Ref.Name}
		b.remake(addr.Block{Module: x.Ref.Module, Name: at.BlockName()})
	}
	for _, at := range slices.SortedFunc(maps.Keys(b.byName), byText) {
		b.remake(at)
	}
}

func byText(a, b addr.Block) int { return cmp.Compare(a.String(), b.String()) }

// remake makes the drafts of a block those of the instances that the source asks
// for.
func (b *builder) remake(at addr.Block) {
	if b.remade[at] {
		return
	}
	b.remade[at] = true
	res, ok := addr.ParseBlockName(at.Name)
	if !ok || !resource.Relevant(res.Mode, res.Type) || !b.tells(at) {
		return
	}
	res.Module, _ = addr.ParseModule(at.Module)
	var keys []cty.Value
	if b.written(res) {
		var why *source.Reason
		if keys, why = b.eval.Keys(at.Module, res.Mode, res.Type, res.Name); why != nil {
			return
		}
	}
	left := map[addr.Key]bool{}
	for _, key := range keys {
		left[addr.KeyOf(key)] = true
	}
	b.drop(at, left)
	for _, key := range keys {
		if res.Key = addr.KeyOf(key); left[res.Key] && !b.deletes(res) {
			b.addFresh(res)
		}
	}
}

// deletes reports whether the plan deletes a resource that its source asks for, as
// terraform plan -destroy does.
func (b *builder) deletes(at addr.Resource) bool {
	was := b.options.Again.tree.Module(at.Module.Names())
	if was == nil || was.Resources[at.BlockName()] == nil {
		return false
	}
	if b.deleted == nil {
		b.deleted = map[string]bool{}
		for _, c := range b.plan.Changes {
			b.deleted[c.Address] = c.Change != nil && actionOf(c.Change) == Delete
		}
	}
	return b.deleted[at.String()]
}

// tells reports whether the source tells which instances of a block there are: a
// plan for some resources alone leaves others as they are.
func (b *builder) tells(at addr.Block) bool {
	m, _ := addr.ParseModule(at.Module)
	inside := b.options.Source.Module(m.Names())
	if inside != nil && inside.Missing != "" {
		return false
	}
	was := b.options.Again.tree.Module(m.Names())
	same := inside != nil && was != nil && (inside.Resources[at.Name] == nil) == (was.Resources[at.Name] == nil)
	return !b.plan.Partial || !same
}

func (b *builder) written(at addr.Resource) bool {
	m := b.options.Source.Module(at.Module.Names())
	return m != nil && m.Resources[at.BlockName()] != nil
}

// drop drops the instances that are not among those left, and takes the others off
// the list.
func (b *builder) drop(at addr.Block, left map[addr.Key]bool) {
	b.byName[at] = slices.DeleteFunc(b.byName[at], func(d *draft) bool {
		switch {
		case left[d.res.Key]:
			delete(left, d.res.Key)
			b.reopen(d)
			return false
		case d.res.Action == Forget || d.res.Deposed != "" || d.res.Mode == "data" || d.config == nil:
			return false
		}
		d.gone = true
		return true
	})
}

// reopen makes a document that the plan has read one that is rendered again.
func (b *builder) reopen(d *draft) {
	if d.done && isPolicyDocument(d.res) {
		was := d.res
		own := b.draft(was.Address, was.at())
		own.res.Action = was.Action
		d.res, d.config, d.reasons, d.done = own.res, own.config, own.reasons, false
	}
}

// addFresh drafts a resource that the plan does not hold.
func (b *builder) addFresh(at addr.Resource) {
	d := b.fresh.written(at)
	d.fresh = true
	if d.res.Action = Create; at.Mode == "data" {
		d.res.Action = ReadData
	}
	b.add(d)
}
