package source

import (
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

func expression(b hcl.Body, name string) hcl.Expression {
	if attr := expr.Argument(b, name); attr != nil {
		return attr.Expr
	}
	return nil
}

// literal returns an argument that has to be written out, without references.
func literal(b hcl.Body, name string) cty.Value {
	if x := expression(b, name); x != nil {
		if v, ok := expr.Literal(x); ok {
			return v
		}
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

func literalText(b hcl.Body, name string) string {
	if v := literal(b, name); v.Type() == cty.String && !v.IsNull() {
		return v.AsString()
	}
	return ""
}

// literalBool reads true, and "true" as in the JSON syntax.
func literalBool(b hcl.Body, name string, unset bool) bool {
	v := literal(b, name)
	switch {
	case v.IsNull():
		return unset
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.String:
		return v.AsString() == "true"
	}
	return unset
}

func newResource(mode string, d *declaration) *Resource {
	return &Resource{
		Mode: mode, Type: d.block.Labels[0], Name: d.block.Labels[1], Body: d.body, DeclRange: d.block.DefRange,
		meta: sync.OnceValue(func() metaArguments { return metaOf(d.body) }),
	}
}

// lifecycle returns the bodies of the lifecycle blocks in a body: an override may
// add to them.
func lifecycle(b hcl.Body) (out []hcl.Body) {
	content, _, _ := b.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "lifecycle"}}})
	for _, block := range content.Blocks {
		out = append(out, block.Body)
	}
	return out
}

func either(x, otherwise hcl.Expression) hcl.Expression {
	if x != nil {
		return x
	}
	return otherwise
}

// traversals reads a list of references.
func traversals(x hcl.Expression) []hcl.Traversal {
	if x == nil {
		return nil
	}
	list, diags := hcl.ExprList(x)
	if diags.HasErrors() {
		return nil
	}
	var out []hcl.Traversal
	for _, e := range list {
		if t, diags := hcl.AbsTraversalForExpr(quoted(e)); !diags.HasErrors() {
			out = append(out, t)
		}
	}
	return out
}

// reference reads "aws.west" as it is written, "" if it is something else.
func reference(x hcl.Expression) string {
	t, diags := hcl.AbsTraversalForExpr(quoted(x))
	if diags.HasErrors() {
		return ""
	}
	var parts []string
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			parts = append(parts, s.Name)
		case hcl.TraverseAttr:
			parts = append(parts, s.Name)
		default:
			return ""
		}
	}
	return strings.Join(parts, ".")
}

func newCall(d *declaration) *Call {
	c := &Call{
		Name: d.block.Labels[0], Source: literalText(d.body, "source"),
		Body: d.body, DeclRange: d.block.DefRange,
		Count: expression(d.body, "count"), ForEach: expression(d.body, "for_each"),
		DependsOn: traversals(expression(d.body, "depends_on")),
		Providers: map[string]string{},
	}
	for _, b := range lifecycle(d.body) {
		c.enabled = either(expression(b, "enabled"), c.enabled)
	}
	if x := expression(d.body, "providers"); x != nil {
		pairs, _ := hcl.ExprMap(x)
		for _, p := range pairs {
			c.Providers[reference(p.Key)] = reference(p.Value)
		}
	}
	return c
}

func newVariable(d *declaration) *Variable {
	v := &Variable{
		Name: d.block.Labels[0], Type: cty.DynamicPseudoType, DeclRange: d.block.DefRange,
		Default:   expression(d.body, "default"),
		Nullable:  literalBool(d.body, "nullable", true),
		Sensitive: literalBool(d.body, "sensitive", false),
	}
	if x := expression(d.body, "type"); x != nil {
		v.typed = true
		x = quoted(x)
		if ty, ok := bareTypes[hcl.ExprAsKeyword(x)]; ok {
			v.Type = ty
		} else if ty, defaults, diags := typeexpr.TypeConstraintWithDefaults(x); !diags.HasErrors() {
			v.Type, v.Defaults = ty, defaults
		}
	}
	return v
}

// bareTypes are names of types that Terraform takes for those of any elements.
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
var bareTypes = map[string]cty.Type{
	"list": cty.List(cty.DynamicPseudoType), "map": cty.Map(cty.DynamicPseudoType),
}

func newOutput(d *declaration) *Output {
	return &Output{
		Name: d.block.Labels[0], DeclRange: d.block.DefRange,
		Value:     expression(d.body, "value"),
		Sensitive: literalBool(d.body, "sensitive", false),
	}
}

func newProvider(d *declaration) *Provider {
	return &Provider{
		Name: d.block.Labels[0], Alias: literalText(d.body, "alias"),
		Body: d.body, ForEach: expression(d.body, "for_each"), DeclRange: d.block.DefRange,
	}
}

func providerKey(name, alias string) string {
	if alias == "" {
		return name
	}
	return name + "." + alias
}

// quoted takes the quotes off a reference, a keyword or a type: Terraform 0.11
// wrote "aws.west" and "string", and later versions still read it.
func quoted(x hcl.Expression) hcl.Expression { return expr.Unquote(x) }
