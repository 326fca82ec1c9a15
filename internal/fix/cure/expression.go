package cure

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/hcledit"
)

// words are an expression in its file, with the arguments that lead to it from the
// resource that has its value.
type words struct {
	hcledit.Sheet
	x hclsyntax.Expression
	// shared: others may have the value from there, too.
	shared bool
}

// words finds the expression that wrote an attribute, wherever it stands in the
// source. ok is false if it is not written, or nothing can be edited there.
func (c *Case) words(address, attribute string) (w words, ok bool) {
	spot, ok := c.Spot(placeOf(address, attribute))
	if !ok || spot.Left > 0 || editableRange(spot.Range) != nil {
		return w, false
	}
	body := c.File(spot.Range.Filename)
	if body == nil {
		return w, false
	}
	x := expressionAt(body, spot.Range)
	return words{Sheet: c.sheet(spot.Range.Filename), x: x, shared: len(spot.Via) > 0}, x != nil
}

// expressionAt finds the expression that is written in a range.
func expressionAt(body *hclsyntax.Body, at hcl.Range) (found hclsyntax.Expression) {
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		x, ok := n.(hclsyntax.Expression)
		if ok && found == nil && x.Range().Start.Byte == at.Start.Byte && x.Range().End.Byte == at.End.Byte {
			found = x
		}
		return nil
	})
	return found
}

// list is the words as a list that is written element by element, nil if they are
// something else.
func (w words) list() *hclsyntax.TupleConsExpr {
	t, _ := w.x.(*hclsyntax.TupleConsExpr)
	return t
}

// literal is the text of a string without references, ok false for anything else.
func literalText(x hclsyntax.Expression) (text string, ok bool) {
	t, isTemplate := x.(*hclsyntax.TemplateExpr)
	if !isTemplate || !t.IsStringLiteral() {
		return "", false
	}
	v, diags := t.Value(nil)
	if diags.HasErrors() {
		return "", false
	}
	return v.AsString(), true
}
