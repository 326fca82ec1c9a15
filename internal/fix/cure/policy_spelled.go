package cure

import (
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/trace"
)

// A policy often says already, in one of its statements, what another one needs: the ARN
// of its bucket or of the distribution, in words that are right for each instance of the
// block. These are what a colleague would write again.

// spelled is a value as a statement of the finding's policy writes it in a block.
func (a *admission) spelled(home, value string) (policyedit.Term, bool) {
	if value == "" {
		return nil, false
	}
	for part := range a.values(func(v string) bool { return v == value }) {
		if t, ok := a.wordsOf(home, a.part(part)); ok {
			return t, true
		}
	}
	return nil, false
}

// spelledBefore is a value as a statement writes it with a folder behind it.
func (a *admission) spelledBefore(home, value string) (policyedit.Term, bool) {
	for part, v := range a.values(func(v string) bool { return strings.HasPrefix(v, value+"/") }) {
		t, ok := a.wordsOf(home, a.part(part))
		if n := len(t) - 1; ok && n > 0 && !t[n].Ref && t[n].Text == strings.TrimPrefix(v, value) {
			return slices.Clip(t[:n]), true
		}
	}
	return nil, false
}

// values goes through the values of the finding's policy that fit.
func (a *admission) values(fits func(string) bool) iter.Seq2[trace.Part, string] {
	return func(yield func(trace.Part, string) bool) {
		for _, p := range a.nearPolicies() {
			if p.Address() != a.Finding.Address || p.Attribute != a.Finding.Attribute || p.Document() == nil {
				continue
			}
			for i := range p.Document().Statements {
				for _, s := range saying(&p.Document().Statements[i], fits) {
					if !yield(s.part, s.value) {
						return
					}
				}
			}
		}
	}
}

// nearPolicies are those of the bucket, or of the keys.
func (a *admission) nearPolicies() []*s3.Policy {
	if strings.Contains(a.Finding.Address, "aws_kms_") {
		return a.After.Store.KeyPolicies()
	}
	if a.bucket == nil {
		return nil
	}
	return a.bucket.Policies
}

// said is a value of a statement and where that has it.
type said struct {
	part  trace.Part
	value string
}

// saying lists where a statement has values that fit.
func saying(s *policy.Statement, fits func(string) bool) (out []said) {
	part := trace.Part{Statement: s.Index + 1}
	in := func(element, operator, key string, list []string) {
		for i, v := range list {
			if !fits(v) {
				continue
			}
			part.Element, part.Operator, part.Key, part.Entry, part.Number = element, operator, key, v, i+1
			out = append(out, said{part, v})
			if len(list) == 1 { // whatever is written may be a list
				part.Entry, part.Number = "", 0
				out = append(out, said{part, v})
			}
		}
	}
	in("Resource", "", "", s.Resource)
	for _, c := range s.Conditions {
		in("Condition", c.Operator, c.Key, c.Values)
	}
	if s.Principal != nil {
		in("Principal", "", "AWS", s.Principal.AWS)
	}
	return out
}

// alsoFor are the resources of the statement that the finding is about, as an expression
// of its block makes them.
func (a *admission) alsoFor(home string) (policyedit.Term, bool) {
	n := a.Finding.Part.Statement
	p, ok := a.clause(a.part(trace.Part{Statement: n, Element: "Resource"}))
	if !ok || n == 0 || p.home != home || p.spot.Left > 0 || p.turned || !p.makesList() {
		return nil, false
	}
	return policyedit.Term{{Text: p.text(), Ref: true, Many: true}}, true
}

// wordsOf are the words that write a value, if they stand in a block, be it as a reference
// that leads to the value.
func (a *admission) wordsOf(home string, at trace.Place) (policyedit.Term, bool) {
	spot, ok := a.Spot(at)
	if !ok || spot.Left > 0 && !a.stands(at, spot) {
		return nil, false
	}
	ranges := []hcl.Range{spot.Range}
	for _, hop := range slices.Backward(spot.Via) {
		ranges = append(ranges, hop.Range)
	}
	for _, r := range ranges {
		p, ok := a.clauseAt(at, spot, r)
		if !ok || !together(p.home, home) || p.turned || p.inHole() || r != spot.Range && !p.says(at.Part) {
			continue
		}
		t, ok := p.asTerm()
		if ok && p.home != home && t.OfInstance() {
			continue
		}
		if ok && len(t) == 1 && t[0].Ref {
			t[0].Many = at.Part.Entry == "" || a.namesList(home, p.expr)
		}
		if ok {
			return t, true
		}
	}
	return nil, false
}

