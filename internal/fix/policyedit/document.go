package policyedit

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// DocumentManner is how a data.aws_iam_policy_document writes its statements.
type DocumentManner struct {
	airy        bool // nested blocks stand apart by blank lines
	sid, effect bool
	key         string
}

// DocumentMannerOf looks at the last statement that stands there, nil if there is
// none.
func (p Page) DocumentMannerOf(statement *hclsyntax.Block) DocumentManner {
	m := DocumentManner{airy: true, sid: true, key: p.sourceKey()}
	if statement == nil {
		return m
	}
	body := statement.Body
	m.sid, m.effect = body.Attributes["sid"] != nil, body.Attributes["effect"] != nil
	for _, b := range body.Blocks {
		m.airy = p.BlankBefore(p.LineStart(b.TypeRange.Start.Byte))
	}
	return m
}

// LiteralOf is the literal text of an argument, "" if it is none.
func LiteralOf(b *hclsyntax.Body, name string) string {
	if attr := b.Attributes[name]; attr != nil {
		return KeyOf(attr.Expr)
	}
	return ""
}

// Statement writes a grant as a statement block.
func (m DocumentManner) Statement(g Grant) string {
	var out []string
	add := func(lines ...string) { out = append(out, lines...) }
	if g.Sid != "" && m.sid {
		add("  sid = " + JSONQuote(g.Sid))
	}
	if m.effect || g.Effect != "Allow" {
		add("  effect = " + JSONQuote(g.Effect))
	}
	var actions []Term
	for _, a := range g.Actions {
		actions = append(actions, Literal(a))
	}
	add("  actions = "+nativeList(actions), "  resources = "+nativeList(g.Resources))
	add(m.block("principals", "type = "+JSONQuote(g.Kind), "identifiers = "+nativeList([]Term{g.Principal}))...)
	if g.Condition != nil {
		add(m.Condition(*g.Condition)...)
	}
	return "statement {\n" + strings.Join(out, "\n") + "\n}"
}

// Condition writes a condition block, in a statement.
func (m DocumentManner) Condition(r Restriction) []string {
	return m.block("condition", "test = "+JSONQuote(r.Operator), "variable = "+JSONQuote(Spelled(r.Key, m.key)),
		"values = "+nativeList(r.Values))
}

func (m DocumentManner) block(name string, lines ...string) []string {
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
func nativeList(terms []Term) string {
	if len(terms) == 1 && terms[0].Many() {
		return terms[0][0].Text
	}
	var out []string
	for _, t := range terms {
		text, _ := t.In(Native)
		out = append(out, text)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// DocumentText is a policy as a data.aws_iam_policy_document.
func (p Page) DocumentText(label, each string, grants ...Grant) string {
	var body []string
	if each != "" {
		body = append(body, "  "+each)
	}
	for _, g := range grants {
		if len(grants) == 1 {
			g.Sid = ""
		}
		text := "  " + strings.ReplaceAll(p.DocumentMannerOf(nil).Statement(g), "\n", "\n  ")
		body = append(body, strings.ReplaceAll(text, "\n  \n", "\n\n"))
	}
	return "data \"aws_iam_policy_document\" \"" + label + "\" {\n" + strings.Join(body, "\n\n") + "\n}"
}
