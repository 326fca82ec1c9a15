package plan

import (
	"slices"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
)

// SwitchedOff lists the blocks of a type that stand in a resource's module,
// refer to it, and have no instance in this state because count or for_each
// leaves none, by address and sorted.
func (s *State) SwitchedOff(r *Resource, typ string) []string {
	if r == nil || r.From != "" { // what another configuration leaves out is its own affair
		return nil
	}
	module := s.Config.Module(r.Module.Names())
	if module == nil {
		return nil
	}
	var out []string
	for _, key := range module.Blocks() {
		if at, _ := addr.ParseBlockName(key); at.Mode != addr.Managed || at.Type != typ {
			continue
		}
		c := module.Resource(key)
		conditional := c.Count != nil || c.ForEach != nil
		block := addr.Block{Module: r.Module.String(), Name: key}
		if conditional && refersTo(c, r.at().BlockName()) && !s.hasInstance(typ, block) {
			out = append(out, block.String())
		}
	}
	slices.Sort(out)
	return out
}

// refersTo reports whether a block refers to a resource of its module or to an
// attribute of it.
func refersTo(c *planfile.ResourceConfig, name string) bool {
	return slices.ContainsFunc(c.References, func(ref string) bool {
		block, _, ok := addr.ParseReference(ref).Block()
		return ok && block.BlockName() == name
	})
}

func (s *State) hasInstance(typ string, of addr.Block) bool {
	return slices.ContainsFunc(s.byType[typ], func(r *Resource) bool { return r.at().Block() == of })
}
