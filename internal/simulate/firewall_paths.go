package simulate

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// field is the part of a request that a statement looks at, where that is the same
// for all viewers: the path of the URI as it is sent, the method, or the host. ok
// is false for every other.
func (p passage) field(match plan.Block) (text string, ok bool) {
	what := match.Within("field_to_match")
	switch {
	case what.Has("uri_path").IsTrue():
		return p.request.Path, true
	case what.Has("method").IsTrue():
		return p.request.Method, true
	case strings.EqualFold(what.Within("single_header").String("name"), "host") && p.request.Host != "":
		return p.request.Host, true
	}
	return "", false
}

// compared decides a statement about a field. One that is not known may be about
// the path.
func (p passage) compared(match plan.Block, fits func(text string) tri.Value) matching {
	field, known := match.First("field_to_match")
	if known.IsUnknown() || field.Has("uri_path").IsUnknown() {
		return decided(tri.Value{})
	}
	text, ok := p.field(match)
	if !ok {
		return byRequest
	}
	list, known := match.Blocks("text_transformation")
	if !known.IsTrue() {
		return decided(known)
	}
	for _, t := range byPriority(list) {
		if text, ok = transformed(text, t.String("type")); !ok {
			return decided(tri.Value{})
		}
	}
	return decided(fits(text))
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

// byteMatch decides a string match (WAF Developer Guide, String match rule
// statement).
func (p passage) byteMatch(match plan.Block) matching {
	search := match.String("search_string")
	return p.compared(match, func(text string) tri.Value {
		if search == "" || symbol.Contains(search) {
			return tri.Value{}
		}
		switch match.String("positional_constraint") {
		case "STARTS_WITH":
			return tri.Of(strings.HasPrefix(text, search))
		case "ENDS_WITH":
			return tri.Of(strings.HasSuffix(text, search))
		case "CONTAINS":
			return tri.Of(strings.Contains(text, search))
		case "EXACTLY":
			return tri.Of(text == search)
		}
		return tri.Value{}
	})
}

// maxRegex bounds the length of an expression; AWS WAF takes 512 bytes.
const maxRegex = 512

// regexMatch decides a match of a regular expression, which may be found anywhere
// in the text (WAF Developer Guide, Regex match rule statement). What Go's
// expressions do not know stays open.
func (p passage) regexMatch(match plan.Block) matching {
	expression := match.String("regex_string")
	return p.compared(match, func(text string) tri.Value {
		if expression == "" || len(expression) > maxRegex || symbol.Contains(expression) {
			return tri.Value{}
		}
		re, err := regexp.Compile(expression)
		if err != nil {
			return tri.Value{}
		}
		return tri.Of(re.MatchString(text))
	})
}

// pathViews are how the string matches of a web ACL divide paths.
func (w *World) pathViews(id string) []glob.View {
	var views []glob.View
	acl := w.findACL(id)
	if acl == nil {
		return nil
	}
	rules, known := passage{world: w, acl: acl}.rules()
	if !known.IsTrue() && len(rules) == 0 {
		return nil
	}
	for _, r := range rules {
		views = append(views, statementViews(r.Within("statement"), 0)...)
	}
	return views
}

func statementViews(s plan.Block, depth int) []glob.View {
	var views []glob.View
	if depth > maxStatements {
		return nil
	}
	if match, there := s.First("byte_match_statement"); there.IsTrue() && match.Within("field_to_match").Has("uri_path").IsTrue() {
		if pattern, ok := searched(match); ok {
			return []glob.View{{Pattern: pattern, Encode: escapeRune}}
		}
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
