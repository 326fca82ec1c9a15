package fix

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// documentManner is how a data.aws_iam_policy_document writes its statements.
type documentManner struct {
	airy        bool // nested blocks stand apart by blank lines
	sid, effect bool
	key         string
}

// documentMannerOf looks at the last statement that stands there, nil if there is
// none.
func (p page) documentMannerOf(statement *hclsyntax.Block) documentManner {
	m := documentManner{airy: true, sid: true, key: p.sourceKey()}
	if statement == nil {
		return m
	}
	body := statement.Body
	m.sid, m.effect = body.Attributes["sid"] != nil, body.Attributes["effect"] != nil
	for _, b := range body.Blocks {
		m.airy = p.blankBefore(p.lineStart(b.TypeRange.Start.Byte))
	}
	return m
}

// literalOf is the literal text of an argument, "" if it is none.
func literalOf(b *hclsyntax.Body, name string) string {
	if attr := b.Attributes[name]; attr != nil {
		return keyOf(attr.Expr)
	}
	return ""
}

// statement writes a grant as a statement block.
func (m documentManner) statement(g grant) string {
	var out []string
	add := func(lines ...string) { out = append(out, lines...) }
	if g.sid != "" && m.sid {
		add("  sid = " + jsonQuote(g.sid))
	}
	if m.effect || g.effect != "Allow" {
		add("  effect = " + jsonQuote(g.effect))
	}
	var actions []term
	for _, a := range g.actions {
		actions = append(actions, literal(a))
	}
	add("  actions = "+nativeList(actions), "  resources = "+nativeList(g.resources))
	add(m.block("principals", "type = "+jsonQuote(g.kind), "identifiers = "+nativeList([]term{g.principal}))...)
	if g.condition != nil {
		add(m.condition(*g.condition)...)
	}
	return "statement {\n" + strings.Join(out, "\n") + "\n}"
}

// condition writes a condition block, in a statement.
func (m documentManner) condition(r restriction) []string {
	return m.block("condition", "test = "+jsonQuote(r.operator), "variable = "+jsonQuote(spelled(r.key, m.key)),
		"values = "+nativeList(r.values))
}

func (m documentManner) block(name string, lines ...string) []string {
	out := []string{"  " + name + " {"}
	if m.airy {
		out = append([]string{""}, out...)
	}
	for _, l := range lines {
		out = append(out, "    "+l)
	}
	return append(out, "  }")
}

// nativeList writes a list of texts in HCL.
func nativeList(terms []term) string {
	if len(terms) == 1 && terms[0].many() {
		return terms[0][0].text
	}
	var out []string
	for _, t := range terms {
		text, _ := t.in(native)
		out = append(out, text)
	}
	return "[" + strings.Join(out, ", ") + "]"
}
