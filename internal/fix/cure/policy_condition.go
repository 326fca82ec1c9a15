package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/trace"
)

// addCondition restricts a statement further; ok is false if it has the same condition
// key under the same operator already.
func (c *Case) addCondition(
	statement trace.Place,
	make func(home string) (policyedit.Restriction, bool),
) (edits []hcledit.Edit, ok bool) {
	statement.Part = trace.Part{Statement: statement.Part.Statement}
	p, ok := c.clause(statement)
	if !ok || p.spot.Left > 0 {
		return nil, false
	}
	r, ok := make(p.home)
	if !ok {
		return nil, false
	}
	g, more := p.own(policyedit.Grant{Condition: &r})
	r = *g.Condition
	if p.block != nil {
		edits, ok = p.addConditionBlock(r)
		return append(edits, more...), ok
	}
	if p.node.Form != policyedit.Object || p.node.Odd {
		return nil, false
	}
	m := p.MannerOf(p.node)
	r.Key = policyedit.Spelled(r.Key, m.Key)
	edits, ok = c.addToCondition(statement, p, m, r)
	return append(edits, more...), ok
}

func (p clause) addConditionBlock(r policyedit.Restriction) ([]hcledit.Edit, bool) {
	if p.block.Type != "statement" {
		return nil, false
	}
	lines := p.DocumentMannerOf(p.block).Condition(r)
	text := strings.TrimPrefix(strings.Join(lines, "\n"), "\n")
	text = strings.ReplaceAll(strings.TrimPrefix(text, "  "), "\n  ", "\n")
	return []hcledit.Edit{p.InsertBlock(p.block, text, "condition", "principals")}, true
}

// addToCondition writes a condition into an object: beside other keys of the operator,
// beside other operators, or as the statement's first.
func (c *Case) addToCondition(
	statement trace.Place,
	p clause,
	m policyedit.Manner,
	r policyedit.Restriction,
) ([]hcledit.Edit, bool) {
	values, ok := m.Terms(r.Values, false)
	if !ok {
		return nil, false
	}
	whole := p.node.Member("Condition")
	if whole == nil {
		inner, _ := m.Restricting(r)
		text := m.Pair(policyedit.Pair{Key: "Condition", Inner: []policyedit.Pair{inner}, Spread: m.Condition})
		return p.Add(p.node, text), true
	}
	statement.Part.Element = "Condition"
	at, ok := c.clause(statement) // which may be written elsewhere
	if !ok || at.node == nil || at.node.Form != policyedit.Object || at.node.Odd || at.Tongue != p.Tongue ||
		at.Name != p.Name {
		return nil, false
	}
	if operator := at.node.Member(r.Operator); operator != nil {
		if operator.Form != policyedit.Object || operator.Odd || operator.Member(r.Key) != nil {
			return nil, false
		}
		return at.addKey(operator, m.Keyed(r.Key)+values), true
	}
	inner, _ := m.Restricting(r)
	return at.Add(at.node, m.Pair(inner)), true
}

// addKey writes one more key of an operator: in the lines of its keys, or where the line
// gets too long in lines of the operators.
func (p clause) addKey(operator *policyedit.Member, text string) []hcledit.Edit {
	if p.SpreadOut(p.node) || len(p.node.Members) < 2 || !p.TooLong(operator.Node, text) {
		return p.Add(operator.Node, text)
	}
	elements := p.Elements(p.node)
	for i, m := range p.node.Members {
		if m.Start == operator.Start {
			inner := strings.TrimRight(strings.TrimSuffix(elements[i], "}"), " ")
			elements[i] = inner + ", " + text + strings.TrimPrefix(elements[i], inner)
		}
	}
	return []hcledit.Edit{p.Put(p.node, p.SpreadElements(p.node, elements))}
}
