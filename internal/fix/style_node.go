package fix

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// form is what a value of a policy is as it is written.
type form uint8

const (
	scalar form = iota // a text, or an expression that may be anything
	list
	object
)

// node is a value of a policy as it is written, be it in HCL or as JSON in a text:
// what is between two bytes of a file.
type node struct {
	form       form
	start, end int
	members    []member // of an object
	items      []*node  // of a list
	// odd: it is not told where one more element would belong, since directives of a
	// template stand between them, or one of them is a block of text.
	odd bool
}

// member is a key of an object with its value.
type member struct {
	name  string
	start int // of the key
	*node
}

// member is the one with a name, nil if there is none.
func (n *node) member(name string) *member {
	if n == nil {
		return nil
	}
	for i := range n.members {
		if strings.EqualFold(n.members[i].name, name) {
			return &n.members[i]
		}
	}
	return nil
}

// last is where the last element of a list or object begins and ends.
func (n *node) last() (start, end int, ok bool) {
	switch {
	case len(n.members) > 0:
		m := n.members[len(n.members)-1]
		return m.start, m.end, true
	case len(n.items) > 0:
		i := n.items[len(n.items)-1]
		return i.start, i.end, true
	}
	return 0, 0, false
}

// first is where the first element of a list or object begins.
func (n *node) first() (start int, ok bool) {
	switch {
	case len(n.members) > 0:
		return n.members[0].start, true
	case len(n.items) > 0:
		return n.items[0].start, true
	}
	return 0, false
}

// nodeOf takes an expression apart.
func nodeOf(x hclsyntax.Expression) *node {
	out := &node{start: x.Range().Start.Byte, end: x.Range().End.Byte}
	switch x := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return nodeOf(x.Expression)
	case *hclsyntax.TupleConsExpr:
		out.form = list
		for _, item := range x.Exprs {
			out.items = append(out.items, nodeOf(item))
			out.odd = out.odd || endsInText(item)
		}
	case *hclsyntax.ObjectConsExpr:
		out.form = object
		for _, item := range x.Items {
			out.odd = out.odd || endsInText(item.ValueExpr)
			out.members = append(out.members, member{
				name: keyOf(item.KeyExpr), start: item.KeyExpr.Range().Start.Byte, node: nodeOf(item.ValueExpr),
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

// keyOf is the key of an object, "" if it is no literal.
func keyOf(x hclsyntax.Expression) string {
	if name := hcl.ExprAsKeyword(x); name != "" {
		return name
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}
