package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// The bounds of one document, which bound what it can cost. None of that size is accepted:
// a bucket policy holds 20 KB at most, a key policy 32 KB (Amazon S3 User Guide,
// Bucket policies; AWS KMS Developer Guide, Quotas).
const (
	maxText       = 64 << 10
	maxStatements = 1000
)

// parser holds what the reading of one document needs.
type parser struct {
	text   string
	reveal func(string) string
	mask   string // printed in place of every string, when the whole text is secret
	lines  lines
	mode   variables
	ofKey  bool // the policy is that of a KMS key
}

// Parse reads a policy document. reveal puts the values of Secret symbols into
// a string, nil if there are none: matching uses the values, everything that
// may be printed keeps the symbols.
//
// A symbol of unknown value may stand anywhere. Where structure should be, that
// part is unknown; a text that is no JSON because of symbols in it is a
// document with one statement of which nothing is known. Everything else that
// breaks the grammar is a *SyntaxError.
func Parse(text string, reveal func(string) string) (*Document, error) {
	return parseAs(text, reveal, false)
}

// ParseKeyPolicy is Parse for the policy of a KMS key. A statement that lacks a
// Resource or an Action is taken there, and has no effect (KMS API Reference,
// PutKeyPolicy, Policy).
func ParseKeyPolicy(text string, reveal func(string) string) (*Document, error) {
	return parseAs(text, reveal, true)
}

func parseAs(text string, reveal func(string) string, ofKey bool) (*Document, error) {
	if reveal == nil {
		reveal = func(s string) string { return s }
	}
	if len(text) > maxText {
		return unknownDocument([]tri.Cause{{Reason: "the policy is longer than plan403 examines, and than AWS " +
			"allows"}}), nil
	}
	p := &parser{text: text, reveal: reveal, lines: lines{text: text}, ofKey: ofKey}
	root, offset, err := p.tree()
	if err != nil {
		if secret := firstSecret(text); secret != "" {
			p = &parser{text: reveal(text), reveal: p.reveal, mask: secret, ofKey: ofKey}
			p.lines.text = p.text
			root, offset, err = p.tree()
		}
	}
	if err != nil {
		if missing := causes(text); len(missing) > 0 {
			return unknownDocument(missing), nil
		}
		return nil, p.fail("", offset, "the text is not JSON; write the policy with jsonencode or "+
			"aws_iam_policy_document")
	}
	return p.document(root)
}

// firstSecret returns the first Secret symbol of the text, "" if it has none.
func firstSecret(text string) string {
	for _, r := range text {
		if symbol.KindOf(r) == symbol.Secret {
			return string(r)
		}
	}
	return ""
}

func unknownDocument(missing []tri.Cause) *Document {
	return &Document{Statements: []Statement{unknownStatement(0, missing)}, nears: new(nearness), heard: new(hearings)}
}

func unknownStatement(index int, missing []tri.Cause) Statement {
	return Statement{Index: index, Unknown: missing, effect: missing}
}

func (p *parser) document(root node) (*Document, error) {
	if missing := root.missing(); len(missing) > 0 {
		return unknownDocument(missing), nil
	}
	names, hidden, err := p.elements(root, "", "Version", "Id", "Statement")
	if err != nil {
		return nil, err
	}
	d := &Document{source: p.lines, secret: p.mask != "", nears: new(nearness), heard: new(hearings)}
	if err := p.version(d, names.get("Version")); err != nil {
		return nil, err
	}
	if id := names.get("Id"); id != nil {
		if d.ID, err = p.str(id, "Id"); err != nil {
			return nil, err
		}
	}
	if err := p.statements(d, root, names.get("Statement"), hidden); err != nil {
		return nil, err
	}
	if len(d.Statements) > maxStatements {
		return unknownDocument([]tri.Cause{
			{Reason: "the policy has more statements than plan403 examines, and than AWS allows"},
		}), nil
	}
	return d, nil
}

// elements returns the members of an object by name, and the symbols of names
// that are not known. Names are case-sensitive, each may occur once, and no
// other may occur. (IAM User Guide, "Grammar of the IAM JSON policy language".)
func (p *parser) elements(n node, path string, allowed ...string) (named, []tri.Cause, error) {
	if n.kind != '{' {
		return nil, nil, p.fail(path, n.offset, "it must be an object, found %s", describe(n))
	}
	var hidden []tri.Cause
	found := make(named, 0, len(n.items)/2)
	for m := range n.members() {
		name := m.name.plain
		switch {
		case len(m.name.missing()) > 0:
			hidden = append(hidden, m.name.missing()...)
		case !slices.Contains(allowed, name):
			return nil, nil, p.fail(path, m.name.offset,
				"unknown element %s; the elements are %s", quote(m.name.shown), strings.Join(allowed, ", "))
		case found.get(name) != nil:
			return nil, nil, p.fail(join(path, name), m.name.offset,
				"the element is there twice; merge the two into one")
		default:
			found = append(found, m)
		}
	}
	return found, hidden, nil
}

// named are the elements of an object.
type named []member

// get returns the element with a name, nil if it is not there.
func (n named) get(name string) *node {
	for _, m := range n {
		if m.name.plain == name {
			return m.value
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// describe names the kind of a node for messages.
func describe(n node) string {
	switch n.kind {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "the string " + quote(n.shown)
	case 'n':
		return "null"
	}
	return n.shown
}

// version reads Version; without one it is Version2008. (IAM User Guide, "IAM
// JSON policy elements: Version".)
func (p *parser) version(d *Document, n *node) error {
	switch {
	case n == nil:
		d.Version = Version2008
	case len(n.missing()) > 0:
		p.mode = variablesUnknown
	case n.kind == '"' && (n.plain == Version2008 || n.plain == Version2012):
		d.Version = n.plain
	default:
		return p.fail("Version", n.offset, `it must be "%s" or "%s", found %s`, Version2012, Version2008, describe(*n))
	}
	if d.Version == Version2012 {
		p.mode = variablesOn
	}
	return nil
}

func (p *parser) str(n *node, path string) (string, error) {
	if n.kind != '"' {
		return "", p.fail(path, n.offset, "it must be a string, found %s", describe(*n))
	}
	return n.shown, nil
}

// statements reads Statement, a list of objects or a single one. hidden are the
// unknown names beside it: each may turn out to be it.
func (p *parser) statements(d *Document, root node, n *node, hidden []tri.Cause) error {
	switch {
	case n == nil && len(hidden) == 0:
		return p.fail("", root.offset, "Statement is missing")
	case n == nil:
	case len(n.missing()) > 0:
		d.Statements = append(d.Statements, unknownStatement(0, n.missing()))
	case n.kind == '{':
		if err := p.statement(d, *n, "Statement"); err != nil {
			return err
		}
	case n.kind != '[':
		return p.fail("Statement", n.offset, "it must be a list of statements, found %s", describe(*n))
	case len(n.items) == 0:
		return p.fail("Statement", n.offset, "the list is empty; a policy needs a statement")
	}
	if n != nil && n.kind == '[' {
		d.Statements = make([]Statement, 0, len(n.items))
		for i, item := range n.items {
			if err := p.statement(d, item, element("Statement", i)); err != nil {
				return err
			}
		}
	}
	if len(hidden) > 0 {
		d.Statements = append(d.Statements, unknownStatement(len(d.Statements), hidden))
	}
	return nil
}
