package fix

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
	for _, name := range slices.Sorted(maps.Keys(m.Resources)) {
		r := m.Resources[name]
		fits := r.Count == nil && r.ForEach == nil && w.each == "" || r.ForEach != nil && w.each != ""
		if r.Mode != "data" || r.Type != "aws_iam_policy_document" || !fits || used(m, name) {
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
	return slices.ContainsFunc(source.Mentions(r.Body), func(t hcl.Traversal) bool {
		block, _, ok := addr.ParseReference(expr.Text(t)).Block()
		return ok && block.BlockName() == name
	})
}

// used reports whether another block of a module, or an output, refers to a resource.
func used(m *source.Module, name string) bool {
	for other, r := range m.Resources {
		if other != name && mentions(r, name) {
			return true
		}
	}
	says := func(list []hcl.Traversal) bool {
		return slices.ContainsFunc(list, func(t hcl.Traversal) bool {
			block, _, ok := addr.ParseReference(expr.Text(t)).Block()
			return ok && block.BlockName() == name
		})
	}
	for _, o := range m.Outputs {
		if o.Value != nil && says(source.MentionsIn(o.Value)) {
			return true
		}
	}
	for _, l := range m.Locals {
		if says(source.MentionsIn(l.Expr)) {
			return true
		}
	}
	for _, call := range m.Calls {
		if says(source.Mentions(call.Body)) {
			return true
		}
	}
	return false
}
