package cure

import (
	"path"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// home is where references start from at a place in a file: the instance of the
// block there that goes with a resource, or the module.
// ok is false for what stands in a module with several instances, of which it is not told
// which one is meant.
func (c *Case) home(r *plan.Resource, at hcl.Range) (address string, ok bool) {
	m := r.Module
	for !m.IsRoot() && !c.writtenIn(m, at.Filename) {
		m = m.Parent()
	}
	if !c.writtenIn(m, at.Filename) {
		if m, ok = c.onlyModule(c.Tree.Root, path.Dir(at.Filename)); !ok {
			return "", false
		}
	}
	body := c.File(at.Filename)
	if body == nil {
		return m.String(), true
	}
	for _, b := range body.Blocks {
		if b.Range().Start.Byte > at.Start.Byte || b.CloseBraceRange.End.Byte < at.End.Byte || len(b.Labels) != 2 {
			continue
		}
		res := addr.Resource{Module: m, Mode: "managed", Type: b.Labels[0], Name: b.Labels[1]}
		if b.Type == "data" {
			res.Mode = "data"
		}
		if b.Body.Attributes["for_each"] != nil || b.Body.Attributes["count"] != nil {
			res.Key = r.Key
		}
		return res.String(), true
	}
	return m.String(), true
}

// onlyModule is the module that a folder is called as, if that is one and has one instance.
func (c *Case) onlyModule(in *source.Module, dir string) (addr.Module, bool) {
	var found []addr.Module
	var look func(m *source.Module, at addr.Module)
	look = func(m *source.Module, at addr.Module) {
		for _, call := range m.Calls {
			if call.Module == nil || call.Count != nil || call.ForEach != nil {
				continue
			}
			inside := at.Child(addr.Step{Name: call.Name})
			if path.Clean(call.Module.Dir) == dir {
				found = append(found, inside)
			}
			look(call.Module, inside)
		}
	}
	look(in, addr.Module{})
	if len(found) != 1 || c.calls(dir) != 1 {
		return addr.Module{}, false
	}
	return found[0], true
}

func (c *Case) writtenIn(m addr.Module, file string) bool {
	module := c.Tree.Module(m.Names())
	return module != nil && path.Clean(module.Dir) == path.Dir(file)
}
