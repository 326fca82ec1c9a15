package policy

import (
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// qualifier says how an operator looks at a key with several values. (IAM User
// Guide, "Set operators for multivalued context keys".)
type qualifier uint8

const (
	forOne qualifier = iota
	forAll           // ForAllValues:
	forAny           // ForAnyValue:
)

// operator is a condition operator. (IAM User Guide, "IAM JSON policy elements:
// Condition operators".)
type operator struct {
	name      string // without qualifier and IfExists
	qualifier qualifier
	ifExists  bool
	negated   bool
	compare   comparison
	compile   kind // how values become patterns, nil if they do not
	variables bool // values may hold policy variables
	segments  bool // values are compared as ARNs
}

// comparison tells whether the value of a request is the wanted one. Negation,
// absence and lists are dealt with elsewhere.
type comparison func(w want, got string, ctx Context) tri.Value

// want is one wanted value.
type want struct {
	shown string // as it may be printed
	plain string // with secrets in place
	text  template
	arn   arnPattern
}

func (o operator) want(n node, mode variables) want {
	w := want{shown: n.shown, plain: n.plain}
	switch {
	case !o.variables:
		mode = variablesOff
	case o.name == "Bool" && mode == variablesOn:
		mode = variablesDisputed
	}
	switch {
	case o.segments:
		w.arn = newARNPattern(n, mode)
		w.arn.negated = o.negated
	case o.compile != nil:
		w.text = newTemplate(n.plain, o.compile, mode)
	}
	return w
}

func parseOperator(name string) (operator, bool) {
	q, rest := forOne, name
	if s, ok := strings.CutPrefix(name, "ForAllValues:"); ok {
		q, rest = forAll, s
	} else if s, ok := strings.CutPrefix(name, "ForAnyValue:"); ok {
		q, rest = forAny, s
	}
	base, ifExists := strings.CutSuffix(rest, "IfExists")
	o, ok := operatorNamed(base)
	if !ok || ifExists && base == "Null" {
		return operator{}, false
	}
	o.name, o.qualifier, o.ifExists = base, q, ifExists
	return o, true
}

func operatorNamed(name string) (operator, bool) {
	switch name {
	case "StringEquals", "StringNotEquals":
		return text(name, glob.CompileLiteral), true
	case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase":
		return text(name, folded), true
	case "StringLike", "StringNotLike":
		return text(name, glob.Compile), true
	case "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike":
		return operator{negated: isNegated(name), compare: compareARN, variables: true, segments: true}, true
	case "Bool":
		return operator{compare: compareBool, compile: glob.CompileLiteral, variables: true}, true
	case "BinaryEquals":
		return operator{compare: compareText, compile: glob.CompileLiteral}, true
	case "IpAddress", "NotIpAddress":
		return operator{negated: name == "NotIpAddress", compare: compareAddress}, true
	case "Null":
		return operator{}, true
	}
	return ordered(name)
}

func text(name string, compile kind) operator {
	return operator{negated: isNegated(name), compare: compareText, compile: compile, variables: true}
}

func isNegated(name string) bool { return strings.Contains(name, "Not") }

// ordered returns the operators that compare numbers or dates.
func ordered(name string) (operator, bool) {
	family, relation := "", ""
	for _, f := range []string{"Numeric", "Date"} {
		if rest, ok := strings.CutPrefix(name, f); ok {
			family, relation = f, rest
		}
	}
	holds, ok := relations(relation)
	if family == "" || !ok {
		return operator{}, false
	}
	parse := parseNumber
	if family == "Date" {
		parse = parseDate
	}
	return operator{negated: relation == "NotEquals", compare: compareOrdered(parse, holds)}, true
}

// relations returns the relation of a name, for the sign of got minus want.
func relations(name string) (func(sign int) bool, bool) {
	switch name {
	case "Equals", "NotEquals":
		return func(sign int) bool { return sign == 0 }, true
	case "LessThan":
		return func(sign int) bool { return sign < 0 }, true
	case "LessThanEquals":
		return func(sign int) bool { return sign <= 0 }, true
	case "GreaterThan":
		return func(sign int) bool { return sign > 0 }, true
	case "GreaterThanEquals":
		return func(sign int) bool { return sign >= 0 }, true
	}
	return nil, false
}

// ForAnyValue is documented to be false then, IfExists to be true.
const forAnyIfExists = "what ForAnyValue with IfExists does when the key is absent is documented both ways"

// absent is what the operator says of a key that the request does not have.
// (IAM User Guide, "IAM JSON policy elements: Condition operators" and
// "…IfExists condition operators"; of ForAllValues, which holds for no value at
// all whatever the operator behind it, "Set operators for multivalued context
// keys".)
func (o operator) absent() tri.Value {
	switch {
	case o.ifExists && o.qualifier == forAny:
		return tri.Because(tri.Cause{Reason: forAnyIfExists})
	case o.ifExists || o.qualifier == forAll:
		return tri.True
	case o.qualifier == forAny:
		return tri.False
	}
	return tri.Of(o.negated)
}
