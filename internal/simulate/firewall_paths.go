package simulate

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// fieldOf is the field of a statement where that is the same for all viewers: the
// path of the URI as it is sent, the method, or the host. ok is false for every
// other, and for a host that is not asked for.
func fieldOf(match plan.Block) func(visit) (text string, ok bool) {
	what := match.Within("field_to_match")
	switch {
	case what.Has("uri_path").IsTrue():
		return func(v visit) (string, bool) { return v.path, true }
	case what.Has("method").IsTrue():
		return func(v visit) (string, bool) { return v.method, true }
	case strings.EqualFold(what.Within("single_header").String("name"), "host"):
		return func(v visit) (string, bool) { return v.host, v.host != "" }
	}
	return func(visit) (string, bool) { return "", false }
}

// compared is a statement about a field. One that is not known may be about the
// path.
func compared(match plan.Block, fits func(text string) tri.Value) statement {
	block, known := match.First("field_to_match")
	if known.IsUnknown() || block.Has("uri_path").IsUnknown() {
		return matching{}.always
	}
	field := fieldOf(match)
	list, known := match.Blocks("text_transformation")
	var transformations []string
	for _, t := range byPriority(list) {
		transformations = append(transformations, t.String("type"))
	}
	return func(v visit) matching {
		text, ok := field(v)
		if !ok {
			return byRequest
		}
		if !known.IsTrue() {
			return decided(known)
		}
		for _, t := range transformations {
			if text, ok = transformed(text, t); !ok {
				return matching{}
			}
		}
		return decided(fits(text))
	}
}

// transformed is a text as a transformation makes it, ok is false for those that
// are not worked out (WAF Developer Guide, Text transformations).
func transformed(text, transformation string) (out string, ok bool) {
	switch transformation {
	case "NONE":
		return text, true
	case "LOWERCASE":
		return strings.ToLower(text), true
	case "URL_DECODE":
		out, err := url.PathUnescape(text)
		return out, err == nil
	}
	return "", false
}

// undecidedText is a match of which nothing is known.
func undecidedText(string) tri.Value { return tri.Value{} }

// byteMatch is a string match (WAF Developer Guide, String match rule statement).
func byteMatch(match plan.Block) statement {
	search := match.String("search_string")
	if search == "" || symbol.Contains(search) {
		return compared(match, undecidedText)
	}
	fits, ok := map[string]func(text, search string) bool{
		"STARTS_WITH": strings.HasPrefix,
		"ENDS_WITH":   strings.HasSuffix,
		"CONTAINS":    strings.Contains,
		"EXACTLY":     func(text, search string) bool { return text == search },
	}[match.String("positional_constraint")]
	if !ok {
		return compared(match, undecidedText)
	}
	return compared(match, func(text string) tri.Value { return tri.Of(fits(text, search)) })
}

// maxRegex bounds the length of an expression; AWS WAF takes 512 bytes.
const maxRegex = 512

// regexMatch is a match of a regular expression, which may be found anywhere in the
// text (WAF Developer Guide, Regex match rule statement). What Go's expressions do
// not know stays open.
func regexMatch(match plan.Block) statement {
	expression := match.String("regex_string")
	if expression == "" || len(expression) > maxRegex || symbol.Contains(expression) {
		return compared(match, undecidedText)
	}
	re, err := regexp.Compile(expression)
	if err != nil {
		return compared(match, undecidedText)
	}
	return compared(match, func(text string) tri.Value { return tri.Of(re.MatchString(text)) })
}

// pathViews are how the string matches of a web ACL divide paths.
func (f *firewall) pathViews() []glob.View {
	var views []glob.View
	for _, r := range f.rules {
		views = append(views, statementViews(r.Within("statement"), 0)...)
	}
	return views
}

func statementViews(s plan.Block, depth int) []glob.View {
	var views []glob.View
	if depth > maxStatements {
		return nil
	}
	if match, there := s.First("byte_match_statement"); there.IsTrue() &&
		match.Within("field_to_match").Has("uri_path").IsTrue() {
		if pattern, ok := searched(match); ok {
			return []glob.View{{Pattern: pattern, Encode: escapeRune}}
		}
	}
	if match, there := s.First("regex_match_statement"); there.IsTrue() &&
		match.Within("field_to_match").Has("uri_path").IsTrue() {
		return expressionViews(match)
	}
	for _, name := range []string{"and_statement", "or_statement", "not_statement"} {
		if outer, there := s.First(name); there.IsTrue() {
			list, known := outer.Blocks("statement")
			if !known.IsTrue() {
				continue
			}
			for _, inner := range list {
				views = append(views, statementViews(inner, depth+1)...)
			}
		}
	}
	return views
}

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

// looksFurther reports whether a web ACL looks at paths in other ways than its path
// views do, or at host names.
func (f *firewall) looksFurther() bool {
	return slices.ContainsFunc(f.rules, func(r firewallRule) bool { return looksFurther(r.Within("statement"), 0) })
}

func looksFurther(s plan.Block, depth int) bool {
	if depth > maxStatements {
		return false
	}
	if match, there := s.First("byte_match_statement"); there.IsTrue() {
		_, plain := searched(match)
		return asksForHost(match) || asksForPath(match) && !(plain && untransformed(match))
	}
	if match, there := s.First("regex_match_statement"); there.IsTrue() {
		return asksForHost(match) || asksForPath(match)
	}
	for _, name := range []string{"and_statement", "or_statement", "not_statement"} {
		outer, there := s.First(name)
		if !there.IsTrue() {
			continue
		}
		list, known := outer.Blocks("statement")
		within := func(inner plan.Block) bool { return looksFurther(inner, depth+1) }
		return !known.IsTrue() || slices.ContainsFunc(list, within)
	}
	return false
}

func asksForPath(match plan.Block) bool {
	return !match.Within("field_to_match").Has("uri_path").IsFalse()
}

func asksForHost(match plan.Block) bool {
	return strings.EqualFold(match.Within("field_to_match").Within("single_header").String("name"), "host")
}

// untransformed reports whether a match sees the path as it is sent.
func untransformed(match plan.Block) bool {
	list, known := match.Blocks("text_transformation")
	other := func(t plan.Block) bool { return t.String("type") != "NONE" }
	return known.IsTrue() && !slices.ContainsFunc(list, other)
}
