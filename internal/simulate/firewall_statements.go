package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// maxStatements bounds how deep statements are nested; the provider allows
// three levels.
const maxStatements = 8

// statementMatches reports whether a statement matches every request for a
// path. What looks at the viewer is not decided (WAF Developer Guide, Rule
// statements).
func statementMatches(s plan.Block, path string, depth int) tri.Value {
	if depth > maxStatements {
		return tri.Value{}
	}
	if match, there := s.First("byte_match_statement"); there.IsTrue() {
		return pathMatches(match, path)
	}
	if outer, there := s.First("and_statement"); there.IsTrue() {
		return joined(outer, path, depth, tri.Value.And)
	}
	if outer, there := s.First("or_statement"); there.IsTrue() {
		return joined(outer, path, depth, tri.Value.Or)
	}
	if outer, there := s.First("not_statement"); there.IsTrue() {
		return statementMatches(outer.Within("statement"), path, depth+1).Not()
	}
	return tri.Value{}
}

func joined(outer plan.Block, path string, depth int, join func(tri.Value, tri.Value) tri.Value) tri.Value {
	list, known := outer.Blocks("statement")
	if !known.IsTrue() || len(list) == 0 {
		return tri.Value{}
	}
	out := statementMatches(list[0], path, depth+1)
	for _, inner := range list[1:] {
		out = join(out, statementMatches(inner, path, depth+1))
	}
	return out
}

// pathMatches decides a string match on the path of the URI, as it is sent.
func pathMatches(match plan.Block, path string) tri.Value {
	text, known := match.Text("search_string")
	if _, there := match.Within("field_to_match").First("uri_path"); !there.IsTrue() || !known || text == "" || symbol.Contains(text) || transformed(match) {
		return tri.Value{}
	}
	switch match.String("positional_constraint") {
	case "STARTS_WITH":
		return tri.Of(strings.HasPrefix(path, text))
	case "ENDS_WITH":
		return tri.Of(strings.HasSuffix(path, text))
	case "CONTAINS":
		return tri.Of(strings.Contains(path, text))
	case "EXACTLY":
		return tri.Of(path == text)
	}
	return tri.Value{}
}

// transformed reports whether the path is changed, or may be, before it is
// compared.
func transformed(match plan.Block) bool {
	list, known := match.Blocks("text_transformation")
	return !known.IsTrue() || slices.ContainsFunc(list, func(t plan.Block) bool { return t.String("type") != "NONE" })
}

// inverted reports whether a statement matches all viewers but some: it is a
// negation, or joins one with others.
func inverted(statement plan.Block, depth int) bool {
	if _, there := statement.First("not_statement"); !there.IsFalse() || depth > maxStatements {
		return !there.IsFalse()
	}
	for _, name := range []string{"and_statement", "or_statement"} {
		list, known := statement.Within(name).Blocks("statement")
		if !known.IsTrue() || slices.ContainsFunc(list, func(s plan.Block) bool { return inverted(s, depth+1) }) {
			return true
		}
	}
	return false
}
