package simulate

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// maxStatements bounds how deep statements are nested; the provider allows
// three levels.
const maxStatements = 8

// matching says which of the viewers that send a request a statement matches.
type matching struct {
	// some: it matches those who are in some places; all: it matches every viewer.
	some, all tri.Value
	// ordinary: it matches one of whom nothing is known, who is on no list.
	ordinary tri.Value
}

// decided is a statement about the request's path, method or host, which is the
// same for all viewers.
func decided(v tri.Value) matching { return matching{some: v, all: v, ordinary: v} }

var (
	// byPlace is a statement about where the viewer is.
	byPlace = matching{some: tri.True, all: tri.False, ordinary: tri.False}
	// byRequest is a statement about what else a viewer may send: headers, attacks,
	// too many requests.
	byRequest = matching{all: tri.False, ordinary: tri.False}
)

func (m matching) not() matching {
	return matching{some: m.all.Not(), all: m.some.Not(), ordinary: m.ordinary.Not()}
}

func (m matching) joined(n matching, join func(a, b tri.Value) tri.Value) matching {
	return matching{some: join(m.some, n.some), all: join(m.all, n.all), ordinary: join(m.ordinary, n.ordinary)}
}

// matches decides a statement for every viewer who sends the request (WAF
// Developer Guide, Rule statements).
func (p passage) matches(s plan.Block, depth int) matching {
	if depth > maxStatements {
		return decided(tri.Value{})
	}
	for _, kind := range []struct {
		name   string
		decide func(inner plan.Block) matching
	}{
		{"and_statement", func(s plan.Block) matching { return p.joined(s, depth, tri.Value.And) }},
		{"or_statement", func(s plan.Block) matching { return p.joined(s, depth, tri.Value.Or) }},
		{"not_statement", func(s plan.Block) matching { return p.matches(s.Within("statement"), depth+1).not() }},
		{"byte_match_statement", p.byteMatch},
		{"regex_match_statement", p.regexMatch},
		{"ip_set_reference_statement", p.addresses},
		{"geo_match_statement", func(plan.Block) matching { return byPlace }},
		{"asn_match_statement", func(plan.Block) matching { return byPlace }},
	} {
		switch inner, there := s.First(kind.name); {
		case there.IsTrue():
			return kind.decide(inner)
		case there.IsUnknown():
			return decided(there)
		}
	}
	return byRequest
}

func (p passage) joined(outer plan.Block, depth int, join func(a, b tri.Value) tri.Value) matching {
	list, known := outer.Blocks("statement")
	if !known.IsTrue() || len(list) == 0 {
		return decided(tri.Value{})
	}
	out := p.matches(list[0], depth+1)
	for _, inner := range list[1:] {
		out = out.joined(p.matches(inner, depth+1), join)
	}
	return out
}

// addresses: an IP set of the plan may hold no addresses, or none of the viewer's
// kind.
func (p passage) addresses(reference plan.Block) matching {
	set := p.world.State.Find([]string{reference.String("arn")}, []string{"arn"}, "aws_wafv2_ip_set")
	if set == nil {
		return byPlace
	}
	list, known := set.Texts("addresses")
	version := set.String("ip_address_version")
	if len(list) == 0 && known.IsTrue() || p.six && version == "IPV4" {
		return decided(tri.False)
	}
	if p.six && symbol.Contains(version) || len(list) == 0 {
		return byRequest
	}
	return byPlace
}
