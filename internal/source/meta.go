package source

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/expr"
)

// metaArguments are what Terraform itself reads in the block of a resource.
// https://developer.hashicorp.com/terraform/language/meta-arguments
type metaArguments struct {
	count, forEach hcl.Expression // nil if not written
	dependsOn      []hcl.Traversal

	provider        string         // "aws.alias", or "" if not written
	providerKey     hcl.Expression // of a provider with for_each, nil if not written
	dynamicProvider bool           // the provider is written in a way that names none

	enabled        hcl.Expression // nil if not written
	ignoresChanges bool           // some arguments may not be what is written
	ignored        []string       // which, "" for all of them
}

func metaOf(b hcl.Body) metaArguments {
	m := metaArguments{
		count: expression(b, "count"), forEach: expression(b, "for_each"),
		dependsOn: traversals(expression(b, "depends_on")),
	}
	if x := expression(b, "provider"); x != nil {
		m.provider, m.providerKey = providerReference(x)
		m.dynamicProvider = m.provider == ""
	}
	for _, b := range lifecycle(b) {
		m.enabled = either(expression(b, "enabled"), m.enabled)
		if x := expression(b, "ignore_changes"); x != nil {
			m.ignoresChanges, m.ignored = true, ignored(x)
		}
	}
	return m
}

// Count is the argument count, nil if it is not written.
func (r *Resource) Count() hcl.Expression { return r.meta().count }

// ForEach is the argument for_each, nil if it is not written.
func (r *Resource) ForEach() hcl.Expression { return r.meta().forEach }

// DependsOn lists what the block waits for beside what it refers to.
func (r *Resource) DependsOn() []hcl.Traversal { return r.meta().dependsOn }

// Provider is the provider configuration that is written, "aws.alias", or "".
func (r *Resource) Provider() string { return r.meta().provider }

// providerReference reads "aws.west", and "aws.by_region[each.key]" as OpenTofu
// has it for providers with for_each.
func providerReference(x hcl.Expression) (name string, key hcl.Expression) {
	if collection, key, ok := expr.Indexed(x); ok {
		return reference(collection), key
	}
	return reference(x), nil
}

// ignored lists the arguments whose changes are ignored, "" if all are.
// https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
func ignored(x hcl.Expression) []string {
	list, diags := hcl.ExprList(x)
	if diags.HasErrors() {
		return []string{""}
	}
	var out []string
	for _, e := range list {
		if t, diags := hcl.RelTraversalForExpr(quoted(e)); !diags.HasErrors() && len(t) > 0 {
			if name, ok := t[0].(hcl.TraverseAttr); ok {
				out = append(out, name.Name)
			}
		}
	}
	return out
}
