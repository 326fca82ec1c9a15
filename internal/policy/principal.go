package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// principals reads Principal or NotPrincipal: "*" or an object of lists. (IAM
// User Guide, "AWS JSON policy elements: Principal".)
func (p *parser) principals(s *Statement, names named, path string) error {
	n, into, name := names.get("Principal"), &s.Principal, "Principal"
	if n == nil {
		n, into, name = names.get("NotPrincipal"), &s.NotPrincipal, "NotPrincipal"
	}
	who, err := p.who(*n, join(path, name))
	*into = who
	return err
}

func (p *parser) who(n node, path string) (*Principals, error) {
	who := &Principals{}
	if missing := n.missing(); len(missing) > 0 {
		who.Unknown = missing
		return who, nil
	}
	if n.kind == '"' && n.plain == "*" {
		who.Everyone = true
		return who, nil
	}
	if n.kind != '{' {
		return nil, p.fail(path, n.offset,
			`it must be "*" or an object such as {"Service": "cloudfront.amazonaws.com"}, found %s`, describe(n))
	}
	names, hidden, err := p.elements(n, path, "AWS", "Service", "CanonicalUser", "Federated")
	if err != nil {
		return nil, err
	}
	who.Unknown = hidden
	for _, name := range []string{"AWS", "Service", "CanonicalUser", "Federated"} {
		if list := names.get(name); list != nil {
			if err := p.listed(who, name, list, join(path, name)); err != nil {
				return nil, err
			}
		}
	}
	return who, nil
}

// listed reads the principals of one kind. No wildcard is allowed in them but
// the "*" of AWS, so each is compared as it stands.
func (p *parser) listed(who *Principals, kind string, n *node, path string) error {
	items, spots, err := p.strings(n, path)
	if err != nil {
		return err
	}
	for i, item := range items {
		exact := glob.CompileLiteral(item.plain)
		switch {
		case kind == "AWS" && item.plain == "*":
			who.Everyone = true
		case kind == "AWS":
			who.AWS, who.aws = append(who.AWS, item.shown), append(who.aws, exact)
			who.awsSpots = append(who.awsSpots, spots[i])
		case kind == "Service" && strings.ContainsAny(item.plain, "*?"):
			return p.fail(path, item.offset, "a service principal holds no wildcard, found %s; name the service",
				quote(item.shown))
		case kind == "Service":
			who.Service, who.service = append(who.Service, item.shown), append(who.service, exact)
			who.serviceSpots = append(who.serviceSpots, spots[i])
		case kind == "CanonicalUser":
			who.CanonicalUser, who.canonical = append(who.CanonicalUser, item.shown), append(who.canonical, exact)
			who.canonicalSpots = append(who.canonicalSpots, spots[i])
		default:
			who.Federated = append(who.Federated, item.shown)
		}
	}
	return nil
}

// everyone reports whether the list holds "*", which covers every caller:
// anonymous ones and service principals too.
func (w *Principals) everyone() tri.Value {
	if w.Everyone {
		return tri.True
	}
	return anyOf(w.aws, "*").Or(w.hidden())
}

func (w *Principals) hidden() tri.Value {
	if len(w.Unknown) > 0 {
		return tri.Because(w.Unknown...)
	}
	return tri.False
}

// named reports whether the list names the caller itself. Account ids, root
// ARNs, roles, users and the unique ids of deleted principals (AIDA…) name none
// of the callers that CloudFront can be.
func (w *Principals) named(c Caller) tri.Value {
	switch c.Kind {
	case Service:
		return anyOf(w.service, c.Service)
	case Identity:
		return anyOf(w.aws, c.ARN).Or(anyOf(w.canonical, c.CanonicalUser))
	}
	return tri.False
}

// anyOf reports whether one of the patterns matches the text.
func anyOf(patterns []glob.Pattern, text string) tri.Value {
	v := tri.False
	for _, p := range patterns {
		if v = v.Or(match(p, text)); v.IsTrue() {
			return v
		}
	}
	return v
}

// match is p.Match(text) with the symbols of both as causes.
func match(p glob.Pattern, text string) tri.Value {
	t := p.Match(text)
	if t != tri.Unknown {
		return tri.From(t)
	}
	because := open(p.String(), text)
	if len(because) == 0 {
		because = []tri.Cause{{Reason: "the pattern is too long to compare"}}
	}
	return tri.Because(because...)
}

const (
	notPrincipalAllow = "what NotPrincipal with Effect Allow does is not documented any more"
	notPrincipalOAI   = "whether NotPrincipal exempts an origin access identity without its account is not documented"
)

// principal reports whether the statement speaks of the caller.
func (s *Statement) principal(c Caller) tri.Value {
	if s.Principal != nil {
		return s.Principal.everyone().Or(s.Principal.named(c))
	}
	all, named := s.NotPrincipal.everyone(), s.NotPrincipal.named(c)
	if c.Kind == Identity && !named.IsFalse() {
		// "NotPrincipal with Deny": the account of a user must be listed too
		named = named.And(tri.Because(tri.Cause{Reason: notPrincipalOAI}))
	}
	v := all.Or(named).Not()
	if s.Effect == Allow && !v.IsFalse() {
		return v.And(tri.Because(tri.Cause{Reason: notPrincipalAllow}))
	}
	return v
}

// For returns the document without the statements that certainly speak of none
// of the callers: whatever they say, it decides nothing about them.
func (d *Document) For(callers ...Caller) *Document {
	out := *d
	out.Statements, out.nears, out.heard = nil, new(nearness), new(hearings)
	for i := range d.Statements {
		s := &d.Statements[i]
		if len(s.Unknown) > 0 ||
			slices.ContainsFunc(callers, func(c Caller) bool { return !s.principal(c).IsFalse() }) {
			out.Statements = append(out.Statements, *s)
		}
	}
	return &out
}
