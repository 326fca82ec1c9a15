package policyedit

import (
	"bytes"
	"strings"
)

// Manner is how a file writes its statements.
type Manner struct {
	Tongue Tongue
	// Unit is one step of indentation.
	Unit string
	// line: a statement is one line.
	line bool
	// principal, condition, operator: these objects have a line for each key.
	principal, Condition, operator bool
	// Padded: there is a space inside of the braces of an object in one line.
	Padded bool
	// quoted, colon: keys of HCL stand in quotation marks, or before a colon.
	quoted, colon bool
	// actions, resources: a list is written although it has but one element.
	actions, resources bool
	// sid, effect: statements have them.
	Sid, effect bool
	// Key is the spelling of aws:SourceArn.
	Key string
}

// MannerOf looks at a statement that stands there, nil if there is none.
func (p Page) MannerOf(statement *Node) Manner {
	m := Manner{
		Tongue: p.Tongue, Unit: "  ", Padded: p.Tongue == Native, Sid: true, effect: true,
		Key: p.sourceKey(),
	}
	if statement == nil || statement.Form != Object || len(statement.Members) == 0 {
		m.line = p.Escaped
		return m
	}
	m.line = p.Escaped || !strings.Contains(string(p.Src[statement.Start:statement.End]), "\n")
	m.Sid = statement.Member("Sid") != nil
	m.Padded = p.padded(statement, m.Padded)
	if first := statement.Members[0]; p.SpreadOut(statement) {
		inner, outer := p.IndentOf(first.Start), p.IndentOf(statement.End-1)
		if unit := strings.TrimPrefix(inner, outer); unit != "" && unit != inner || outer == "" {
			m.Unit = unit
		}
	}
	m.readKeys(p, statement)
	m.actions = ofOne(statement.Member("Action"))
	m.resources = ofOne(statement.Member("Resource"))
	m.principal = p.spreads(statement.Member("Principal"))
	m.Condition, m.operator = p.conditionManner(statement.Member("Condition"))
	return m
}

// conditionManner tells whether a condition has a line for each operator, and these for
// each key.
func (p Page) conditionManner(condition *Member) (outer, inner bool) {
	if condition == nil || condition.Form != Object {
		return false, false
	}
	for _, operator := range condition.Members {
		inner = p.spreads(&operator)
	}
	return p.spreads(condition), inner
}

// spreads reports whether an object has a line for each key.
func (p Page) spreads(m *Member) bool { return m != nil && m.Form == Object && p.SpreadOut(m.Node) }

// padded reports whether objects that stand in one line have spaces inside.
func (p Page) padded(n *Node, otherwise bool) bool {
	if n.Form == Object && len(n.Members) > 0 && !strings.Contains(string(p.Src[n.Start:n.End]), "\n") {
		return p.Src[n.Start+1] == ' '
	}
	for _, m := range n.Members {
		otherwise = p.padded(m.Node, otherwise)
	}
	return otherwise
}

// readKeys looks at how the keys are written.
func (m *Manner) readKeys(p Page, statement *Node) {
	first := statement.Members[0]
	m.quoted = p.Src[first.Start] == '"'
	m.colon = strings.Contains(string(p.Src[first.Start:first.Node.Start]), ":")
}

// sourceKey is aws:SourceArn as the file spells it.
func (p Page) sourceKey() string {
	if lower := "aws:SourceArn"; bytes.Contains(p.Src, []byte(lower)) && !bytes.Contains(p.Src, []byte(SourceARN)) {
		return lower
	}
	return SourceARN
}

// Spelled is a condition key, aws:SourceArn as the file spells it.
func Spelled(key, source string) string {
	if strings.EqualFold(key, source) {
		return source
	}
	return key
}

// ofOne reports whether a list is written for one element.
func ofOne(m *Member) bool { return m != nil && m.Form == List && len(m.Items) == 1 }

