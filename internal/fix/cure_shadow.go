package fix

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/cloudfront"
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
func (c *Case) before(d *cloudfront.Distribution, b, earlier *cloudfront.Behavior) ([]Edit, bool) {
	h, ok := c.at(d.Place(), b.Path())
	e, ok2 := c.at(d.Place(), earlier.Path())
	switch {
	case !ok || !ok2 || h.name != e.name:
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
	if !ok || !ok2 || w.name != v.name {
		return nil, false
	}
	return w.swap(listOfBoth(c.File(w.name), w.x, v.x))
}

// moveBefore takes a block from its place and writes it before another.
func (h home) moveBefore(e home) []Edit {
	from := h.ownComment(h.lineStart(h.block.TypeRange.Start.Byte))
	text := string(h.src[from:h.lineAfter(h.block.CloseBraceRange.End.Byte)])
	to := e.ownComment(e.lineStart(e.block.TypeRange.Start.Byte))
	if e.blankBefore(to) {
		text += h.newline()
	}
	return []Edit{h.insert(to, text), h.removeBlock(h.block)}
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
func (w words) swap(e elements) ([]Edit, bool) {
	if e.first == nil || e.first.Range().Start.Byte > e.second.Range().Start.Byte {
		return nil, false
	}
	a, b := e.first.Range(), e.second.Range()
	if strings.Contains(string(w.src[a.End.Byte:b.Start.Byte]), "#") {
		return nil, false // whose comment that is cannot be told
	}
	return []Edit{w.replace(a, string(b.SliceBytes(w.src))), w.replace(b, string(a.SliceBytes(w.src)))}, true
}
