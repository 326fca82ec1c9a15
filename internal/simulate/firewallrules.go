package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// passage is a request on its way through the rules of a web ACL: what may have
// let it in or kept it out so far, hanging on the viewer.
type passage struct {
	refusal           trace.Refusal
	mayPass, mayBlock []tri.Cause
}

// rule applies one rule; done tells that it ends the evaluation. Rules that
// block some viewers do not concern the ordinary one, unless they block all but
// some.
func (p *passage) rule(rule plan.Block, path string) (out gate, done bool) {
	name, action := rule.String("name"), plan.Block{}
	if a, ok := rule.First("action"); ok {
		action = a
	}
	block, blocks := action.First("block")
	statement, _ := rule.First("statement")
	switch matches := statementMatches(statement, path, 0); {
	case matches.IsFalse():
	case blocks && matches.IsTrue():
		return p.blocked(rule.Path(), "rule "+name+" blocks every request for such a path", block), true
	case blocks && inverted(statement, 0):
		p.mayBlock = append(p.mayBlock, p.cause(rule, "rule "+name+" blocks all but some viewers"))
	case mayAllow(rule) && matches.IsTrue() && action.Has("allow"):
		return p.allowed(), true
	case mayAllow(rule):
		p.mayPass = append(p.mayPass, p.cause(rule, "whether rule "+name+" allows a request depends on the viewer"))
	}
	return gate{}, false
}

func (p *passage) cause(rule plan.Block, reason string) tri.Cause {
	return tri.Cause{Address: p.refusal.Step.Address, Attribute: rule.Path(), Reason: reason}
}

// blocked ends the evaluation with an action that blocks.
func (p *passage) blocked(attribute, detail string, action plan.Block) gate {
	r := p.refusal
	r.Step.Attribute, r.Step.Detail = attribute, detail
	if len(p.mayPass) > 0 {
		r.Possible, r.Step.Detail = true, "what no rule allows is blocked; "+p.mayPass[0].Reason
		return gate{Allowed: tri.Because(p.mayPass...), Refusal: r}
	}
	out := gate{Allowed: tri.False, Refusal: r, Status: 403}
	if custom, ok := action.First("custom_response"); ok {
		if status, known := custom.Int("response_code"); known {
			out.Status = status
		}
	}
	return out
}

// allowed ends the evaluation with an action that allows.
func (p *passage) allowed() gate {
	if len(p.mayBlock) == 0 {
		return gate{Allowed: tri.True}
	}
	r := p.refusal
	r.Possible, r.Step.Attribute, r.Step.Detail = true, p.mayBlock[0].Attribute, p.mayBlock[0].Reason
	return gate{Allowed: tri.Because(p.mayBlock...), Refusal: r}
}

// byPriority sorts rules as AWS WAF evaluates them: the lowest number first. A
// priority that is not known leaves the order of the plan.
func byPriority(rules []plan.Block) []plan.Block {
	for _, r := range rules {
		if _, known := r.Int("priority"); !known {
			return rules
		}
	}
	out := slices.Clone(rules)
	slices.SortStableFunc(out, func(a, b plan.Block) int {
		x, _ := a.Int("priority")
		y, _ := b.Int("priority")
		return x - y
	})
	return out
}

// inverted reports whether a statement matches all viewers but some: it is a
// negation, or joins one with others.
func inverted(statement plan.Block, depth int) bool {
	if _, ok := statement.First("not_statement"); ok || depth > maxStatements {
		return ok
	}
	for _, name := range []string{"and_statement", "or_statement"} {
		outer, _ := statement.First(name)
		list, _ := outer.Blocks("statement")
		if slices.ContainsFunc(list, func(s plan.Block) bool { return inverted(s, depth+1) }) {
			return true
		}
	}
	return false
}

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
	if match, ok := s.First("byte_match_statement"); ok {
		return pathMatches(match, path)
	}
	if outer, ok := s.First("and_statement"); ok {
		return joined(outer, path, depth, tri.Value.And)
	}
	if outer, ok := s.First("or_statement"); ok {
		return joined(outer, path, depth, tri.Value.Or)
	}
	if outer, ok := s.First("not_statement"); ok {
		inner, _ := outer.First("statement")
		return statementMatches(inner, path, depth+1).Not()
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
	field, _ := match.First("field_to_match")
	text, known := match.Text("search_string")
	if _, ok := field.First("uri_path"); !ok || !known || text == "" || unknownText(text) || transformed(match) {
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
	return !known.IsTrue() && len(list) == 0 || slices.ContainsFunc(list, func(t plan.Block) bool { return t.String("type") != "NONE" })
}
