package fix

import (
	"bytes"
	"strings"
)

// manner is how a file writes its statements.
type manner struct {
	tongue tongue
	// unit is one step of indentation.
	unit string
	// line: a statement is one line.
	line bool
	// principal, condition, operator: these objects have a line for each key.
	principal, condition, operator bool
	// padded: there is a space inside of the braces of an object in one line.
	padded bool
	// quoted, colon: keys of HCL stand in quotation marks, or before a colon.
	quoted, colon bool
	// actions, resources: a list is written although it has but one element.
	actions, resources bool
	// sid, effect: statements have them.
	sid, effect bool
	// key is the spelling of aws:SourceArn.
	key string
}

// mannerOf looks at a statement that stands there, nil if there is none.
func (p page) mannerOf(statement *node) manner {
	m := manner{
		tongue: p.tongue, unit: "  ", padded: p.tongue == native, sid: true, effect: true,
		key: p.sourceKey(),
	}
	if statement == nil || statement.form != object || len(statement.members) == 0 {
		m.line = p.escaped
		return m
	}
	m.line = p.escaped || !strings.Contains(string(p.src[statement.start:statement.end]), "\n")
	m.sid = statement.member("Sid") != nil
	m.padded = p.padded(statement, m.padded)
	if first := statement.members[0]; p.spreadOut(statement) {
		inner, outer := p.indentOf(first.start), p.indentOf(statement.end-1)
		if unit := strings.TrimPrefix(inner, outer); unit != "" && unit != inner || outer == "" {
			m.unit = unit
		}
	}
	m.readKeys(p, statement)
	m.actions = ofOne(statement.member("Action"))
	m.resources = ofOne(statement.member("Resource"))
	m.principal = p.spreads(statement.member("Principal"))
	m.condition, m.operator = p.conditionManner(statement.member("Condition"))
	return m
}

// conditionManner tells whether a condition has a line for each operator, and these for
// each key.
func (p page) conditionManner(condition *member) (outer, inner bool) {
	if condition == nil || condition.form != object {
		return false, false
	}
	for _, operator := range condition.members {
		inner = p.spreads(&operator)
	}
	return p.spreads(condition), inner
}

// spreads reports whether an object has a line for each key.
func (p page) spreads(m *member) bool { return m != nil && m.form == object && p.spreadOut(m.node) }

// padded reports whether objects that stand in one line have spaces inside.
func (p page) padded(n *node, otherwise bool) bool {
	if n.form == object && len(n.members) > 0 && !strings.Contains(string(p.src[n.start:n.end]), "\n") {
		return p.src[n.start+1] == ' '
	}
	for _, m := range n.members {
		otherwise = p.padded(m.node, otherwise)
	}
	return otherwise
}

// readKeys looks at how the keys are written.
func (m *manner) readKeys(p page, statement *node) {
	first := statement.members[0]
	m.quoted = p.src[first.start] == '"'
	m.colon = strings.Contains(string(p.src[first.start:first.node.start]), ":")
}

// sourceKey is aws:SourceArn as the file spells it.
func (p page) sourceKey() string {
	if lower := "aws:SourceArn"; bytes.Contains(p.src, []byte(lower)) && !bytes.Contains(p.src, []byte(sourceARN)) {
		return lower
	}
	return sourceARN
}

// spelled is a condition key, aws:SourceArn as the file spells it.
func spelled(key, source string) string {
	if strings.EqualFold(key, source) {
		return source
	}
	return key
}

// ofOne reports whether a list is written for one element.
func ofOne(m *member) bool { return m != nil && m.form == list && len(m.items) == 1 }

// sourceARN is the condition key by which a grant names the distribution, as AWS
// writes it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
const sourceARN = "AWS:SourceArn"

// pair is a key of an object that is to be written, with its value: a text, or
// other pairs.
type pair struct {
	key   string
	text  string
	inner []pair
	// spread: the inner pairs have lines of their own.
	spread bool
}

// statement writes a grant; ok is false where the language cannot say it.
func (m manner) statement(g grant) (text string, ok bool) {
	var pairs []pair
	if g.sid != "" && m.sid {
		pairs = append(pairs, pair{key: "Sid", text: jsonQuote(g.sid)})
	}
	principal, ok := g.principal.in(m.tongue)
	resources, ok2 := m.terms(g.resources, m.resources)
	pairs = append(
		pairs,
		pair{key: "Effect", text: jsonQuote(g.effect)},
		pair{key: "Principal", inner: []pair{{key: g.kind, text: principal}}, spread: m.principal},
		pair{key: "Action", text: m.texts(g.actions)},
		pair{key: "Resource", text: resources},
	)
	ok3 := true
	if g.condition != nil {
		var c pair
		c, ok3 = m.restricting(*g.condition)
		pairs = append(pairs, pair{key: "Condition", inner: []pair{c}, spread: m.condition})
	}
	return m.object(pairs, !m.line), ok && ok2 && ok3
}

// restricting writes an operator with its key and values.
func (m manner) restricting(r restriction) (pair, bool) {
	values, ok := m.terms(r.values, false)
	return pair{key: r.operator, inner: []pair{{key: spelled(r.key, m.key), text: values}}, spread: m.operator}, ok
}

func (m manner) texts(list []string) string {
	terms := make([]term, len(list))
	for i, s := range list {
		terms[i] = literal(s)
	}
	text, _ := m.terms(terms, m.actions)
	return text
}

// terms writes one text, or a list.
func (m manner) terms(values []term, asList bool) (text string, ok bool) {
	var out []string
	for _, t := range values {
		s, ok := t.in(m.tongue)
		if !ok {
			return "", false
		}
		out = append(out, s)
	}
	if len(out) == 1 && (!asList || values[0].many()) {
		return out[0], true
	}
	return "[" + strings.Join(out, ", ") + "]", true
}

// object writes pairs between braces, in lines of their own if it is spread.
func (m manner) object(pairs []pair, spread bool) string {
	var out []string
	for _, p := range pairs {
		out = append(out, m.pair(p))
	}
	switch {
	case !spread && m.padded:
		return "{ " + strings.Join(out, ", ") + " }"
	case !spread:
		return "{" + strings.Join(out, ", ") + "}"
	}
	end := ",\n"
	if m.tongue == native {
		end = "\n"
	}
	text := strings.ReplaceAll(strings.Join(out, end), "\n", "\n"+m.unit)
	return "{\n" + m.unit + text + "\n}"
}

// maxPair is how long a key with its value may be before the value is spread out.
const maxPair = 100

// pair writes a key and its value.
func (m manner) pair(p pair) string {
	text := p.text
	if p.inner != nil {
		text = m.object(p.inner, p.spread && !m.line)
		if !m.line && len(p.key)+len(text) > maxPair {
			text = m.object(p.inner, true)
		}
	}
	return m.keyed(p.key) + text
}

// keyed writes a key with what stands between it and its value.
func (m manner) keyed(key string) string {
	switch {
	case m.tongue != native:
		return jsonQuote(key) + ": "
	case m.quoted || strings.Contains(key, ":"):
		key = jsonQuote(key)
	}
	switch {
	case m.colon && m.quoted:
		return key + ": "
	case m.colon:
		return key + " : "
	}
	return key + " = "
}
