package fix

import (
	"slices"
	"strings"
)

// tongue is the language in which a policy is written at a place.
type tongue uint8

const (
	native   tongue = iota // an object of HCL, as jsonencode() takes it
	template               // JSON in which ${…} stands for values
	plain                  // JSON in a file that is read as it is
)

// term is a text of a policy: words, and references that stand for others.
type term []bit

// bit is a piece of a term.
type bit struct {
	text string
	ref  bool // the text is an expression
	own  bool // which a template knows by this name
	many bool // which is a list
}

// literal is a term without a reference.
func literal(text string) term { return term{{text: text}} }

// refer is what an expression stands for, with words behind it.
func refer(expression, after string) term {
	if after == "" {
		return term{{text: expression, ref: true}}
	}
	return term{{text: expression, ref: true}, {text: after}}
}

// many reports whether a term stands for a list.
func (t term) many() bool { return len(t) == 1 && t[0].many }

// refers reports whether a term holds a reference.
func (t term) refers() bool { return slices.ContainsFunc(t, func(b bit) bool { return b.ref }) }

// in writes a term; ok is false where the language has no references.
func (t term) in(l tongue) (text string, ok bool) {
	if l == native && len(t) == 1 && t[0].ref {
		return t[0].text, true
	}
	var out strings.Builder
	for _, b := range t {
		switch {
		case b.ref && l == plain:
			return "", false
		case b.ref:
			out.WriteString("${" + b.text + "}")
		case l == plain:
			out.WriteString(unquoted(b.text))
		default:
			out.WriteString(inQuotes(b.text))
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
	quoted := jsonQuote(text)
	return quoted[1 : len(quoted)-1]
}

// jsonQuote writes a text as JSON does. Of the texts of policies, nothing but
// quotation marks and backslashes needs an escape.
func jsonQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}

// grant is a statement that is to be written.
type grant struct {
	sid, effect string
	// kind and principal name the caller: "Service", "AWS" or "CanonicalUser".
	kind      string
	principal term
	actions   []string
	resources []term
	condition *restriction // nil without one
}

// restriction is one condition of a statement.
type restriction struct {
	operator, key string
	values        []term
}
