package expr

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// NativeBlocks returns the nested blocks of a wrapped body, none of one that is
// written in JSON.
func NativeBlocks(b hcl.Body) (out hcl.Blocks) {
	native, ok := nativeBody(b)
	if !ok {
		return nil
	}
	for _, block := range native.Blocks {
		out = append(out, block.AsHCLBlock())
	}
	return out
}

// NativeRange is where all of a body stands, false if it is not in native syntax.
func NativeRange(b hcl.Body) (hcl.Range, bool) {
	native, ok := nativeBody(b)
	if !ok {
		return hcl.Range{}, false
	}
	return native.SrcRange, true
}

func nativeBody(b hcl.Body) (*hclsyntax.Body, bool) {
	if w, ok := b.(body); ok {
		b = w.inner
	}
	if l, ok := b.(*lazy); ok {
		return l.body(), true
	}
	native, ok := b.(*hclsyntax.Body)
	return native, ok
}

// Visit calls f with every traversal in an expression: those that begin with a
// name, and the relative ones that take a part of something.
func Visit(x hcl.Expression, f func(hcl.Traversal)) { visit(Wrap(x).node, f) }

// VisitBody does so for all expressions of a wrapped body.
func VisitBody(b hcl.Body, f func(hcl.Traversal)) {
	if native, ok := nativeBody(b); ok {
		visit(native, f)
		return
	}
	attrs, _ := b.JustAttributes()
	for _, attr := range attrs {
		Visit(attr.Expr, f)
	}
}

func visit(n hclsyntax.Node, f func(hcl.Traversal)) {
	_ = hclsyntax.VisitAll(n, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			f(n.Traversal)
		case *hclsyntax.RelativeTraversalExpr:
			f(n.Traversal)
		}
		return nil
	})
}
