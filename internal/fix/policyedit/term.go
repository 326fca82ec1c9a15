// Package policyedit writes parts of IAM policies into the text of one, in the style in
// which it is written: as an object of HCL, a JSON template, JSON in a file, or a
// data.aws_iam_policy_document.
package policyedit

import (
	"slices"
	"strings"
)

// Tongue is the language in which a policy is written at a place.
type Tongue uint8

const (
	Native   Tongue = iota // an object of HCL, as jsonencode() takes it
	Template               // JSON in which ${…} stands for values
	plain                  // JSON in a file that is read as it is
)

// Term is a text of a policy: words, and references that stand for others.
type Term []Bit

// Bit is a piece of a term.
type Bit struct {
	Text string
	Ref  bool // the text is an expression
	Own  bool // which a template knows by this name
	Many bool // which is a list
}

// Literal is a term without a reference.
func Literal(text string) Term { return Term{{Text: text}} }

// Refer is what an expression stands for, with words behind it.
func Refer(expression, after string) Term {
	if after == "" {
		return Term{{Text: expression, Ref: true}}
	}
	return Term{{Text: expression, Ref: true}, {Text: after}}
}

// Many reports whether a term stands for a list.
func (t Term) Many() bool { return len(t) == 1 && t[0].Many }

// Refers reports whether a term holds a reference.
func (t Term) Refers() bool { return slices.ContainsFunc(t, func(b Bit) bool { return b.Ref }) }

// In writes a term; ok is false where the language has no references.
func (t Term) In(l Tongue) (text string, ok bool) {
	if l == Native && len(t) == 1 && t[0].Ref {
		return t[0].Text, true
	}
	var out strings.Builder
	for _, b := range t {
		switch {
		case b.Ref && l == plain:
			return "", false
		case b.Ref:
			out.WriteString("${" + b.Text + "}")
		case l == plain:
			out.WriteString(unquoted(b.Text))
		default:
			out.WriteString(inQuotes(b.Text))
		}
	}
	return `"` + out.String() + `"`, true
}

// inQuotes writes a text between the quotation marks of HCL, or of JSON in a
// template: a policy variable is no interpolation there.
func inQuotes(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "${", "$${"), "%{", "%%{")
	return unquoted(text)
}

// unquoted is what jsonQuote writes between the quotation marks.
func unquoted(text string) string {
	quoted := JSONQuote(text)
	return quoted[1 : len(quoted)-1]
}

// JSONQuote writes a text as JSON does. Of the texts of policies, nothing but
// quotation marks and backslashes needs an escape.
func JSONQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}

// Grant is a statement that is to be written.
type Grant struct {
	Sid, Effect string
	// Kind and principal name the caller: "Service", "AWS" or "CanonicalUser".
	Kind      string
	Principal Term
	Actions   []string
	Resources []Term
	Condition *Restriction // nil without one
}

// Restriction is one condition of a statement.
type Restriction struct {
	Operator, Key string
	Values        []Term
}

// OfInstance reports whether a term means something else in another block.
func (t Term) OfInstance() bool {
	return slices.ContainsFunc(t, func(b Bit) bool {
		return b.Ref && (strings.Contains(b.Text, "each.") || strings.Contains(b.Text, "count.") ||
			strings.HasPrefix(b.Text, "self."))
	})
}
