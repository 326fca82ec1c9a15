package plan

import (
	"slices"
	"strings"
)

// SwitchedOff lists the blocks of a type that stand in a resource's module,
// refer to it, and have no instance in this state because count or for_each
// leaves none, by address and sorted.
func (s *State) SwitchedOff(r *Resource, typ string) []string {
	if r == nil {
		return nil
	}
	module := s.Config.Module(moduleNames(r.Module))
	if module == nil {
		return nil
	}
	var out []string
	for key := range module.blocks {
		if !strings.HasPrefix(key, typ+".") {
			continue
		}
		c := module.Resource(key)
		conditional := c.Count != nil || c.ForEach != nil
		if conditional && c.refersTo(r.configName()) && !s.hasInstance(r.Module, key) {
			out = append(out, strings.TrimPrefix(r.Module+"."+key, "."))
		}
	}
	slices.Sort(out)
	return out
}

// refersTo reports whether a block refers to a resource of its module or to an
// attribute of it.
func (c *ResourceConfig) refersTo(name string) bool {
	return slices.ContainsFunc(c.References, func(ref string) bool {
		rest, ok := strings.CutPrefix(ref, name)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

func (s *State) hasInstance(module, name string) bool {
	typ, _, _ := strings.Cut(name, ".")
	return slices.ContainsFunc(s.byType[typ], func(r *Resource) bool { return r.Module == module && r.configName() == name })
}
