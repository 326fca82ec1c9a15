package cure

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/trace"
)

// Resources are often made of a list of folders, by formatlist() or a for expression:
// a folder more in that list is what a colleague would write.

// elements lists what the list has to get of which the resources are made so that these
// ARNs come out too; ok is false if they are made in another way.
func (c *Case) elements(o simulate.Outcome, keys []string) (p clause, terms []policyedit.Term, ok bool) {
	part := c.Finding.Part
	s := statementOf(o, c.Finding.Address, part.Statement)
	if s == nil {
		return p, nil, false
	}
	for i, resource := range slices.Backward(s.Resource) {
		at := c.part(trace.Part{Statement: part.Statement, Element: "Resource", Entry: resource, Number: i + 1})
		spot, found := c.Spot(at)
		if !found || spot.Left > 0 {
			continue
		}
		if terms, ok = madeOf(c.wordAt(spot.Range), resource, o, keys); !ok {
			continue
		}
		if inner := listAround(c.File(spot.Range.Filename), spot.Range); inner != nil {
			p, ok = c.clauseAt(at, spot, inner.Range())
			return p, terms, ok
		}
	}
	return c.looped(o, s, keys)
}

// wordAt is the text that stands at a range, "" if there is none.
func (c *Case) wordAt(r hcl.Range) string {
	if x := valueAt(c.File(r.Filename), r); x != nil {
		return policyedit.KeyOf(x)
	}
	return ""
}

// looped is elements for resources that a for expression makes.
func (c *Case) looped(
	o simulate.Outcome,
	s *policy.Statement,
	keys []string,
) (p clause, terms []policyedit.Term, ok bool) {
	at := c.part(trace.Part{Statement: s.Index + 1, Element: "Resource"})
	if p, ok = c.clause(at); !ok {
		return p, nil, false
	}
	loop, isLoop := p.expr.(*hclsyntax.ForExpr)
	if !isLoop {
		return p, nil, false
	}
	list, ok := c.listOf(p.home, loop.CollExpr)
	if !ok || len(list.Exprs) == 0 || len(list.Exprs) != len(s.Resource) {
		return p, nil, false
	}
	word, resource := example(list, s.Resource)
	if terms, ok = madeOf(word, resource, o, keys); !ok {
		return p, nil, false
	}
	p, ok = c.clauseAt(at, p.spot, list.Range())
	return p, terms, ok
}

// example is an element of a list and the resource that is made of it, if all resources
// are made of the elements in the same way.
func example(list *hclsyntax.TupleConsExpr, resources []string) (word, resource string) {
	for _, resource := range resources {
		word := policyedit.KeyOf(list.Exprs[0])
		front, back, ok := cutLast(resource, word)
		all := ok && word != "" && !slices.ContainsFunc(list.Exprs, func(x hclsyntax.Expression) bool {
			return !slices.Contains(resources, front+policyedit.KeyOf(x)+back)
		})
		if all {
			return word, resource
		}
	}
	return "", ""
}

// listOf is the list that an expression is, or the local that it names.
func (c *Case) listOf(home string, x hclsyntax.Expression) (list *hclsyntax.TupleConsExpr, ok bool) {
	if list, ok = x.(*hclsyntax.TupleConsExpr); ok {
		return list, true
	}
	t, isName := x.(*hclsyntax.ScopeTraversalExpr)
	module, _ := addr.ParseModule(home)
	m := c.Tree.Module(module.Names())
	if !isName || m == nil || t.Traversal.RootName() != "local" || len(t.Traversal) != 2 {
		return nil, false
	}
	name, _ := t.Traversal[1].(hcl.TraverseAttr)
	attr := m.Locals[name.Name]
	if attr == nil {
		return nil, false
	}
	list, ok = expr.Node(attr.Expr).(*hclsyntax.TupleConsExpr)
	return list, ok
}

// madeOf tells what to add beside a word that a resource is made of.
func madeOf(word, resource string, o simulate.Outcome, keys []string) (terms []policyedit.Term, ok bool) {
	if word == "" || word == resource {
		return nil, false
	}
	front, back, ok := cutLast(resource, word)
	if !ok {
		return nil, false
	}
	for _, key := range keys {
		rest, ok := strings.CutPrefix(o.Bucket().ARN+key, front)
		if !ok {
			return nil, false
		}
		if rest, ok = strings.CutSuffix(rest, back); !ok || rest == "" {
			return nil, false
		}
		terms = append(terms, policyedit.Literal(rest))
	}
	return terms, len(terms) > 0
}

func cutLast(text, word string) (front, back string, ok bool) {
	at := strings.LastIndex(text, word)
	if at < 0 {
		return "", "", false
	}
	return text[:at], text[at+len(word):], true
}

// listAround is the innermost list one of whose elements has a range, nil if there is
// none.
func listAround(body *hclsyntax.Body, r hcl.Range) (found *hclsyntax.TupleConsExpr) {
	if body == nil {
		return nil
	}
	_ = hclsyntax.VisitAll(enclosing(body, r), func(n hclsyntax.Node) hcl.Diagnostics {
		if list, isList := n.(*hclsyntax.TupleConsExpr); isList {
			for _, x := range list.Exprs {
				if x.Range().Start.Byte == r.Start.Byte && x.Range().End.Byte == r.End.Byte {
					found = list
				}
			}
		}
		return nil
	})
	return found
}

// statementOf is a statement of the policy at an address, by its number; nil if there is
// none.
func statementOf(o simulate.Outcome, address string, number int) *policy.Statement {
	for _, p := range o.Bucket().Policies {
		if p.Address() != address {
			continue
		}
		if d := p.Document(); d != nil && number > 0 && number <= len(d.Statements) {
			return &d.Statements[number-1]
		}
	}
	return nil
}
