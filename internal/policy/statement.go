package policy

import (
	"fmt"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
)

// exclusive are the pairs of elements of which a statement of a resource policy
// holds exactly one. (IAM User Guide, "IAM JSON policy element reference".)
var exclusive = [...][2]string{
	{"Principal", "NotPrincipal"},
	{"Action", "NotAction"},
	{"Resource", "NotResource"},
}

func element(path string, i int) string {
	return fmt.Sprintf("%s[%d]", path, i)
}

// statement reads one statement and adds it to the document.
func (p *parser) statement(d *Document, n node, path string) error {
	s := Statement{Index: len(d.Statements), Offset: n.offset}
	s.Line, s.Column = p.lines.at(n.offset)
	if p.mask != "" {
		s.Offset, s.Line, s.Column = 0, 1, 1
	}
	if missing := n.missing(); len(missing) > 0 {
		s.Unknown, s.effect = missing, missing
		d.Statements = append(d.Statements, s)
		return nil
	}
	names, hidden, err := p.elements(n, path, "Sid", "Effect", "Principal", "NotPrincipal",
		"Action", "NotAction", "Resource", "NotResource", "Condition")
	if err != nil {
		return err
	}
	if len(hidden) > 0 {
		// an element of unknown name may be any of those that are missing
		s.Unknown, s.effect = hidden, hidden
		if names.get("Effect") != nil {
			err = p.effect(&s, names.get("Effect"), join(path, "Effect"))
		}
	} else {
		err = p.fill(&s, names, n, path)
	}
	if err != nil {
		return err
	}
	d.Statements = append(d.Statements, s)
	return nil
}

func (p *parser) fill(s *Statement, names named, n node, path string) error {
	for _, pair := range exclusive {
		switch a, b := names.get(pair[0]), names.get(pair[1]); {
		case a == nil && b == nil && p.ofKey && pair[0] != "Principal":
			continue // what the statement lacks matches nothing
		case a == nil && b == nil:
			return p.fail(path, n.offset, "%s is missing", pair[0])
		case a != nil && b != nil:
			return p.fail(path, b.offset, "%s and %s exclude each other; keep one", pair[0], pair[1])
		}
	}
	if err := p.sid(s, names.get("Sid"), join(path, "Sid")); err != nil {
		return err
	}
	if err := p.effect(s, names.get("Effect"), join(path, "Effect")); err != nil {
		return err
	}
	if err := p.principals(s, names, path); err != nil {
		return err
	}
	if err := p.actions(s, names, path); err != nil {
		return err
	}
	if err := p.resources(s, names, path); err != nil {
		return err
	}
	return p.conditions(s, names.get("Condition"), join(path, "Condition"))
}

func (p *parser) sid(s *Statement, n *node, path string) (err error) {
	if n != nil && p.mask == "" {
		s.Sid, err = p.str(n, path)
	}
	return err
}

// effect reads Effect, which is exactly "Allow" or "Deny". (IAM User Guide,
// "IAM JSON policy elements: Effect".)
func (p *parser) effect(s *Statement, n *node, path string) error {
	switch {
	case n == nil:
		return p.fail(strings.TrimSuffix(path, ".Effect"), s.Offset, "Effect is missing")
	case len(n.missing()) > 0:
		s.effect = n.missing()
	case n.kind == '"' && n.plain == "Allow":
		s.Effect = Allow
	case n.kind == '"' && n.plain == "Deny":
		s.Effect = Deny
	default:
		return p.fail(path, n.offset, `it must be "Allow" or "Deny", found %s`, describe(*n))
	}
	return nil
}

// strings returns a string or list of strings, and where they stand.
func (p *parser) strings(n *node, path string) ([]node, []spot, error) {
	items := []node{*n}
	if n.kind == '[' {
		items = n.items
	}
	spots := make([]spot, len(items))
	for i, item := range items {
		spots[i] = spot{path, item.offset}
		if n.kind == '[' {
			spots[i].path = element(path, i)
		}
		if item.kind != '"' {
			return nil, nil, p.fail(spots[i].path, item.offset,
				"it must be a string or a list of strings, found %s", describe(item))
		}
	}
	return items, spots, nil
}

// shown returns what may be printed of the nodes; it is not nil.
func shown(items []node) []string {
	out := make([]string, len(items))
	for i, n := range items {
		out[i] = n.shown
	}
	return out
}

// actions reads Action or NotAction. Names are compared without case and need
// the prefix of a service. (IAM User Guide, "IAM JSON policy elements: Action".)
func (p *parser) actions(s *Statement, names named, path string) error {
	n, into, name := names.get("Action"), &s.Action, "Action"
	if n == nil {
		n, into, name = names.get("NotAction"), &s.NotAction, "NotAction"
	}
	if n == nil {
		return nil
	}
	items, spots, err := p.strings(n, join(path, name))
	if err != nil {
		return err
	}
	for _, item := range items {
		if !strings.ContainsAny(item.plain, "*?:") && !symbol.Contains(item.plain) {
			return p.fail(join(path, name), item.offset,
				"action %s names no service; write it as %s", quote(item.shown), quote("s3:"+item.shown))
		}
		s.actions = append(s.actions, glob.Compile(item.plain).Fold())
	}
	*into, s.actionSpots = shown(items), spots
	return nil
}

func (p *parser) resources(s *Statement, names named, path string) error {
	n, into, name := names.get("Resource"), &s.Resource, "Resource"
	if n == nil {
		n, into, name = names.get("NotResource"), &s.NotResource, "NotResource"
	}
	if n == nil {
		return nil
	}
	items, spots, err := p.strings(n, join(path, name))
	if err != nil {
		return err
	}
	for _, item := range items {
		s.resources = append(s.resources, newARNPattern(item, p.mode))
	}
	*into, s.resourceSpots = shown(items), spots
	return nil
}
