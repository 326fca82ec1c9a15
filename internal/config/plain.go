package config

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// plain refuses every value but a quoted text, a list of them, true and false. So nothing in
// the file is computed, and no expression can take time or memory out of
// proportion to its length.
func plain(body *hclsyntax.Body) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, a := range body.Attributes {
		if d := plainValue(a.Expr); d != nil {
			diags = append(diags, d)
		}
	}
	for _, b := range body.Blocks {
		for i, label := range b.Labels {
			if symbol.Contains(label) {
				diags = append(diags, wrong(b.LabelRanges[i], "holds private-use characters, which plan403 "+
					"reserves; remove them"))
			}
		}
		diags = append(diags, plain(b.Body)...)
	}
	return diags
}

// plainValue is what is wrong with a value, nil if nothing is. A list holds
// texts only: gohcl would make texts of booleans.
func plainValue(e hclsyntax.Expression) *hcl.Diagnostic {
	list, ok := e.(*hclsyntax.TupleConsExpr)
	if !ok {
		return plainText(e)
	}
	for _, item := range list.Exprs {
		if _, ok := item.(*hclsyntax.TemplateExpr); !ok {
			return wrong(item.Range(), "it must be a text in quotes, written out")
		}
		if d := plainText(item); d != nil {
			return d
		}
	}
	return nil
}

func plainText(e hclsyntax.Expression) *hcl.Diagnostic {
	text, ok := written(e)
	switch {
	case !ok:
		return wrong(e.Range(), "it must be a text in quotes, a list of them, or true or false, written out")
	case symbol.Contains(text):
		return wrong(e.Range(), "holds private-use characters, which plan403 reserves; remove them")
	}
	return nil
}

// written returns the text of an expression that is a string or a boolean
// without anything to evaluate.
func written(e hclsyntax.Expression) (text string, ok bool) {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return "", e.Val.Type() == cty.Bool && !e.Val.IsNull()
	case *hclsyntax.TemplateExpr:
		var b strings.Builder
		for _, part := range e.Parts {
			l, ok := part.(*hclsyntax.LiteralValueExpr)
			if !ok || l.Val.Type() != cty.String || l.Val.IsNull() {
				return "", false
			}
			b.WriteString(l.Val.AsString())
		}
		return b.String(), true
	}
	return "", false
}

func wrong(at hcl.Range, message string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: message, Subject: &at}
}

// words is a diagnostic in one line, in the manner of the program's own errors.
func words(d *hcl.Diagnostic) string {
	s := d.Summary
	if d.Detail != "" {
		s += ": " + d.Detail
	}
	s = strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}
