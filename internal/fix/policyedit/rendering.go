package policyedit

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/hcledit"
)

// Rendering is a call that makes the text of a policy from a file: templatefile(), or
// file(), which an edit may make a templatefile().
type Rendering struct {
	Page
	call *hclsyntax.FunctionCallExpr
	// given are the values that the template gets, nil for file().
	given *hclsyntax.ObjectConsExpr
}

// NewRendering reads a call; nil if it is no such one.
func NewRendering(s hcledit.Sheet, call *hclsyntax.FunctionCallExpr) *Rendering {
	out := &Rendering{Page: Page{Sheet: s}, call: call}
	switch {
	case call.Name == "file" && len(call.Args) == 1:
		return out
	case call.Name == "templatefile" && len(call.Args) == 2:
		given, ok := call.Args[1].(*hclsyntax.ObjectConsExpr)
		out.given = given
		if ok {
			return out
		}
	}
	return nil
}

// Takes reports whether the file may hold ${…}: one that is read as it is may only
// if it would mean the same as a template.
func (r *Rendering) Takes(src []byte) bool {
	return r.given != nil || !bytes.Contains(src, []byte("${")) && !bytes.Contains(src, []byte("%{"))
}

// Pass makes the references of the block around the call such of the template: by
// what is given to it, or by more values.
func (r *Rendering) Pass(t Term) (Term, []hcledit.Edit) {
	out, more := slices.Clone(t), []hcledit.Edit(nil)
	for i, b := range out {
		if b.Ref && !b.Own {
			name, edits := r.name(b.Text)
			out[i].Text, more = name, append(more, edits...)
		}
	}
	return out, more
}

// name is what the template calls the value of an expression.
func (r *Rendering) name(ref string) (name string, more []hcledit.Edit) {
	if r.given != nil {
		for _, item := range r.given.Items {
			value := item.ValueExpr.Range().SliceBytes(r.Src)
			if name := KeyOf(item.KeyExpr); name != "" && compact(string(value)) == compact(ref) {
				return name, nil
			}
		}
	}
	name = VariableName(ref)
	if r.given != nil {
		return name, r.Add(NodeOf(r.given), name+" = "+ref)
	}
	end := r.call.CloseParenRange.Start.Byte
	return name, []hcledit.Edit{
		r.Change(r.call.NameRange.Start.Byte, r.call.NameRange.End.Byte, "templatefile"),
		r.Change(end, end, ", { "+name+" = "+ref+" }"),
	}
}

// VariableName is what a template calls a value: distribution_arn for that of a
// distribution.
func VariableName(ref string) string {
	name := strings.TrimPrefix(ref, "data.")
	attribute := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case strings.HasPrefix(name, "aws_cloudfront_distribution."):
		return "distribution_" + attribute
	case strings.HasPrefix(name, "aws_cloudfront_origin_access_identity."):
		return "identity_" + attribute
	case strings.HasPrefix(name, "aws_s3_bucket."):
		return "bucket_" + attribute
	}
	return attribute
}

// compact is a text without white space.
func compact(s string) string { return strings.Join(strings.Fields(s), "") }
