package cure

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// clause is a part of a policy where it is written.
type clause struct {
	policyedit.Page
	spot locate.Spot
	body *hclsyntax.Body // of its file, nil if that is not in native syntax
	// node is the value; nil for a block.
	node *policyedit.Node
	// expr is the expression, nil in a text.
	expr hclsyntax.Expression
	// block is the policy document, or a statement of it.
	block *hclsyntax.Block
	// home is the address of the resource in whose block it stands, or of the module:
	// from there references lead.
	home string
	// fixed: a variable's value stands there, in which nothing can be referred to.
	fixed bool
	// turned: it is written once for several elements, by a loop.
	turned bool
	// given is the call that renders the file in which it stands, nil for others.
	given *policyedit.Rendering
}

// clause finds a part of a policy in the source.
func (c *Case) clause(at trace.Place) (p clause, ok bool) {
	spot, ok := c.Spot(at)
	if !ok {
		return clause{}, false
	}
	return c.clauseAt(at, spot, spot.Range)
}

// clauseAt is what is written at a range, which a search for a part of a policy found.
func (c *Case) clauseAt(at trace.Place, spot locate.Spot, r hcl.Range) (p clause, ok bool) {
	src := c.Source(r.Filename)
	if _, own := Editable(r.Filename); src == nil || !own || !r.CanSliceBytes(src) {
		return clause{}, false
	}
	p = clause{Page: policyedit.Page{Sheet: hcledit.Sheet{Name: r.Filename, Src: src}}, spot: spot}
	resource := c.Resource(at.Address)
	if resource == nil {
		return clause{}, false
	}
	if !source.Native(r.Filename) {
		return c.inFile(p, at, resource, r)
	}
	if p.home, ok = c.home(resource, r); !ok {
		return clause{}, false
	}
	p.body = c.File(r.Filename)
	p.fixed, p.turned = inVariable(c.File(r.Filename), r), inLoop(c.File(r.Filename), r)
	if p.expr = wrapped(c.File(r.Filename), valueAt(c.File(r.Filename), r)); p.expr != nil {
		p.node = policyedit.NodeOf(p.expr)
		return p.asText(), true
	}
	if p.block = headerAt(c.File(r.Filename), r); p.block != nil {
		return p, true
	}
	p.Tongue = policyedit.Template
	p.node, p.Escaped, ok = policyedit.ReadJSON(src, r.Start.Byte, r.End.Byte)
	return p, ok
}

// asText is the JSON string around an expression, if it is all of one.
func (p clause) asText() clause {
	if !p.inHole() {
		return p
	}
	front := bytes.TrimRight(p.Src[:p.node.Start], " ~")
	back := bytes.TrimLeft(p.Src[p.node.End:], " ~")
	for _, mark := range []string{`\"`, `"`} {
		if !bytes.HasSuffix(front, []byte(mark+"${")) || !bytes.HasPrefix(back, []byte("}"+mark)) {
			continue
		}
		start, end := len(front)-len(mark+"${"), len(p.Src)-len(back)+len("}"+mark)
		if n, escaped, ok := policyedit.ReadJSON(p.Src, start, end); ok {
			p.node, p.Escaped, p.expr, p.Tongue = n, escaped, nil, policyedit.Template
			return p
		}
	}
	return p
}

// inFile is a clause of a file that an expression reads.
func (c *Case) inFile(p clause, at trace.Place, resource *plan.Resource, r hcl.Range) (clause, bool) {
	whole, ok := c.Spot(trace.Place{Address: at.Address, Attribute: at.Attribute})
	if !ok || !source.Native(whole.Range.Filename) {
		return clause{}, false
	}
	if p.home, ok = c.home(resource, whole.Range); !ok {
		return clause{}, false
	}
	call, isCall := valueAt(c.File(whole.Range.Filename), whole.Range).(*hclsyntax.FunctionCallExpr)
	if !isCall {
		return clause{}, false
	}
	p.given = policyedit.NewRendering(
		hcledit.Sheet{Name: whole.Range.Filename, Src: c.Source(whole.Range.Filename)},
		call,
	)
	p.Tongue = policyedit.Template
	p.node, _, ok = policyedit.ReadJSON(p.Src, r.Start.Byte, r.End.Byte)
	return p, ok && p.given != nil && p.given.Takes(p.Src)
}

// write puts a term into words for the place; more are edits elsewhere that this takes.
func (p clause) term(t policyedit.Term) (text string, more []hcledit.Edit, ok bool) {
	if p.given != nil {
		t, more = p.given.Pass(t)
	}
	text, ok = t.In(p.Tongue)
	return text, more, ok
}

// own turns the terms of a grant into such as the place knows.
func (p clause) own(g policyedit.Grant) (policyedit.Grant, []hcledit.Edit) {
	if p.given == nil {
		return g, nil
	}
	var more []hcledit.Edit
	pass := func(t policyedit.Term) policyedit.Term {
		t, edits := p.given.Pass(t)
		more = append(more, edits...)
		return t
	}
	g.Principal = pass(g.Principal)
	resources := make([]policyedit.Term, len(g.Resources))
	for i, t := range g.Resources {
		resources[i] = pass(t)
	}
	g.Resources = resources
	if g.Condition != nil {
		r := *g.Condition
		r.Values = make([]policyedit.Term, len(g.Condition.Values))
		for i, t := range g.Condition.Values {
			r.Values[i] = pass(t)
		}
		g.Condition = &r
	}
	return g, more
}

// inHole reports whether a native clause stands in ${…} of a text.
func (p clause) inHole() bool {
	if p.node == nil || p.expr == nil {
		return false
	}
	front := bytes.TrimRight(p.Src[:p.node.Start], " ")
	return bytes.HasSuffix(front, []byte("${")) || bytes.HasSuffix(front, []byte("${~"))
}
