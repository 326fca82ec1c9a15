package policydoc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/plan403/plan403/internal/symbol"
)

// maxStatements bounds a document: the merge compares each statement with
// each. A policy of S3, KMS or IAM is far smaller.
const maxStatements = 2000

// documentReader reads the arguments of the data block.
type documentReader struct {
	opaque  func(what string) string
	reveal  func(text string) string
	version string // of the block's own statements
	err     error  // the first thing that the provider refuses
}

// document reads the statements that the block itself writes.
func (r *documentReader) document(v cty.Value) (*policyDocument, error) {
	d := &policyDocument{version: newestVersion}
	if s, ok := r.word(documentArgument(v, "version"), "version"); ok && s != "" {
		d.version = s
	}
	r.version = d.version
	d.id, _ = r.word(documentArgument(v, "policy_id"), "policy_id")
	items, known := documentItems(documentArgument(v, "statement"))
	if !known || len(items) > maxStatements {
		d.statements = []policyStatement{{symbol: r.opaque("statement")}}
		return d, nil
	}
	sids := map[string]bool{}
	for i, item := range items {
		s := r.statement(item, fmt.Sprintf("statement[%d]", i))
		if s.Sid != "" && sids[s.Sid] && !symbol.Contains(s.Sid) {
			return nil, fmt.Errorf("statement[%d] has the sid of an earlier statement, "+
				"which the AWS provider refuses: give it another", i)
		}
		sids[s.Sid] = true
		s.from.index = i
		d.statements = append(d.statements, s)
	}
	return d, r.err
}

func (r *documentReader) statement(v cty.Value, at string) policyStatement {
	if !isDocumentObject(v) {
		return policyStatement{symbol: r.opaque(at)}
	}
	s := policyStatement{Effect: "Allow"}
	if effect, ok := r.word(documentArgument(v, "effect"), at+".effect"); ok && effect != "" {
		s.Effect = r.whole(effect, at+".effect")
	}
	s.Sid, _ = r.word(documentArgument(v, "sid"), at+".sid")
	s.Action = r.list(v, at+".actions", plainText)
	s.NotAction = r.list(v, at+".not_actions", plainText)
	s.Resource = r.list(v, at+".resources", r.variables)
	s.NotResource = r.list(v, at+".not_resources", r.variables)
	s.Principal = r.principals(v, at+".principals")
	s.NotPrincipal = r.principals(v, at+".not_principals")
	s.Condition = r.conditions(v, at+".condition")
	return s
}

// list reads a set of strings: one is written as a string, several in reverse
// order of text, none not at all.
func (r *documentReader) list(v cty.Value, at string, each func(text, at string) string) any {
	texts, known := r.strings(v, at, each)
	switch {
	case !known:
		return r.opaque(at)
	case len(texts) == 0:
		return nil
	case len(texts) == 1:
		return texts[0]
	}
	return reverseOrder(texts)
}

func reverseOrder(texts []string) []string {
	slices.Sort(texts)
	slices.Reverse(texts)
	return texts
}

// strings reads the items of the argument that at ends with. A null cannot
// stand in these lists (Terraform's SDK refuses it), so one that does is taken
// for unknown.
func (r *documentReader) strings(
	v cty.Value, at string, each func(text, at string) string,
) (texts []string, known bool) {
	items, known := documentItems(documentArgument(v, lastName(at)))
	for i, item := range items {
		where := fmt.Sprintf("%s[%d]", at, i)
		s, ok := r.string(item, where)
		if !ok {
			s = r.opaque(where)
		}
		texts = append(texts, each(s, where))
	}
	return texts, known
}

// lastName is the argument's name at the end of a path to it.
func lastName(at string) string { return at[strings.LastIndexByte(at, '.')+1:] }

func plainText(text, _ string) string { return text }

// variables rewrites &{, the provider's way to write a policy variable without
// Terraform taking it for one of its own.
func (r *documentReader) variables(text, at string) string {
	if !strings.Contains(text, "&{") {
		return text
	}
	if r.version == "2008-10-17" && r.err == nil {
		r.err = fmt.Errorf("%s holds &{, which the AWS provider refuses in version 2008-10-17: set version "+
			"2012-10-17", at)
	}
	return strings.ReplaceAll(text, "&{", "${")
}

// string reads a string: its text, or a symbol if it is unknown; ok is false
// if it is null.
func (r *documentReader) string(v cty.Value, at string) (s string, ok bool) {
	if v == cty.NilVal || v.IsKnown() && v.IsNull() {
		return "", false
	}
	v, err := convert.Convert(v, cty.String)
	if err != nil || !v.IsKnown() || v.IsNull() {
		return r.opaque(at), true
	}
	return v.AsString(), true
}

// word is string for what has to be compared with other words: a secret is
// revealed.
func (r *documentReader) word(v cty.Value, at string) (s string, ok bool) {
	s, ok = r.string(v, at)
	return r.reveal(s), ok
}

// whole replaces a text that is partly unknown by one symbol, where a policy
// parser expects one of a few words.
func (r *documentReader) whole(text, at string) string {
	if symbol.Unknown(text) && !isOpaque(text) {
		return r.opaque(at)
	}
	return text
}

// isOpaque reports whether text is one Opaque symbol and nothing else.
func isOpaque(text string) bool {
	runes := []rune(text)
	return len(runes) == 1 && symbol.KindOf(runes[0]) == symbol.Opaque
}

// documentArgument returns an argument, cty.NilVal if there is none.
func documentArgument(v cty.Value, name string) cty.Value {
	t := v.Type()
	switch {
	case t.IsObjectType() && t.HasAttribute(name):
		return v.GetAttr(name)
	case t.IsMapType() && v.HasIndex(cty.StringVal(name)).True():
		return v.Index(cty.StringVal(name))
	}
	return cty.NilVal
}

// documentItems returns the elements of a list, set or tuple, none for null.
func documentItems(v cty.Value) (items []cty.Value, known bool) {
	switch {
	case v == cty.NilVal || v.IsKnown() && v.IsNull():
		return nil, true
	case !v.IsKnown() || !v.CanIterateElements() || v.Type().IsMapType() || v.Type().IsObjectType():
		return nil, false
	}
	return v.AsValueSlice(), true
}

func isDocumentObject(v cty.Value) bool {
	return v.IsKnown() && !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}
