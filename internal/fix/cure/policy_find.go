package cure

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// valueAt is the outermost expression of a body with a range, nil if there is
// none.
func valueAt(body *hclsyntax.Body, r hcl.Range) (found hclsyntax.Expression) {
	if body == nil {
		return nil
	}
	_ = hclsyntax.VisitAll(enclosing(body, r), func(n hclsyntax.Node) hcl.Diagnostics {
		x, isExpr := n.(hclsyntax.Expression)
		if isExpr && found == nil && sameBytes(x.Range(), r) && !onlyPiece(x) {
			found = x
		}
		return nil
	})
	return found
}

// wrapped is an expression with the quotation marks of a text that holds nothing else.
func wrapped(body *hclsyntax.Body, x hclsyntax.Expression) hclsyntax.Expression {
	if x == nil {
		return nil
	}
	_ = hclsyntax.VisitAll(enclosing(body, x.Range()), func(n hclsyntax.Node) hcl.Diagnostics {
		if w, isWrap := n.(*hclsyntax.TemplateWrapExpr); isWrap && sameBytes(w.Wrapped.Range(), x.Range()) {
			x = w
		}
		return nil
	})
	return x
}

func sameBytes(a, b hcl.Range) bool { return a.Start.Byte == b.Start.Byte && a.End.Byte == b.End.Byte }

// onlyPiece reports whether an expression is a key, or a clause of a template.
func onlyPiece(x hclsyntax.Expression) bool {
	if literal, isLiteral := x.(*hclsyntax.LiteralValueExpr); isLiteral {
		return literal.Val.Type() == cty.String
	}
	_, isKey := x.(*hclsyntax.ObjectConsKeyExpr)
	return isKey
}

// enclosing is the block at the top of a file that holds a range, or else all of the file.
func enclosing(body *hclsyntax.Body, r hcl.Range) hclsyntax.Node {
	for _, b := range body.Blocks {
		if within(b.Range(), r) {
			return b
		}
	}
	return body
}

// headerAt is the block whose header has a range, nil if there is none.
func headerAt(body *hclsyntax.Body, r hcl.Range) (found *hclsyntax.Block) {
	if body == nil {
		return nil
	}
	_ = hclsyntax.VisitAll(enclosing(body, r), func(n hclsyntax.Node) hcl.Diagnostics {
		if b, isBlock := n.(*hclsyntax.Block); isBlock && b.DefRange().Start.Byte == r.Start.Byte {
			found = b
		}
		return nil
	})
	return found
}

// inVariable reports whether a place is a variable's default.
func inVariable(body *hclsyntax.Body, r hcl.Range) bool {
	if body == nil {
		return true
	}
	for _, b := range body.Blocks {
		if b.Type == "variable" && within(b.Range(), r) {
			return true
		}
	}
	return false
}

// inLoop reports whether what is written at a place is made for each turn of a loop.
func inLoop(body *hclsyntax.Body, r hcl.Range) (found bool) {
	if body == nil {
		return false
	}
	_ = hclsyntax.VisitAll(enclosing(body, r), func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ForExpr:
			found = found || within(n.ValExpr.Range(), r)
		case *hclsyntax.Block:
			found = found || n.Type == "dynamic" && within(n.Range(), r)
		}
		return nil
	})
	return found
}
