package plan

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/resource"
)

// rewrite gives a draft of the plan the arguments that an edit of the source gives
// it.
func (b *builder) rewrite(d *draft) {
	switch {
	case d.fresh || !b.sourced(d):
		return
	case isPolicyDocument(d.res):
		b.rewriteDocument(d)
		return
	case d.res.Mode == "data":
		b.rewriteData(d)
		return
	case d.res.Mode != addr.Managed:
		return
	}
	changed := false
	for _, name := range b.arguments(d) {
		changed = b.rewriteArgument(d, name) || changed
	}
	if changed && (d.res.Action == NoOp || d.res.Action == Untouched) {
		d.res.Action = Update
	}
}

// arguments lists what is written in the block of a resource, or was before any
// edit.
func (b *builder) arguments(d *draft) []string {
	row := resource.Of(d.res.Type)
	names, blocks := b.eval.Written(d.ref())
	names = append(names, blocks...)
	for _, block := range row.Blocks {
		if b.eval.HasBlock(d.ref(), block.Name) {
			names = append(names, block.Name)
		}
	}
	names = append(names, b.options.Again.written[d.res.Address]...)
	if c := d.res.config(b.planned); c != nil {
		names = slices.AppendSeq(names, maps.Keys(c.Expressions))
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool {
		kept := d.res.Action != Create && b.options.Source.Ignores(d.ref(), name)
		return kept || slices.Contains(row.Passed, name)
	})
	if b.original() {
		b.options.Again.written[d.res.Address] = names
	}
	return names
}

// wasWritten reports whether an argument was written when the plan was made.
func (b *builder) wasWritten(d *draft, name string) bool {
	c := d.res.config(b.planned)
	if c == nil {
		return false
	}
	_, ok := c.Expressions[name]
	return ok
}

// original reports whether the source is as it was before any edit.
func (b *builder) original() bool { return b.options.Source == b.options.Again.tree }

// rewriteArgument decides between the plan and the source. It reports whether the
// plan was overruled.
func (b *builder) rewriteArgument(d *draft, name string) bool {
	planned, has := d.attrs[name]
	says, edited := b.says(d, name, func() cty.Value {
		v, _ := b.evaluate(d, name)
		return v
	}, func(v cty.Value) bool {
		if v == cty.NilVal {
			return has && !planned.IsNull() && b.wasWritten(d, name)
		}
		return has && otherwise(b.symbols, planned, v)
	})
	switch {
	case !edited && !says.newer:
		return false
	case says.v != cty.NilVal:
		d.attrs[name] = says.v
	case resource.Of(d.res.Type).ComputesArgument(name) && !d.res.New():
		return false // AWS keeps what was set
	default:
		delete(d.attrs, name)
	}
	return true
}

// says is what the source says, and whether that is so because of an edit. newer
// tells of what it said before whether the plan holds it otherwise.
func (b *builder) says(d *draft, name string, evaluate func() cty.Value, newer func(cty.Value) bool) (saying, bool) {
	again, key := b.options.Again, d.res.Address+" "+name
	now := saying{v: evaluate(), text: b.words(d, name)}
	if b.original() {
		now.newer = newer(now.v)
		again.said[key] = now
		return now, false
	}
	was, known := again.said[key]
	if known && sameValue(was.v, now.v) && (was.text == now.text || wholly(now.v)) {
		return was, false
	}
	return now, true
}

// words is the text of an argument, "" for a block.
func (b *builder) words(d *draft, name string) string {
	rng, ok := b.options.Source.AttributeRange(d.ref(), name)
	src := b.options.Source.Source(rng.Filename)
	if !ok || !rng.CanSliceBytes(src) {
		return ""
	}
	return string(rng.SliceBytes(src))
}

func wholly(v cty.Value) bool { return v == cty.NilVal || v.IsWhollyKnown() }

// rewriteDocument renders a policy document again if the source says otherwise.
func (b *builder) rewriteDocument(d *draft) {
	planned := known(d, "json")
	says, edited := b.says(d, "", func() cty.Value {
		own := &draft{res: d.res, attrs: map[string]cty.Value{}, config: d.config, reasons: d.reasons}
		b.fillPolicyDocument(own)
		return cty.ObjectVal(own.attrs)
	}, func(v cty.Value) bool {
		rendered, ok := v.AsValueMap()["json"]
		return ok && planned != "" && otherwise(b.symbols, cty.StringVal(planned), rendered)
	})
	if edited || says.newer {
		d.attrs = says.v.AsValueMap()
	}
}

// rewriteData makes a data source whose block is edited one that nobody has read.
func (b *builder) rewriteData(d *draft) {
	tree, was := b.options.Source, b.options.Again.tree
	name := d.res.at().BlockName()
	m, old := tree.Module(d.res.Module.Names()), was.Module(d.res.Module.Names())
	if b.original() || m == nil || old == nil || old.Resources[name] == nil ||
		tree.BlockText(m.Resources[name]) == was.BlockText(old.Resources[name]) {
		return
	}
	d.attrs, d.fresh = b.fresh.written(d.res.at()).attrs, true
}
