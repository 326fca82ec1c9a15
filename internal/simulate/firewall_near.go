package simulate

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
)

// A web ACL may have a thousand rules that each compare the beginning of paths with a
// text of their own. A request is put to those alone that may match it.

// index finds the rules that may match a path. All others certainly do not.
func (f *firewall) index() glob.Index {
	beginnings := make([]glob.Pattern, len(f.rules))
	for i, r := range f.rules {
		beginnings[i] = glob.CompileLiteral(r.beginning())
	}
	return glob.NewIndex(beginnings)
}

// beginning is a text with which all paths begin that a rule matches, as they are sent,
// "" where it matches others or where that is not known.
func (r firewallRule) beginning() string {
	s := r.Within("statement")
	for _, name := range joiningStatements {
		if !has(s, name).IsFalse() {
			return ""
		}
	}
	match, there := s.First("byte_match_statement")
	if !there.And(seesPath(match)).IsTrue() || !untransformed(match) {
		return ""
	}
	text, constraint := match.String("search_string"), match.String("positional_constraint")
	if constraint != "STARTS_WITH" && constraint != "EXACTLY" || symbol.Contains(text) {
		return ""
	}
	return text
}
