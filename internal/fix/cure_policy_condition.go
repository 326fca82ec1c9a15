package fix

import (
	"strings"

	"github.com/plan403/plan403/internal/trace"
)

// addCondition restricts a statement further; ok is false if it has the same condition
// key under the same operator already.
func (c *Case) addCondition(statement trace.Place, make func(home string) (restriction, bool)) (edits []Edit, ok bool) {
	statement.Part = trace.Part{Statement: statement.Part.Statement}
	p, ok := c.clause(statement)
	if !ok || p.spot.Left > 0 {
		return nil, false
	}
	r, ok := make(p.home)
	if !ok {
		return nil, false
	}
	g, more := p.own(grant{condition: &r})
	r = *g.condition
	if p.block != nil {
		edits, ok = p.addConditionBlock(r)
		return append(edits, more...), ok
	}
	if p.node.form != object || p.node.odd {
		return nil, false
	}
	m := p.mannerOf(p.node)
	r.key = spelled(r.key, m.key)
	edits, ok = c.addToCondition(statement, p, m, r)
	return append(edits, more...), ok
}

func (p clause) addConditionBlock(r restriction) ([]Edit, bool) {
	if p.block.Type != "statement" {
		return nil, false
	}
	lines := p.documentMannerOf(p.block).condition(r)
	text := strings.TrimPrefix(strings.Join(lines, "\n"), "\n")
	text = strings.ReplaceAll(strings.TrimPrefix(text, "  "), "\n  ", "\n")
	return []Edit{p.insertBlock(p.block, text, "condition", "principals")}, true
}

// addToCondition writes a condition into an object: beside other keys of the operator,
// beside other operators, or as the statement's first.
func (c *Case) addToCondition(statement trace.Place, p clause, m manner, r restriction) ([]Edit, bool) {
	values, ok := m.terms(r.values, false)
	if !ok {
		return nil, false
	}
	whole := p.node.member("Condition")
	if whole == nil {
		inner, _ := m.restricting(r)
		text := m.pair(pair{key: "Condition", inner: []pair{inner}, spread: m.condition})
		return p.add(p.node, text), true
	}
	statement.Part.Element = "Condition"
	at, ok := c.clause(statement) // which may be written elsewhere
	if !ok || at.node == nil || at.node.form != object || at.node.odd || at.tongue != p.tongue || at.name != p.name {
		return nil, false
	}
	if operator := at.node.member(r.operator); operator != nil {
		if operator.form != object || operator.odd || operator.member(r.key) != nil {
			return nil, false
		}
		return at.addKey(operator, m.keyed(r.key)+values), true
	}
	inner, _ := m.restricting(r)
	return at.add(at.node, m.pair(inner)), true
}

// addKey writes one more key of an operator: in the lines of its keys, or where the line
// gets too long in lines of the operators.
func (p clause) addKey(operator *member, text string) []Edit {
	if p.spreadOut(p.node) || len(p.node.members) < 2 || !p.tooLong(operator.node, text) {
		return p.add(operator.node, text)
	}
	elements := p.elements(p.node)
	for i, m := range p.node.members {
		if m.start == operator.start {
			inner := strings.TrimRight(strings.TrimSuffix(elements[i], "}"), " ")
			elements[i] = inner + ", " + text + strings.TrimPrefix(elements[i], inner)
		}
	}
	return []Edit{p.put(p.node, p.spreadElements(p.node, elements))}
}