// says reports whether a reference stands right where a policy has the value, and not where
// it has a statement or a condition as a whole.
func (p clause) says(part trace.Part) (found bool) {
	if p.expr == nil || p.body == nil {
		return false
	}
	key := part.Element
	if part.Key != "" {
		key = part.Key
	}
	is := func(x hclsyntax.Expression) bool {
		if list, isList := x.(*hclsyntax.TupleConsExpr); isList {
			return slices.ContainsFunc(list.Exprs, func(x hclsyntax.Expression) bool {
				return sameBytes(x.Range(), p.expr.Range())
			})
		}
		return sameBytes(x.Range(), p.expr.Range())
	}
	_ = hclsyntax.VisitAll(enclosing(p.body, p.expr.Range()), func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ObjectConsExpr:
			for _, item := range n.Items {
				found = found || strings.EqualFold(policyedit.KeyOf(item.KeyExpr), key) && is(item.ValueExpr)
			}
		case *hclsyntax.Attribute:
			found = found || valueArguments[n.Name] && is(n.Expr)
		}
		return nil
	})
	return found
}

// valueArguments are the arguments of a policy document that hold values.
var valueArguments = map[string]bool{"resources": true, "values": true, "identifiers": true}

// namesList reports whether an expression is the name of a list.
func (c *Case) namesList(home string, x hclsyntax.Expression) bool {
	t, isName := x.(*hclsyntax.ScopeTraversalExpr)
	m := c.Tree.Module(moduleIn(home).Names())
	if !isName || m == nil || len(t.Traversal) != 2 {
		return false
	}
	name, _ := t.Traversal[1].(hcl.TraverseAttr)
	switch t.Traversal.RootName() {
	case "var":
		v := m.Variables[name.Name]
		return v != nil && (v.Type.IsListType() || v.Type.IsSetType() || v.Default != nil && isListed(v))
	case "local":
		_, isList := c.listOf(home, x)
		return isList
	}
	return false
}

// asTerm is what is written as a term, which can be written again beside it.
func (p clause) asTerm() (policyedit.Term, bool) {
	if p.node == nil || p.node.Form != policyedit.Scalar || p.Escaped {
		return nil, false
	}
	x := p.expr
	if x == nil { // a text in JSON
		text := p.text()
		inner, ok := strings.CutSuffix(strings.TrimPrefix(text, `"`), `"`)
		if !ok || strings.Contains(inner, `\`) {
			return nil, false
		}
		var err error
		if x, err = syntax.Template([]byte(inner), p.Name, hcl.InitialPos); err != nil {
			return nil, false
		}
		return termOf(x, []byte(inner), p.given != nil)
	}
	return termOf(x, p.Src, false)
}

// termOf takes a text apart that holds nothing but words and references.
func termOf(x hclsyntax.Expression, src []byte, own bool) (policyedit.Term, bool) {
	switch x := x.(type) {
	case *hclsyntax.TemplateWrapExpr:
		return termOf(x.Wrapped, src, own)
	case *hclsyntax.ScopeTraversalExpr:
		return policyedit.Term{{Text: string(x.Range().SliceBytes(src)), Ref: true, Own: own}}, true
	case *hclsyntax.TemplateExpr:
		var out policyedit.Term
		for _, part := range x.Parts {
			if words, ok := part.(*hclsyntax.LiteralValueExpr); ok {
				out = append(out, policyedit.Bit{Text: words.Val.AsString()})
				continue
			}
			t, ok := termOf(part, src, own)
			if !ok || len(t) != 1 || !t[0].Ref {
				return nil, false
			}
			out = append(out, t...)
		}
		return out, true
	}
	return nil, false
}

// together reports whether two blocks stand in one module.
func together(a, b string) bool { return moduleIn(a).String() == moduleIn(b).String() }
