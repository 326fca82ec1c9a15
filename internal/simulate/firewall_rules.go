package simulate

import (
	"slices"

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
	name, action, statement := rule.String("name"), rule.Within("action"), rule.Within("statement")
	block, blocks := action.First("block")
	switch matches := statementMatches(statement, path, 0); {
	case matches.IsFalse():
	case blocks.IsUnknown():
		p.mayBlock, p.mayPass = append(p.mayBlock, blocks.Causes()...), append(p.mayPass, blocks.Causes()...)
	case blocks.IsTrue() && matches.IsTrue():
		return p.blocked(rule.Path(), "rule "+name+" blocks every request for such a path", block), true
	case blocks.IsTrue() && inverted(statement, 0):
		p.mayBlock = append(p.mayBlock, p.cause(rule, "rule "+name+" blocks all but some viewers"))
	case mayAllow(rule) && matches.IsTrue() && action.Has("allow").IsTrue():
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
	switch status, there := action.Within("custom_response").Int("response_code"); {
	case there.IsTrue():
		out.Status = status
	case there.IsUnknown():
		out.Allowed, out.Refusal.Possible = there, true
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
		if _, there := r.Int("priority"); !there.IsTrue() {
			return rules
		}
	}
	out := slices.Clone(rules)
	slices.SortStableFunc(out, func(a, b plan.Block) int { return priority(a) - priority(b) })
	return out
}

func priority(rule plan.Block) int {
	n, there := rule.Int("priority")
	if there.IsTrue() {
		return n
	}
	return 0
}

// byRules asks the rules and then the default action. WAF Classic writes actions
// as types.
func byRules(acl *plan.Resource, r Request, p passage) gate {
	name := "rule"
	if acl.Type == "aws_waf_web_acl" {
		name = "rules"
	}
	action := acl.Within("default_action")
	block, blocks := action.First("block")
	blocks = blocks.Or(tri.Of(action.String("type") == "BLOCK"))
	rules, known := acl.Blocks(name)
	if !known.IsTrue() && !blocks.IsFalse() {
		return gate{Allowed: known, Refusal: p.refusal}
	}
	for _, rule := range byPriority(rules) {
		if out, done := p.rule(rule, r.Path); done {
			return out
		}
	}
	if blocks.IsUnknown() {
		return gate{Allowed: blocks, Refusal: p.refusal}
	}
	if blocks.IsTrue() {
		return p.blocked("default_action", "the default action blocks, and no rule allows anything", block)
	}
	return p.allowed()
}

// mayAllow reports whether a rule can end the evaluation with allow: by its
// own action, or by those of a rule group.
func mayAllow(rule plan.Block) bool {
	if action, there := rule.First("action"); !there.IsFalse() {
		_, allows := action.First("allow")
		return !allows.IsFalse() || action.String("type") == "ALLOW"
	}
	override, there := rule.First("override_action")
	_, counts := override.First("count")
	return !there.IsFalse() && !counts.IsTrue()
}
