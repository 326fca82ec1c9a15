package cure

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
)

// Cures of error pages.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html

// answer403Too does about 403 what is done about 404.
func answer403Too(c *Case) []Candidate {
	const (
		why   = "without s3:ListBucket S3 answers 403 for a missing object, so what is done about 404 is never done"
		other = "grant s3:ListBucket on the bucket to the same caller"
	)
	o, ok := c.Outcome()
	if !ok || o.Result.Behavior == nil {
		return nil
	}
	page, there := o.Distribution.ErrorPage(404)
	var out []Candidate
	if _, name := splitPath(c.Finding.Attribute); name == "origin_group" {
		out = c.failOverOn403(o, why, other)
	} else if edit, ok := c.pageFor403(o, page); ok && there && name == "error_code" {
		out = []Candidate{{Edits: []hcledit.Edit{edit}, Why: why, Other: other}}
	}
	return append(out, listBucket(c)...)
}

// pageFor403 writes the block of the page for 404 once more, for 403.
func (c *Case) pageFor403(o simulate.Outcome, page cloudfront.ErrorPage) (hcledit.Edit, bool) {
	h, ok := c.at(page.Owner(), page.Path())
	top, ok2 := c.at(o.Distribution.Place(), "")
	if !ok || !ok2 || h.block.Type == "dynamic" || h.attribute("error_code") == nil || h.Name != top.Name {
		return hcledit.Edit{}, false
	}
	code := h.attribute("error_code").Expr.Range()
	from, to := h.block.TypeRange.Start.Byte, h.block.CloseBraceRange.End.Byte
	text := string(h.Src[from:code.Start.Byte]) + "403" + string(h.Src[code.End.Byte:to])
	return top.copyBehind(h.block, text), true
}

// copyBehind writes a text, which has the indents of the file, behind a nested block.
func (h home) copyBehind(b *hclsyntax.Block, text string) hcledit.Edit {
	start := h.LineStart(b.TypeRange.Start.Byte)
	text = h.IndentAt(b.TypeRange.Start.Byte) + text + h.Newline()
	if h.BlankBefore(h.OwnComment(start)) || h.OwnComment(start) != start {
		text = h.Newline() + text
	}
	return h.Insert(h.LineAfter(b.CloseBraceRange.End.Byte), text)
}

// failOverOn403 lets an origin group ask its second member after 403, too.
func (c *Case) failOverOn403(o simulate.Outcome, why, other string) []Candidate {
	g := o.Distribution.Group(o.Result.Behavior.Target)
	if g == nil {
		return nil
	}
	w, ok := c.words(o.Distribution.Place(), g.At("failover_criteria[0].status_codes"))
	if !ok || w.list() == nil {
		return nil
	}
	return []Candidate{{Edits: []hcledit.Edit{w.AddItem(w.list(), "403")}, Why: why, Other: other}}
}
