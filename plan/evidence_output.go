package plan

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/symbol"
)

// Where two roots are applied for the first time, the outputs that one reads of the
// other are in no state yet. The one that has them is among the roots of the world,
// and its source tells what they will be, with the symbols of what it makes.

const remoteState = "terraform_remote_state"

// fillRemoteState gives a data.terraform_remote_state that is not read yet the
// outputs of the root that it will read.
func (b *builder) fillRemoteState(d *draft) {
	if v, ok := d.attrs["outputs"]; b.world == nil || ok && v.IsWhollyKnown() {
		return
	}
	from, why := b.world.behind(b, d)
	if from == nil {
		if why != "" {
			const remedy = "apply the other root first, or name its plan alone with --with"
			d.reasons["outputs"] = symbol.Origin{Reason: why, Remedy: remedy}
		}
		return
	}
	outputs := map[string]cty.Value{}
	for name := range from.outputs() {
		v, _, _ := from.eval.Output(name)
		outputs[name] = v
	}
	d.attrs["outputs"] = cty.ObjectVal(outputs)
}

// outputs are those of the root module, as far as there is source to evaluate.
func (r *root) outputs() map[string]bool {
	out := map[string]bool{}
	if r.eval != nil {
		for name := range r.options.Source.Root.Outputs {
			out[name] = true
		}
	}
	return out
}

// behind finds the root whose state a data source reads: the one in the folder of a
// local state, else the only one that has all outputs which are asked for. Names of
// buckets and keys of a backend say nothing of what stands in them.
func (l *Linked) behind(b *builder, d *draft) (found *root, why string) {
	asked := b.asksOf(d)
	var names []string
	for _, r := range l.roots {
		has := r.outputs()
		fits := r.builder != b && len(has) > 0 &&
			!slices.ContainsFunc(asked, func(name string) bool { return !has[name] })
		if !fits || b.readsElsewhere(d, r) {
			continue
		}
		found, names = r, append(names, r.name)
	}
	if len(names) > 1 {
		return nil, strings.Join(names, " and ") + " both have outputs of these names"
	}
	return found, ""
}

// readsElsewhere reports whether a data source reads a local state in another folder
// than that of a root.
func (b *builder) readsElsewhere(d *draft, r *root) bool {
	path, ok := b.localState(d)
	if !ok {
		return false
	}
	return filepath.Clean(filepath.Join(folderOf(b.plan), filepath.Dir(path))) != filepath.Clean(folderOf(r.plan))
}

// localState is the path of a local state as it is written.
func (b *builder) localState(d *draft) (string, bool) {
	v, ok := d.attrs["config"]
	if !ok || !v.IsKnown() {
		return "", false
	}
	path := (Block{value: v, symbols: b.symbols}).String("path")
	return path, path != "" && !symbol.Contains(path) && !filepath.IsAbs(path)
}

// folderOf is where a root's file stands, or the root itself.
func folderOf(p *planfile.Plan) string {
	if p.Alone {
		return p.Path
	}
	return filepath.Dir(p.Path)
}

// asksOf lists the outputs that the configuration asks of a data source, so far as
// it names them outside of locals.
func (b *builder) asksOf(d *draft) []string {
	m := b.plan.Config.Module(d.res.Module.Names())
	if m == nil {
		return nil
	}
	asked := map[string]bool{}
	note := func(refs []string) {
		for _, ref := range refs {
			if rest, ok := strings.CutPrefix(ref, d.res.at().BlockName()+".outputs."); ok {
				name, _, _ := strings.Cut(strings.TrimLeft(rest, `["`), ".")
				asked[strings.TrimRight(name, `"]`)] = true
			}
		}
	}
	for _, name := range m.Blocks() {
		note(m.Resource(name).References)
	}
	for _, o := range m.Outputs {
		note(o.Expression.References)
	}
	for _, c := range m.Calls {
		for _, e := range c.Expressions {
			note(expressionReferences(e))
		}
	}
	return slices.Sorted(maps.Keys(asked))
}
