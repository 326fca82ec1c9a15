package cure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/trace"
)

// addStatement writes one more statement into a policy; ok is false if it is not told
// where, or the language there cannot say it.
func (c *Case) addStatement(
	policy trace.Place,
	make func(home string) (policyedit.Grant, bool),
) (edits []hcledit.Edit, ok bool) {
	policy.Part = trace.Statements
	p, ok := c.clause(policy)
	if !ok || p.spot.Left > 0 && p.block == nil {
		return nil, false
	}
	p = p.beforeChoice()
	g, ok := make(p.home)
	if !ok {
		return nil, false
	}
	g, more := p.own(g)
	switch {
	case p.block != nil:
		edits, ok = p.addBlock(g)
	case p.node.Odd:
		return nil, false
	case p.node.Form == policyedit.Scalar:
		edits, ok = p.joinStatement(g)
	default:
		edits, ok = p.addObject(g)
	}
	return append(edits, more...), ok
}

// beforeChoice is the expression around a list that is one of two results of a condition:
// both have to be of one type, which another statement may change.
// https://developer.hashicorp.com/terraform/language/expressions/conditionals
func (p clause) beforeChoice() clause {
	if p.expr == nil || p.body == nil {
		return p
	}
	var around hclsyntax.Expression
	chosen := false
	_ = hclsyntax.VisitAll(enclosing(p.body, p.expr.Range()), func(n hclsyntax.Node) hcl.Diagnostics {
		x, isExpr := n.(hclsyntax.Expression)
		if !isExpr || !within(x.Range(), p.expr.Range()) || sameBytes(x.Range(), p.expr.Range()) {
			return nil
		}
		switch x := x.(type) {
		case *hclsyntax.ConditionalExpr:
			if chosen = true; around == nil {
				around = x
			}
		case *hclsyntax.FunctionCallExpr:
			if around = nil; x.Name == "concat" && !chosen {
				around = x
			}
		case *hclsyntax.ObjectConsExpr, *hclsyntax.TupleConsExpr:
			around, chosen = nil, false
		}
		return nil
	})
	if chosen && around != nil {
		p.expr, p.node = around, policyedit.NodeOf(around)
	}
	return p
}

// addBlock writes a statement block at the end of a data.aws_iam_policy_document.
func (p clause) addBlock(g policyedit.Grant) ([]hcledit.Edit, bool) {
	if p.block.Type != "data" || len(p.block.Labels) != 2 || p.block.Labels[0] != "aws_iam_policy_document" {
		return nil, false
	}
	var model *hclsyntax.Block
	taken := map[string]bool{}
	for _, b := range p.block.Body.Blocks {
		if b.Type == "statement" {
			model = b
			taken[policyedit.LiteralOf(b.Body, "sid")] = true
		}
	}
	g.Sid = free(g.Sid, taken)
	text := p.DocumentMannerOf(model).Statement(g)
	if model != nil && !p.BlankBefore(p.LineStart(model.TypeRange.Start.Byte)) && p.soleStatement() {
		text = "\n" + text // nothing tells whether statements stand apart
	}
	return []hcledit.Edit{p.InsertBlock(p.block, text, "statement")}, true
}

// soleStatement reports whether a document has one statement block alone.
func (p clause) soleStatement() bool {
	n := 0
	for _, b := range p.block.Body.Blocks {
		if b.Type == "statement" || b.Type == "dynamic" {
			n++
		}
	}
	return n == 1
}

// free is a name that is not taken.
func free(name string, taken map[string]bool) string {
	for n := 2; taken[name]; n++ {
		name = strings.TrimRight(name, "0123456789") + strconv.Itoa(n)
	}
	return name
}

// addObject writes a statement behind the others of a list, or makes a list of the one
// that is there.
func (p clause) addObject(g policyedit.Grant) ([]hcledit.Edit, bool) {
	m := p.MannerOf(p.model())
	g.Sid = free(g.Sid, p.sids())
	text, ok := m.Statement(g)
	switch {
	case !ok:
		return nil, false
	case p.node.Form == policyedit.List:
		return p.Add(p.node, text), true
	}
	text = p.Write(", " + p.Under(p.node.End, text) + "]")
	return []hcledit.Edit{p.Change(p.node.Start, p.node.Start, "["), p.Change(p.node.End, p.node.End, text)}, true
}

// model is a statement after which to write another.
func (p clause) model() *policyedit.Node {
	if p.node.Form == policyedit.Object {
		return p.node
	}
	for _, item := range slices.Backward(p.node.Items) {
		if item.Form == policyedit.Object {
			return item
		}
	}
	return nil
}

// sids are those that statements have already.
func (p clause) sids() map[string]bool {
	out := map[string]bool{}
	for _, item := range append([]*policyedit.Node{p.node}, p.node.Items...) {
		if m := item.Member("Sid"); m != nil {
			out[strings.Trim(string(p.Src[m.Node.Start:m.Node.End]), `"\`)] = true
		}
	}
	return out
}

// joinStatement writes a statement where an expression makes the list of them.
func (p clause) joinStatement(g policyedit.Grant) ([]hcledit.Edit, bool) {
	if p.expr == nil || p.Tongue != policyedit.Native {
		return nil, false
	}
	m := p.MannerOf(objectIn(p.expr))
	text, ok := m.Statement(g)
	if !ok {
		return nil, false
	}
	return p.join(text), true
}

// objectIn is the first statement that stands in an expression, for how it is written;
// nil if there is none.
func objectIn(x hclsyntax.Expression) *policyedit.Node {
	switch x := x.(type) {
	case *hclsyntax.ObjectConsExpr:
		if n := policyedit.NodeOf(x); n.Member("Effect") != nil || n.Member("Principal") != nil {
			return n
		}
	case *hclsyntax.TupleConsExpr:
		for _, item := range x.Exprs {
			if n := objectIn(item); n != nil {
				return n
			}
		}
	case *hclsyntax.ForExpr:
		return objectIn(x.ValExpr)
	case *hclsyntax.ConditionalExpr:
		if n := objectIn(x.TrueResult); n != nil {
			return n
		}
		return objectIn(x.FalseResult)
	case *hclsyntax.FunctionCallExpr:
		for _, item := range x.Args {
			if n := objectIn(item); n != nil {
				return n
			}
		}
	}
	return nil
}
