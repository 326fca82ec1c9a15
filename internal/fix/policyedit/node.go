package policyedit

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Form is what a value of a policy is as it is written.
type Form uint8

const (
	Scalar Form = iota // a text, or an expression that may be anything
	List
	Object
)

// Node is a value of a policy as it is written, be it in HCL or as JSON in a text:
// what is between two bytes of a file.
type Node struct {
	Form       Form
	Start, End int
	Members    []Member // of an object
	Items      []*Node  // of a list
	// Odd: it is not told where one more element would belong, since directives of a
	// template stand between them, or one of them is a block of text.
	Odd bool
}

// Member is a key of an object with its value.
type Member struct {
	name  string
	Start int // of the key
	*Node
}

// Member is the one with a name, nil if there is none.
func (n *Node) Member(name string) *Member {
	if n == nil {
		return nil
	}
	for i := range n.Members {
		if strings.EqualFold(n.Members[i].name, name) {
			return &n.Members[i]
		}
	}
	return nil
}

// last is where the last element of a list or object begins and ends.
func (n *Node) last() (start, end int, ok bool) {
	switch {
	case len(n.Members) > 0:
		m := n.Members[len(n.Members)-1]
		return m.Start, m.End, true
	case len(n.Items) > 0:
		i := n.Items[len(n.Items)-1]
		return i.Start, i.End, true
	}
	return 0, 0, false
}

// first is where the first element of a list or object begins.
func (n *Node) first() (start int, ok bool) {
	switch {
	case len(n.Members) > 0:
		return n.Members[0].Start, true
	case len(n.Items) > 0:
		return n.Items[0].Start, true
	}
	return 0, false
}

// NodeOf takes an expression apart.
func NodeOf(x hclsyntax.Expression) *Node {
	out := &Node{Start: x.Range().Start.Byte, End: x.Range().End.Byte}
	switch x := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return NodeOf(x.Expression)
	case *hclsyntax.TupleConsExpr:
		out.Form = List
		for _, item := range x.Exprs {
			out.Items = append(out.Items, NodeOf(item))
			out.Odd = out.Odd || endsInText(item)
		}
	case *hclsyntax.ObjectConsExpr:
		out.Form = Object
		for _, item := range x.Items {
			out.Odd = out.Odd || endsInText(item.ValueExpr)
			out.Members = append(out.Members, Member{
				name: KeyOf(item.KeyExpr), Start: item.KeyExpr.Range().Start.Byte, Node: NodeOf(item.ValueExpr),
			})
		}
	}
	return out
}

// endsInText reports whether an expression ends with the marker of a block of text, behind
// which nothing may stand in its line.
func endsInText(x hclsyntax.Expression) (ends bool) {
	_ = hclsyntax.VisitAll(x, func(n hclsyntax.Node) hcl.Diagnostics {
		if t, isText := n.(*hclsyntax.TemplateExpr); isText && t.SrcRange.End.Byte == x.Range().End.Byte {
			ends = ends || t.SrcRange.Start.Line != t.SrcRange.End.Line
		}
		return nil
	})
	return ends
}

// KeyOf is the key of an object, "" if it is no literal.
func KeyOf(x hclsyntax.Expression) string {
	if name := hcl.ExprAsKeyword(x); name != "" {
		return name
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}
