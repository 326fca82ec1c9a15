package expr

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Node returns the syntax tree of an expression. Of one in JSON syntax it is the
// tree that is evaluated in its place.
func Node(x hcl.Expression) hclsyntax.Expression { return Wrap(x).node }

// TemplateContext is where a template is evaluated that is given an object of
// variables: no other name means anything there.
func (m *Machine) TemplateContext(vars cty.Value) *hcl.EvalContext {
	named := map[string]cty.Value{}
	if vars.IsKnown() && !vars.IsNull() && (vars.Type().IsObjectType() || vars.Type().IsMapType()) {
		bare, _ := vars.Unmark()
		for name, v := range bare.AsValueMap() {
			named[name] = v
		}
	}
	return m.context(nil, named)
}
