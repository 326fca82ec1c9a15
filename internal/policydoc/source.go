package policydoc

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// maxSourceBytes bounds a source document. AWS's largest policy, an S3 access
// point's or bucket's, has 20 KB.
const maxSourceBytes = 1 << 20

// documentSource is one document to merge: its JSON, or a symbol.
type documentSource struct{ name, text string }

// texts returns the documents that arguments of the data block name: strings,
// or lists in which null stands for none.
func (r *documentReader) texts(v cty.Value, names ...string) []documentSource {
	var sources []documentSource
	for _, name := range names {
		argument := documentArgument(v, name)
		items, known := documentItems(argument)
		if known {
			for i, item := range items {
				at := fmt.Sprintf("%s[%d]", name, i)
				if s, ok := r.string(item, at); ok {
					sources = append(sources, documentSource{at, s})
				}
			}
			continue
		}
		// Of the old arguments an empty one counts as not set.
		if s, _ := r.string(argument, name); s != "" {
			sources = append(sources, documentSource{name, s})
		}
	}
	return sources
}

// parse reads a source document. One that is a symbol, or that cannot be read
// because of one, is an unknown statement; so is one that the provider refuses,
// since what will then stand there is not known.
func (r *documentReader) parse(source documentSource) *policyDocument {
	var doc struct {
		Version, Id string
		Statement   []json.RawMessage
	}
	if len(source.text) > maxSourceBytes || json.Unmarshal([]byte(source.text), &doc) != nil ||
		len(doc.Statement) > maxStatements {
		return r.unread(source)
	}
	d := &policyDocument{version: doc.Version, id: doc.Id}
	for i, data := range doc.Statement {
		s, ok := r.parseStatement(data, fmt.Sprintf("%s, statement %d", source.name, i))
		if !ok {
			return r.unread(source)
		}
		s.from = statementOrigin{source: source.name, index: i}
		d.statements = append(d.statements, s)
	}
	return d
}

// unread is the document of which nothing is known.
func (r *documentReader) unread(source documentSource) *policyDocument {
	s := source.text
	if !isOpaque(s) {
		s = r.opaque(source.name)
	}
	unread := policyStatement{symbol: s, from: statementOrigin{source: source.name}}
	return &policyDocument{unread: s, statements: []policyStatement{unread}}
}

// parseStatement reads a statement as the provider does: elements it does not
// know are dropped, those it knows are found in any case.
func (r *documentReader) parseStatement(data []byte, at string) (s policyStatement, ok bool) {
	var text string
	if json.Unmarshal(data, &text) == nil && isOpaque(text) {
		return policyStatement{symbol: text}, true
	}
	if len(data) == 0 || data[0] != '{' || json.Unmarshal(data, &s) != nil {
		return s, false
	}
	s.Sid = r.reveal(s.Sid)
	elements := []struct {
		value *any
		parse func(any, string) (any, bool)
	}{
		{&s.Principal, r.parsePrincipal}, {&s.NotPrincipal, r.parsePrincipal}, {&s.Condition, r.parseCondition},
	}
	for _, e := range elements {
		if *e.value == nil {
			continue
		}
		if *e.value, ok = e.parse(*e.value, at); !ok {
			return s, false
		}
	}
	return s, true
}

// parsePrincipal reads a principal. The provider takes any string for "*".
func (r *documentReader) parsePrincipal(v any, _ string) (any, bool) {
	if text, ok := v.(string); ok {
		if symbol.Unknown(text) {
			return text, true
		}
		return "*", true
	}
	byType, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	for typ, ids := range byType {
		if _, ok := ids.(string); ok {
			continue
		}
		list, ok := stringList(ids)
		if !ok {
			return nil, false
		}
		byType[typ] = reverseOrder(list)
	}
	return wholePrincipal(byType), true
}

// wholePrincipal writes "*": "*" as "*", and nothing where there is nothing.
func wholePrincipal(byType map[string]any) any {
	if len(byType) == 0 {
		return nil
	}
	list, _ := byType["*"].([]string)
	if len(byType) == 1 && (byType["*"] == any("*") || slices.Equal(list, []string{"*"})) {
		return "*"
	}
	return byType
}

// parseCondition reads a condition. A test without keys is dropped.
func (r *documentReader) parseCondition(v any, at string) (any, bool) {
	if text, ok := v.(string); ok {
		return text, symbol.Unknown(text)
	}
	tests, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	for test, variables := range tests {
		text, isText := variables.(string)
		byVariable, isObject := variables.(map[string]any)
		switch {
		case isText && symbol.Unknown(text):
		case !isObject && variables != nil:
			return nil, false
		case len(byVariable) == 0:
			delete(tests, test)
		}
		for variable, values := range byVariable {
			byVariable[variable] = r.parseValues(values, fmt.Sprintf("%s, Condition.%s.%s", at, test, variable))
		}
	}
	if len(tests) == 0 {
		return nil, true
	}
	return tests, true
}

// parseValues reads the values of one condition key. Values that are neither
// strings nor booleans have been dropped or refused by one or the other
// release of the provider, so what such a condition will say is unknown.
func (r *documentReader) parseValues(v any, at string) any {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	}
	if list, ok := stringList(v); ok {
		return oneOrList(list)
	}
	return r.opaque(at)
}

func stringList(v any) ([]string, bool) {
	items, ok := v.([]any)
	list := make([]string, 0, len(items))
	for _, item := range items {
		text, isText := item.(string)
		if !isText {
			return nil, false
		}
		list = append(list, text)
	}
	return list, ok
}
