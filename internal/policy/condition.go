package policy

import (
	"strings"

	"github.com/plan403/plan403/internal/tri"
)

// conditions reads a Condition block: operators, their keys, and for each a
// value or a list of values. Numbers and booleans are taken as their text.
// (IAM User Guide, "IAM JSON policy elements: Condition"; "Grammar of the IAM
// JSON policy language".)
func (p *parser) conditions(s *Statement, n *node, path string) error {
	if n == nil {
		return nil
	}
	if missing := n.missing(); len(missing) > 0 {
		s.condition = missing
		return nil
	}
	if n.kind != '{' {
		return p.fail(path, n.offset, "it must be an object of operators, found %s", describe(*n))
	}
	seen := map[string]bool{}
	for m := range n.members() {
		if missing := m.name.missing(); len(missing) > 0 {
			s.Conditions = append(s.Conditions, Condition{Operator: m.name.shown, Unknown: missing})
			continue
		}
		op, ok := parseOperator(m.name.plain)
		if !ok {
			return p.fail(path, m.name.offset,
				"unknown condition operator %s; operators are case-sensitive, such as StringEquals or ArnLike",
				quote(m.name.shown))
		}
		if seen[m.name.plain] {
			return p.fail(join(path, m.name.shown), m.name.offset,
				"the operator is there twice; merge the two into one")
		}
		seen[m.name.plain] = true
		if err := p.keys(s, m, op, join(path, m.name.shown)); err != nil {
			return err
		}
	}
	return nil
}

// keys reads the keys of one operator.
func (p *parser) keys(s *Statement, operator member, op operator, path string) error {
	base := Condition{Operator: operator.name.plain, op: op} // one of AWS's words, which is no secret
	if missing := operator.value.missing(); len(missing) > 0 {
		base.Unknown = missing
		s.Conditions = append(s.Conditions, base)
		return nil
	}
	if operator.value.kind != '{' {
		return p.fail(path, operator.value.offset,
			"it must be an object of condition keys, found %s", describe(*operator.value))
	}
	seen := map[string]bool{}
	for m := range operator.value.members() {
		if seen[m.name.plain] {
			return p.fail(join(path, m.name.shown), m.name.offset,
				"the condition key is there twice; give it a list of values")
		}
		seen[m.name.plain] = true
		c := base
		if err := p.values(&c, m, join(path, m.name.shown)); err != nil {
			return err
		}
		s.Conditions = append(s.Conditions, c)
	}
	return nil
}

// values reads one key, whose name is not case-sensitive, and its values.
func (p *parser) values(c *Condition, m member, path string) error {
	c.Key, c.key = m.name.shown, strings.ToLower(m.name.plain)
	c.Unknown, c.spot = m.name.missing(), spot{path, m.name.offset}
	items := []node{*m.value}
	if m.value.kind == '[' {
		items = m.value.items
	}
	if SharedSecret(c.key) {
		items = unshown(items)
	}
	for _, item := range items {
		if item.kind == '{' || item.kind == '[' || item.kind == 'n' {
			return p.fail(path, item.offset,
				"it must be a string, number or boolean, or a list of them, found %s", describe(item))
		}
		c.wants = append(c.wants, c.op.want(item, p.mode))
	}
	c.Values = shown(items)
	return nil
}

// ConditionResult is what came of one condition: what it wanted of which key,
// what the request said, and whether they match.
type ConditionResult struct {
	Operator, Key string
	// Name is the key in lower case, also where Key does not show it.
	Name  string
	Want  []string
	Got   Key
	Match tri.Value
}

// evaluate compares the condition with a request.
func (c *Condition) evaluate(ctx Context) ConditionResult {
	r := ConditionResult{Operator: c.Operator, Key: c.Key, Name: c.key, Want: c.Values}
	switch {
	case len(c.Unknown) > 0:
		r.Match = tri.Because(c.Unknown...)
		return r
	case len(c.wants) == 0:
		r.Got = ctx.key(c.key)
		r.Match = tri.Because(tri.Cause{Reason: "what a condition with an empty list of values does is not documented"})
		return r
	}
	r.Got = ctx.key(c.key)
	for i, values := range r.Got.possibilities() {
		v := c.given(values, r.Got.Multi, ctx)
		if i == 0 {
			r.Match = v
		} else {
			r.Match = r.Match.Agree(v, tri.Cause{Reason: r.Got.Note})
		}
	}
	return r
}

// given compares the condition with one possibility for the key's values.
func (c *Condition) given(values []string, multi bool, ctx Context) tri.Value {
	switch {
	case c.op.name == "Null":
		return c.null(len(values) == 0)
	case len(values) == 0:
		return c.op.absent()
	}
	all, some := tri.True, tri.False
	for _, v := range values {
		one := c.one(v, ctx)
		all, some = all.And(one), some.Or(one)
	}
	switch {
	case c.op.qualifier == forAll:
		return all
	case c.op.qualifier == forAny, len(values) == 1 && !multi:
		return some
	}
	return all.Agree(some,
		tri.Cause{Reason: "multivalued key " + c.Key + " is compared without ForAllValues or ForAnyValue"})
}

// one compares a single value: with any of the wanted ones, or for a negated
// operator with none of them. (IAM User Guide, "Conditions with multiple
// context keys or values".)
func (c *Condition) one(got string, ctx Context) tri.Value {
	v := tri.False
	for _, w := range c.wants {
		if v = v.Or(c.op.compare(w, got, ctx)); v.IsTrue() {
			break
		}
	}
	if c.op.negated {
		return v.Not()
	}
	return v
}

// null is the operator Null: "true" wants the key absent, "false" present.
func (c *Condition) null(absent bool) tri.Value {
	if c.op.qualifier != forOne {
		return tri.Because(tri.Cause{Reason: "what Null does behind ForAllValues or ForAnyValue is not documented"})
	}
	v := tri.False
	for _, w := range c.wants {
		wanted, known := truth(w.plain)
		if known.IsTrue() {
			known = tri.Of(wanted == absent)
		}
		v = v.Or(known)
	}
	return v
}
