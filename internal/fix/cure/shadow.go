package cure

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
)

// reorder puts a behavior before the one that takes all of its paths.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
func reorder(c *Case) []Candidate {
	d := c.After.Distribution(c.Finding.Address)
	if d == nil {
		return nil
	}
	for _, b := range d.Behaviors {
		if b.At("path_pattern") != c.Finding.Attribute {
			continue
		}
		earlier := d.Shadow(b)
		if earlier == nil || earlier.Pattern == b.Pattern || earlier.Pattern == "" {
			return nil
		}
		edits, ok := c.before(d, b, earlier)
		if !ok {
			return nil
		}
		return []Candidate{{Edits: edits, Why: "the first behavior whose pattern matches takes a path"}}
	}
	return nil
}

// before moves what writes one behavior before what writes another: its block, or its
// element of the list that a dynamic block repeats.
func (c *Case) before(d *cloudfront.Distribution, b, earlier *cloudfront.Behavior) ([]hcledit.Edit, bool) {
	h, ok := c.at(d.Place(), b.Path())
	e, ok2 := c.at(d.Place(), earlier.Path())
	switch {
	case !ok || !ok2 || h.Name != e.Name:
		return nil, false
	case h.block != e.block:
		return h.moveBefore(e), h.block.Type != "dynamic" && e.block.Type != "dynamic"
	}
	each := h.block.Body.Attributes["for_each"]
	if each == nil {
		return nil, false
	}
	w, ok := c.words(d.Place(), b.At("path_pattern"))
	v, ok2 := c.words(d.Place(), earlier.At("path_pattern"))
	if !ok || !ok2 || w.Name != v.Name {
		return nil, false
	}
	return w.swap(listOfBoth(c.File(w.Name), w.x, v.x))
}

// moveBefore takes a block from its place and writes it before another.
func (h home) moveBefore(e home) []hcledit.Edit {
	from := h.OwnComment(h.LineStart(h.block.TypeRange.Start.Byte))
	text := string(h.Src[from:h.LineAfter(h.block.CloseBraceRange.End.Byte)])
	to := e.OwnComment(e.LineStart(e.block.TypeRange.Start.Byte))
	if e.BlankBefore(to) {
		text += h.Newline()
	}
	return []hcledit.Edit{h.Insert(to, text), h.RemoveBlock(h.block)}
}

// elements are two elements of a list, the first of which comes first.
type elements struct{ first, second hclsyntax.Expression }

// listOfBoth finds the list that has two expressions in different elements.
func listOfBoth(body *hclsyntax.Body, a, b hclsyntax.Expression) (found elements) {
	if body == nil {
		return found
	}
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		list, ok := n.(*hclsyntax.TupleConsExpr)
		if !ok {
			return nil
		}
		if x, y := elementWith(list, a), elementWith(list, b); x != nil && y != nil && x != y {
			found = elements{first: y, second: x}
		}
		return nil
	})
	return found
}

func elementWith(list *hclsyntax.TupleConsExpr, x hclsyntax.Expression) hclsyntax.Expression {
	for _, item := range list.Exprs {
		if within(item.Range(), x.Range()) {
			return item
		}
	}
	return nil
}

// swap puts the second of two elements before the first.
func (w words) swap(e elements) ([]hcledit.Edit, bool) {
	if e.first == nil || e.first.Range().Start.Byte > e.second.Range().Start.Byte {
		return nil, false
	}
	a, b := e.first.Range(), e.second.Range()
	if strings.Contains(string(w.Src[a.End.Byte:b.Start.Byte]), "#") {
		return nil, false // whose comment that is cannot be told
	}
	return []hcledit.Edit{w.Replace(a, string(b.SliceBytes(w.Src))), w.Replace(b, string(a.SliceBytes(w.Src)))}, true
}