// SourceARN is the condition key by which a grant names the distribution, as AWS
// writes it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
const SourceARN = "AWS:SourceArn"

// Pair is a key of an object that is to be written, with its value: a text, or
// other pairs.
type Pair struct {
	Key   string
	Text  string
	Inner []Pair
	// spread: the inner pairs have lines of their own.
	Spread bool
}

// Statement writes a grant; ok is false where the language cannot say it.
func (m Manner) Statement(g Grant) (text string, ok bool) {
	var pairs []Pair
	if g.Sid != "" && m.Sid {
		pairs = append(pairs, Pair{Key: "Sid", Text: JSONQuote(g.Sid)})
	}
	principal, ok := g.Principal.In(m.Tongue)
	resources, ok2 := m.Terms(g.Resources, m.resources)
	pairs = append(
		pairs,
		Pair{Key: "Effect", Text: JSONQuote(g.Effect)},
		Pair{Key: "Principal", Inner: []Pair{{Key: g.Kind, Text: principal}}, Spread: m.principal},
		Pair{Key: "Action", Text: m.texts(g.Actions)},
		Pair{Key: "Resource", Text: resources},
	)
	ok3 := true
	if g.Condition != nil {
		var c Pair
		c, ok3 = m.Restricting(*g.Condition)
		pairs = append(pairs, Pair{Key: "Condition", Inner: []Pair{c}, Spread: m.Condition})
	}
	return m.Object(pairs, !m.line), ok && ok2 && ok3
}

// Restricting writes an operator with its key and values.
func (m Manner) Restricting(r Restriction) (Pair, bool) {
	values, ok := m.Terms(r.Values, false)
	return Pair{Key: r.Operator, Inner: []Pair{{Key: Spelled(r.Key, m.Key), Text: values}}, Spread: m.operator}, ok
}

func (m Manner) texts(list []string) string {
	terms := make([]Term, len(list))
	for i, s := range list {
		terms[i] = Literal(s)
	}
	text, _ := m.Terms(terms, m.actions)
	return text
}

// Terms writes one text, or a list.
func (m Manner) Terms(values []Term, asList bool) (text string, ok bool) {
	var out []string
	for _, t := range values {
		s, ok := t.In(m.Tongue)
		if !ok {
			return "", false
		}
		out = append(out, s)
	}
	if len(out) == 1 && (!asList || values[0].Many()) {
		return out[0], true
	}
	return "[" + strings.Join(out, ", ") + "]", true
}

// Object writes pairs between braces, in lines of their own if it is spread.
func (m Manner) Object(pairs []Pair, spread bool) string {
	var out []string
	for _, p := range pairs {
		out = append(out, m.Pair(p))
	}
	switch {
	case !spread && m.Padded:
		return "{ " + strings.Join(out, ", ") + " }"
	case !spread:
		return "{" + strings.Join(out, ", ") + "}"
	}
	end := ",\n"
	if m.Tongue == Native {
		end = "\n"
	}
	text := strings.ReplaceAll(strings.Join(out, end), "\n", "\n"+m.Unit)
	return "{\n" + m.Unit + text + "\n}"
}

// maxPair is how long a key with its value may be before the value is spread out.
const maxPair = 100

// Pair writes a key and its value.
func (m Manner) Pair(p Pair) string {
	text := p.Text
	if p.Inner != nil {
		text = m.Object(p.Inner, p.Spread && !m.line)
		if !m.line && len(p.Key)+len(text) > maxPair {
			text = m.Object(p.Inner, true)
		}
	}
	return m.Keyed(p.Key) + text
}

// Keyed writes a key with what stands between it and its value.
func (m Manner) Keyed(key string) string {
	switch {
	case m.Tongue != Native:
		return JSONQuote(key) + ": "
	case m.quoted || strings.Contains(key, ":"):
		key = JSONQuote(key)
	}
	switch {
	case m.colon && m.quoted:
		return key + ": "
	case m.colon:
		return key + " : "
	}
	return key + " = "
}
