package planfile

import (
	"maps"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
)

// Rewritten is the plan with the configuration section that it would have if its
// source had been edited: that of source, but of blocks that are the same as before,
// and of modules that are not there, what the plan says itself.
func (p *Plan) Rewritten(tree *source.Tree, same func(m *source.Module, block string) bool) *Plan {
	out := *p
	out.Config = configOf(tree)
	if p.Config == nil {
		return &out
	}
	if p.Config.Providers != nil {
		out.Config.Providers = p.Config.Providers
	}
	out.Config.Root = unchanged(out.Config.Root, p.Config.Root, tree.Root, same)
	return &out
}

// unchanged is a module of edited source with what the plan says of blocks that are
// the same.
func unchanged(now, was *ModuleConfig, m *source.Module, same func(*source.Module, string) bool) *ModuleConfig {
	switch {
	case now == nil: // it is not there
		return was
	case was == nil:
		return now
	}
	for name := range now.blocks {
		old := was.Resource(name)
		if old != nil && same(m, name) && waitsForTheSame(old, now.Resource(name)) {
			now.blocks[name] = was.blocks[name]
		}
	}
	for name, call := range now.Calls {
		if old := was.Calls[name]; old != nil && m.Calls[name] != nil {
			call.Module = unchanged(call.Module, old.Module, m.Calls[name].Module, same)
		}
	}
	return now
}

// waitsForTheSame reports whether a plan and source tell the same order. If they do not
// the source was edited since the plan was made.
func waitsForTheSame(a, b *ResourceConfig) bool {
	return maps.Equal(blocksIn(a.DependsOn), blocksIn(b.DependsOn)) &&
		maps.Equal(blocksIn(a.References), blocksIn(b.References))
}

func blocksIn(references []string) map[string]bool {
	out := map[string]bool{}
	for _, text := range references {
		ref := addr.ParseReference(text)
		if at, _, ok := ref.Block(); ok {
			out[at.BlockName()] = true
		} else if len(ref) > 1 && ref[0].Name == "module" {
			out[ref[0].Name+"."+ref[1].Name] = true
		}
	}
	return out
}
