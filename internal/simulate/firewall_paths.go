package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// pathViews are how the string matches of a web ACL divide paths.
func (f *firewall) pathViews() []glob.View {
	var views []glob.View
	for _, r := range f.rules {
		for _, s := range statementsOf(r.Within("statement"), 0) {
			views = append(views, f.world.viewsOf(s)...)
		}
	}
	return views
}

// joiningStatements are those that hold other statements.
var joiningStatements = []string{"and_statement", "or_statement", "not_statement"}

// statementsOf are the statements that and, or and not join, with those within.
func statementsOf(s plan.Block, depth int) []plan.Block {
	out := []plan.Block{s}
	if depth > maxStatements {
		return nil
	}
	for _, name := range joiningStatements {
		outer, there := s.First(name)
		list, known := outer.Blocks("statement")
		if !there.And(known).IsTrue() {
			continue
		}
		for _, inner := range list {
			out = append(out, statementsOf(inner, depth+1)...)
		}
	}
	return out
}

// viewsOf are how a statement on the path divides paths.
func (w *World) viewsOf(s plan.Block) []glob.View {
	if match, there := s.First("byte_match_statement"); there.And(seesPath(match)).IsTrue() {
		if pattern, ok := searched(match); ok {
			return []glob.View{{Pattern: pattern, Encode: escapeRune}}
		}
	}
	if match, there := s.First("regex_match_statement"); there.And(seesPath(match)).IsTrue() {
		return expressionViews(match.String("regex_string"))
	}
	var views []glob.View
	if match, there := s.First("regex_pattern_set_reference_statement"); there.And(seesPath(match)).IsTrue() {
		list, _ := w.expressions(match)
		for _, text := range list {
			views = append(views, expressionViews(text)...)
		}
	}
	return views
}

func seesPath(match plan.Block) tri.Value { return has(match.Within("field_to_match"), "uri_path") }

// searched is the pattern of the paths that a string match on the path fits.
func searched(match plan.Block) (glob.Pattern, bool) {
	text := match.String("search_string")
	if text == "" || symbol.Contains(text) {
		return glob.Pattern{}, false
	}
	literal, anything := glob.CompileLiteral(text), glob.Compile("*")
	switch match.String("positional_constraint") {
	case "STARTS_WITH":
		return glob.Concat(literal, anything), true
	case "ENDS_WITH":
		return glob.Concat(anything, literal), true
	case "CONTAINS":
		return glob.Concat(anything, literal, anything), true
	case "EXACTLY":
		return literal, true
	}
	return glob.Pattern{}, false
}

// looksFurther reports whether a web ACL looks at requests in other ways than its path
// views do: at paths by expressions, by their length or transformed, at query strings,
// or at host names.
func (f *firewall) looksFurther() bool {
	return slices.ContainsFunc(f.rules, func(r firewallRule) bool {
		return slices.ContainsFunc(statementsOf(r.Within("statement"), 0), looksFurther)
	})
}

func looksFurther(s plan.Block) bool {
	for _, name := range joiningStatements {
		outer, there := s.First(name)
		if _, known := outer.Blocks("statement"); there.IsTrue() && !known.IsTrue() {
			return true
		}
	}
	for _, name := range []string{
		"byte_match_statement", "regex_match_statement", "regex_pattern_set_reference_statement",
		"size_constraint_statement",
	} {
		match, there := s.First(name)
		if there.IsFalse() {
			continue
		}
		_, plain := searched(match)
		if asksForMore(match) || !seesPath(match).IsFalse() && !(plain && untransformed(match)) {
			return true
		}
	}
	return false
}

// asksForMore reports whether a match is on the host or the query string.
func asksForMore(match plan.Block) bool {
	what := match.Within("field_to_match")
	return strings.EqualFold(what.Within("single_header").String("name"), "host") ||
		!has(what, "query_string").Or(has(what, "single_query_argument")).Or(has(what, "all_query_arguments")).IsFalse()
}

// untransformed reports whether a match sees the path as it is sent.
func untransformed(match plan.Block) bool {
	list, known := match.Blocks("text_transformation")
	other := func(t plan.Block) bool { return t.String("type") != "NONE" }
	return known.IsTrue() && !slices.ContainsFunc(list, other)
}
