package expr

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// fromJSON turns an expression of the JSON syntax into one of the native
// syntax, in which strings are templates.
// https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
func fromJSON(x hcl.Expression) hclsyntax.Expression {
	if pairs, diags := hcl.ExprMap(x); !diags.HasErrors() {
		return objectFromJSON(x.Range(), pairs)
	}
	if list, diags := hcl.ExprList(x); !diags.HasErrors() {
		out := &hclsyntax.TupleConsExpr{SrcRange: x.Range(), OpenRange: x.StartRange()}
		for _, e := range list {
			out.Exprs = append(out.Exprs, fromJSON(e))
		}
		return out
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() {
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: x.Range()}
	}
	if s, ok := value.Text(v); ok {
		return templateFromJSON(s, x.Range())
	}
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: x.Range()}
}

func objectFromJSON(rng hcl.Range, pairs []hcl.KeyValuePair) hclsyntax.Expression {
	out := &hclsyntax.ObjectConsExpr{SrcRange: rng, OpenRange: rng}
	for _, p := range pairs {
		out.Items = append(out.Items, hclsyntax.ObjectConsItem{
			KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: fromJSON(p.Key), ForceNonLiteral: true},
			ValueExpr: fromJSON(p.Value),
		})
	}
	return out
}

// templateFromJSON parses a string as a template. One that cannot be parsed
// is unknown.
func templateFromJSON(s string, rng hcl.Range) hclsyntax.Expression {
	start := rng.Start
	start.Byte, start.Column = start.Byte+1, start.Column+1 // behind the quote
	x, err := parseTemplate([]byte(s), rng.Filename, start)
	if err != nil {
		return &hclsyntax.LiteralValueExpr{Val: cty.UnknownVal(cty.String), SrcRange: rng}
	}
	return x
}
