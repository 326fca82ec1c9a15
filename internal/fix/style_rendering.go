package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// rendering is a call that makes the text of a policy from a file: templatefile(), or
// file(), which an edit may make a templatefile().
type rendering struct {
	page
	call *hclsyntax.FunctionCallExpr
	// given are the values that the template gets, nil for file().
	given *hclsyntax.ObjectConsExpr
}

// newRendering reads a call; nil if it is no such one.
func newRendering(s sheet, call *hclsyntax.FunctionCallExpr) *rendering {
	out := &rendering{page: page{sheet: s}, call: call}
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

// takes reports whether the file may hold ${…}: one that is read as it is may only
// if it would mean the same as a template.
func (r *rendering) takes(src []byte) bool {
	return r.given != nil || !bytes.Contains(src, []byte("${")) && !bytes.Contains(src, []byte("%{"))
}

// pass makes the references of the block around the call such of the template: by
// what is given to it, or by more values.
func (r *rendering) pass(t term) (term, []Edit) {
	out, more := slices.Clone(t), []Edit(nil)
	for i, b := range out {
		if b.ref && !b.own {
			name, edits := r.name(b.text)
			out[i].text, more = name, append(more, edits...)
		}
	}
	return out, more
}

// name is what the template calls the value of an expression.
func (r *rendering) name(ref string) (name string, more []Edit) {
	if r.given != nil {
		for _, item := range r.given.Items {
			value := item.ValueExpr.Range().SliceBytes(r.src)
			if name := keyOf(item.KeyExpr); name != "" && compact(string(value)) == compact(ref) {
				return name, nil
			}
		}
	}
	name = variableName(ref)
	if r.given != nil {
		return name, r.add(nodeOf(r.given), name+" = "+ref)
	}
	end := r.call.CloseParenRange.Start.Byte
	return name, []Edit{
		r.change(r.call.NameRange.Start.Byte, r.call.NameRange.End.Byte, "templatefile"),
		r.change(end, end, ", { "+name+" = "+ref+" }"),
	}
}

// variableName is what a template calls a value: distribution_arn for that of a
// distribution.
func variableName(ref string) string {
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
