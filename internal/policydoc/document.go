// Package policydoc renders what data.aws_iam_policy_document renders, also where
// the provider itself does so only during apply.
package policydoc

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// Render renders the json attribute of
// data.aws_iam_policy_document as the AWS provider does; see "Data Source:
// aws_iam_policy_document" in the provider's documentation and its source,
// internal/service/iam/policy_document_data_source.go and policy_model.go.
//
// v is the data block's object, its arguments evaluated: statement, version,
// policy_id, source_policy_documents, override_policy_documents and, for
// providers before 5.0, source_json and override_json. Symbols inside strings
// stay as they are. Whatever is unknown beyond that, a list or a whole
// statement, becomes the Opaque symbol that opaque makes for the name of what
// is missing, such as "statement[0].actions": a policy parser finds the symbol
// where it looks for the list or the statement. Marks on v are ignored. What
// has to be compared, such as a sid, is written as reveal gives it: a secret
// equals what its value equals.
//
// An error says that the provider refuses the document, so that reading the
// data source will fail.
func Render(v cty.Value, opaque, reveal func(text string) string) (rendered string, err error) {
	merged, err := (&documentReader{opaque: opaque, reveal: reveal}).compose(v)
	if err != nil {
		return "", err
	}
	return merged.render()
}

// compose merges the block's own statements with those of other documents.
func (r *documentReader) compose(v cty.Value) (*policyDocument, error) {
	if v != cty.NilVal {
		v, _ = v.UnmarkDeep()
	}
	if v == cty.NilVal || !isDocumentObject(v) {
		return r.unread(documentSource{name: "statement"}), nil
	}
	merged := &policyDocument{}
	if err := r.sources(merged, v); err != nil {
		return nil, err
	}
	own, err := r.document(v)
	if err != nil {
		return nil, err
	}
	merged.merge(own, r.opaque)
	for _, source := range r.texts(v, "override_policy_documents", "override_json") {
		merged.merge(r.parse(source), r.opaque)
	}
	return merged, nil
}

// sources merges the source documents, the single one of old providers first.
// The provider refuses them if two statements in them have one sid.
func (r *documentReader) sources(merged *policyDocument, v cty.Value) error {
	seen := map[string]bool{}
	for _, source := range r.texts(v, "source_json", "source_policy_documents") {
		doc := r.parse(source)
		for i, s := range doc.statements {
			if s.Sid == "" || symbol.Contains(s.Sid) {
				continue
			}
			// The old argument is not checked in itself.
			if seen[s.Sid] && source.name != "source_json" {
				return fmt.Errorf("%s: statement %d has the sid of an earlier source statement, "+
					"which the AWS provider refuses: give it another", source.name, i)
			}
			seen[s.Sid] = true
		}
		merged.merge(doc, r.opaque)
	}
	return nil
}

// policyDocument is a policy on its way through the merge.
type policyDocument struct {
	version, id string
	statements  []policyStatement
	// unread is the symbol of a document that was merged without being known:
	// it may have raised the version.
	unread string
}

// policyStatement is one statement: the elements in the order in which the
// provider writes them, or, where nothing of it is known, a symbol.
type policyStatement struct {
	Sid          string `json:",omitempty"`
	Effect       string `json:",omitempty"`
	Action       any    `json:",omitempty"`
	NotAction    any    `json:",omitempty"`
	Resource     any    `json:",omitempty"`
	NotResource  any    `json:",omitempty"`
	Principal    any    `json:",omitempty"`
	NotPrincipal any    `json:",omitempty"`
	Condition    any    `json:",omitempty"`
	symbol       string
	from         statementOrigin
}

// statementOrigin is where a statement of a merged document comes from.
type statementOrigin struct {
	// source is the document, such as "source_policy_documents[1]", "" for the
	// block's own statements.
	source string
	index  int // in the document, or among the statement blocks
}

// MarshalJSON writes the statement as an object, or as the symbol it is.
func (s policyStatement) MarshalJSON() ([]byte, error) {
	if s.symbol != "" {
		return json.Marshal(s.symbol)
	}
	type plain policyStatement
	return json.Marshal(plain(s))
}

// render writes the document in the provider's form, indented by two spaces.
func (d *policyDocument) render() (string, error) {
	version := d.version
	if d.unread != "" && version != newestVersion {
		version = d.unread
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Version   string            `json:",omitempty"`
		Id        string            `json:",omitempty"`
		Statement []policyStatement `json:",omitempty"`
	}{version, d.id, d.statements})
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}
