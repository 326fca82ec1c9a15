package simulate

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// field is what a statement looks at of a request: one text, or several of which any
// may fit. ok is false for what is not part of a request's line and host.
type field func(visit) (texts []string, ok bool)

// fieldOf is the field of a statement where that is the same for all viewers who ask
// for one URL: its path as it is sent, its query string, the method, or the host,
// unless that is not asked for (WAF Developer Guide, Request components).
func fieldOf(match plan.Block) field {
	what := match.Within("field_to_match")
	argument := what.Within("single_query_argument").String("name")
	switch {
	case has(what, "uri_path").IsTrue():
		return func(v visit) ([]string, bool) { return []string{v.path}, true }
	case has(what, "method").IsTrue():
		return func(v visit) ([]string, bool) { return []string{v.method}, true }
	case has(what, "query_string").IsTrue():
		return func(v visit) ([]string, bool) { return []string{v.query}, !v.anyQuery }
	case has(what, "all_query_arguments").IsTrue():
		return func(v visit) ([]string, bool) { return argumentsOf(v.query, ""), !v.anyQuery }
	case argument != "" && !symbol.Contains(argument):
		return func(v visit) ([]string, bool) { return argumentsOf(v.query, argument), !v.anyQuery }
	case strings.EqualFold(what.Within("single_header").String("name"), "host"):
		return func(v visit) ([]string, bool) { return []string{v.host}, v.host != "" }
	}
	return func(visit) ([]string, bool) { return nil, false }
}

// has tells whether a block holds one of a type. A plan writes those that are not there
// as empty lists.
func has(outer plan.Block, name string) tri.Value {
	_, there := outer.First(name)
	return there
}

// argumentsOf are the values of the arguments of a query string with a name, or with
// any, as they are sent. Their names have no case.
func argumentsOf(query, name string) []string {
	var out []string
	for argument := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(argument, "=")
		if argument != "" && (name == "" || strings.EqualFold(key, name)) {
			out = append(out, value)
		}
	}
	return out
}

// compared is a statement about a field. One that is not known may be about the
// path.
func compared(match plan.Block, fits func(text string) tri.Value) statement {
	block, known := match.First("field_to_match")
	if known.IsUnknown() || has(block, "uri_path").IsUnknown() {
		return matching{}.always
	}
	look := fieldOf(match)
	transformations, known := transformationsOf(match)
	return func(v visit) matching {
		texts, ok := look(v)
		if !ok {
			return byRequest
		}
		if !known.IsTrue() {
			return decided(known)
		}
		any := tri.False
		for _, text := range texts {
			if text, ok = transformed(text, transformations); !ok {
				return matching{}
			}
			any = any.Or(fits(text))
		}
		return decided(any)
	}
}
