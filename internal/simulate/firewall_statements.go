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

// visit is what a web ACL sees of a viewer.
type visit struct {
	path, query, method, host string
	// six: the viewer comes by IPv6. anyQuery: the query string may be any.
	six, anyQuery bool
}

func visitOf(r Request) visit {
	return visit{path: r.Path, query: r.Query, method: r.Method, host: r.Host}
}

// statement decides for every viewer who sends a request (WAF Developer Guide, Rule
// statements).
type statement func(visit) matching

// always is the statement that matches the same viewers whatever they send.
func (m matching) always(visit) matching { return m }

// statement reads a statement, whose blocks are the same for all requests.
func (f *firewall) statement(s plan.Block, depth int) statement {
	if depth > maxStatements {
		return matching{}.always
	}
	for _, kind := range []struct {
		name string
		read func(inner plan.Block) statement
	}{
		{"and_statement", func(s plan.Block) statement { return f.joined(s, depth, tri.Value.And) }},
		{"or_statement", func(s plan.Block) statement { return f.joined(s, depth, tri.Value.Or) }},
		{"not_statement", func(s plan.Block) statement { return f.statement(s.Within("statement"), depth+1).not() }},
		{"byte_match_statement", byteMatch},
		{"regex_match_statement", regexMatch},
		{"regex_pattern_set_reference_statement", f.world.patternSet},
		{"size_constraint_statement", sizeConstraint},
		{"label_match_statement", f.labelled},
		{"ip_set_reference_statement", f.world.addresses},
		{"geo_match_statement", func(plan.Block) statement { return byPlace.always }},
		{"asn_match_statement", func(plan.Block) statement { return byPlace.always }},
	} {
		switch inner, there := s.First(kind.name); {
		case there.IsTrue():
			return kind.read(inner)
		case there.IsUnknown():
			return decided(there).always
		}
	}
	return byRequest.always
}

func (s statement) not() statement { return func(v visit) matching { return s(v).not() } }

func (f *firewall) joined(outer plan.Block, depth int, join func(a, b tri.Value) tri.Value) statement {
	list, known := outer.Blocks("statement")
	if !known.IsTrue() || len(list) == 0 {
		return matching{}.always
	}
	parts := make([]statement, len(list))
	for i, inner := range list {
		parts[i] = f.statement(inner, depth+1)
	}
	return anyOrAll(parts, join)
}

// anyOrAll joins statements by one of Or and And.
func anyOrAll(parts []statement, join func(a, b tri.Value) tri.Value) statement {
	return func(v visit) matching {
		out := parts[0](v)
		for _, part := range parts[1:] {
			out = out.joined(part(v), join)
		}
		return out
	}
}

// addresses: an IP set of the plan may hold no addresses, or none of the viewer's
// kind.
func (w *World) addresses(reference plan.Block) statement {
	set := w.State.Find([]string{reference.String("arn")}, []string{"arn"}, "aws_wafv2_ip_set")
	if set == nil {
		return byPlace.always
	}
	list, known := set.Texts("addresses")
	version := set.String("ip_address_version")
	return func(v visit) matching {
		if len(list) == 0 && known.IsTrue() || v.six && version == "IPV4" {
			return decided(tri.False)
		}
		if v.six && symbol.Contains(version) || len(list) == 0 {
			return byRequest
		}
		return byPlace
	}
}
