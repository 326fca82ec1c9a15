package fix

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// clause is a part of a policy where it is written.
type clause struct {
	page
	spot locate.Spot
	body *hclsyntax.Body // of its file, nil if that is not in native syntax
	// node is the value; nil for a block.
	node *node
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
	given *rendering
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
	if _, own := editable(r.Filename); src == nil || !own || !r.CanSliceBytes(src) {
		return clause{}, false
	}
	p = clause{page: page{sheet: sheet{name: r.Filename, src: src}}, spot: spot}
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
		p.node = nodeOf(p.expr)
		return p.asText(), true
	}
	if p.block = headerAt(c.File(r.Filename), r); p.block != nil {
		return p, true
	}
	p.tongue = template
	p.node, p.escaped, ok = readJSON(src, r.Start.Byte, r.End.Byte)
	return p, ok
}

// asText is the JSON string around an expression, if it is all of one.
func (p clause) asText() clause {
	if !p.inHole() {
		return p
	}
	front := strings.TrimRight(string(p.src[:p.node.start]), " ~")
	back := strings.TrimLeft(string(p.src[p.node.end:]), " ~")
	for _, mark := range []string{`\"`, `"`} {
		if !strings.HasSuffix(front, mark+"${") || !strings.HasPrefix(back, "}"+mark) {
			continue
		}
		start, end := len(front)-len(mark+"${"), len(p.src)-len(back)+len("}"+mark)
		if n, escaped, ok := readJSON(p.src, start, end); ok {
			p.node, p.escaped, p.expr, p.tongue = n, escaped, nil, template
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
	p.given = newRendering(sheet{name: whole.Range.Filename, src: c.Source(whole.Range.Filename)}, call)
	p.tongue = template
	p.node, _, ok = readJSON(p.src, r.Start.Byte, r.End.Byte)
	return p, ok && p.given != nil && p.given.takes(p.src)
}

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

// home is where references start from at a place in a file: the instance of the
// block there that goes with a resource, or the module.
// ok is false for what stands in a module with several instances, of which it is not told
// which one is meant.
func (c *Case) home(r *plan.Resource, at hcl.Range) (address string, ok bool) {
	m := r.Module
	for !m.IsRoot() && !c.writtenIn(m, at.Filename) {
		m = m.Parent()
	}
	if !c.writtenIn(m, at.Filename) {
		if m, ok = c.onlyModule(c.Tree.Root, path.Dir(at.Filename)); !ok {
			return "", false
		}
	}
	body := c.File(at.Filename)
	if body == nil {
		return m.String(), true
	}
	for _, b := range body.Blocks {
		if b.Range().Start.Byte > at.Start.Byte || b.CloseBraceRange.End.Byte < at.End.Byte || len(b.Labels) != 2 {
			continue
		}
		res := addr.Resource{Module: m, Mode: "managed", Type: b.Labels[0], Name: b.Labels[1]}
		if b.Type == "data" {
			res.Mode = "data"
		}
		if b.Body.Attributes["for_each"] != nil || b.Body.Attributes["count"] != nil {
			res.Key = r.Key
		}
		return res.String(), true
	}
	return m.String(), true
}

// onlyModule is the module that a folder is called as, if that is one and has one instance.
func (c *Case) onlyModule(in *source.Module, dir string) (addr.Module, bool) {
	var found []addr.Module
	var look func(m *source.Module, at addr.Module)
	look = func(m *source.Module, at addr.Module) {
		for _, call := range m.Calls {
			if call.Module == nil || call.Count != nil || call.ForEach != nil {
				continue
			}
			inside := at.Child(addr.Step{Name: call.Name})
			if path.Clean(call.Module.Dir) == dir {
				found = append(found, inside)
			}
			look(call.Module, inside)
		}
	}
	look(in, addr.Module{})
	if len(found) != 1 || c.calls(dir) != 1 {
		return addr.Module{}, false
	}
	return found[0], true
}

func (c *Case) writtenIn(m addr.Module, file string) bool {
	module := c.Tree.Module(m.Names())
	return module != nil && path.Clean(module.Dir) == path.Dir(file)
}

// write puts a term into words for the place; more are edits elsewhere that this takes.
func (p clause) term(t term) (text string, more []Edit, ok bool) {
	if p.given != nil {
		t, more = p.given.pass(t)
	}
	text, ok = t.in(p.tongue)
	return text, more, ok
}

// own turns the terms of a grant into such as the place knows.
func (p clause) own(g grant) (grant, []Edit) {
	if p.given == nil {
		return g, nil
	}
	var more []Edit
	pass := func(t term) term {
		t, edits := p.given.pass(t)
		more = append(more, edits...)
		return t
	}
	g.principal = pass(g.principal)
	resources := make([]term, len(g.resources))
	for i, t := range g.resources {
		resources[i] = pass(t)
	}
	g.resources = resources
	if g.condition != nil {
		r := *g.condition
		r.values = make([]term, len(g.condition.values))
		for i, t := range g.condition.values {
			r.values[i] = pass(t)
		}
		g.condition = &r
	}
	return g, more
}

// inHole reports whether a native clause stands in ${…} of a text.
func (p clause) inHole() bool {
	if p.node == nil || p.expr == nil {
		return false
	}
	front := strings.TrimRight(string(p.src[:p.node.start]), " ")
	return strings.HasSuffix(front, "${") || strings.HasSuffix(front, "${~")
}
