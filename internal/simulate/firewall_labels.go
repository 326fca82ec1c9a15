package simulate

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// label is what a rule adds to the requests that it matches, for the rules after it
// (WAF Developer Guide, Web request labeling).
type label struct {
	name string
	statement
}

// label notes the labels of a rule.
func (f *firewall) label(r firewallRule) {
	list, known := r.Blocks("rule_label")
	for _, l := range list {
		f.labels = append(f.labels, label{l.String("name"), r.statement})
	}
	f.labelsKnown = f.labelsKnown.And(known)
}

// labelled is a label match: it matches those whom an earlier rule has given such a
// label. Labels of groups that are not read hang on what else a viewer sends, and
// those of countries on where the viewer is.
func (f *firewall) labelled(match plan.Block) statement {
	key := match.String("key")
	switch {
	case key == "" || symbol.Contains(key):
		return matching{}.always
	case strings.HasPrefix(key, "awswaf:clientip:"):
		return byPlace.always
	case strings.HasPrefix(key, "awswaf:managed:"):
		return byRequest.always
	}
	var parts []statement
	for _, l := range f.labels {
		switch {
		case symbol.Contains(l.name):
			parts = append(parts, matching{}.always)
		case l.fits(key, match.String("scope")):
			parts = append(parts, l.statement)
		}
	}
	if !f.labelsKnown.IsTrue() {
		parts = append(parts, byRequest.always)
	}
	if len(parts) == 0 {
		return decided(tri.False).always
	}
	return anyOrAll(parts, tri.Value.Or)
}

// fits: a key is the end of a label with the names of its web ACL and spaces in front
// of it, or all of it; a namespace ends in a colon, and its labels follow it (WAF
// Developer Guide, Label match rule statement).
func (l label) fits(key, scope string) bool {
	if scope == "NAMESPACE" {
		return strings.Contains(":"+l.name, ":"+key) || strings.HasPrefix(key, "awswaf:")
	}
	return l.name == key || strings.HasSuffix(l.name, ":"+key) || strings.HasSuffix(key, ":"+l.name)
}
