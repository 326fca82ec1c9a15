package cure

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/expr"
)

// unattached is a policy document that nothing uses, of the bucket or else the only one: what
// was forgotten is then the policy alone.
func (w *policyBlock) unattached() (string, bool) {
	m := w.Tree.Module(moduleIn(w.home).Names())
	if m == nil || w.block.Syntax.Type != "resource" {
		return "", false
	}
	own, _ := addr.Parse(w.outcome.Bucket().Resource.Address)
	var others []string
	taken := used(m)
	for _, name := range slices.Sorted(maps.Keys(m.Resources)) {
		r := m.Resources[name]
		fits := r.Count() == nil && r.ForEach() == nil && w.each == "" || r.ForEach() != nil && w.each != ""
		if r.Mode != "data" || r.Type != "aws_iam_policy_document" || !fits || taken[name] {
			continue
		}
		if mentions(r, own.BlockName()) {
			return name + w.instance(), true
		}
		others = append(others, name+w.instance())
	}
	if len(others) != 1 {
		return "", false
	}
	return others[0], true
}

// mentions reports whether a block refers to a resource.
func mentions(r *source.Resource, name string) bool {
	return slices.ContainsFunc(source.Mentions(r.Body), func(t hcl.Traversal) bool { return blockNamed(t) == name })
}

// blockNamed is the block that a reference leads to, "" if that is something else.
func blockNamed(t hcl.Traversal) string {
	block, _, ok := addr.ParseReference(expr.Text(t)).Block()
	if !ok {
		return ""
	}
	return block.BlockName()
}

// used are the resources and data sources of a module that its other parts refer to.
func used(m *source.Module) map[string]bool {
	out := map[string]bool{}
	note := func(own string, list []hcl.Traversal) {
		for _, t := range list {
			if name := blockNamed(t); name != own {
				out[name] = true
			}
		}
	}
	for name, r := range m.Resources {
		note(name, source.Mentions(r.Body))
	}
	for _, o := range m.Outputs {
		if o.Value != nil {
			note("", source.MentionsIn(o.Value))
		}
	}
	for _, l := range m.Locals {
		note("", source.MentionsIn(l.Expr))
	}
	for _, call := range m.Calls {
		note("", source.Mentions(call.Body))
	}
	return out
}
