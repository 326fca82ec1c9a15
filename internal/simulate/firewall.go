package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// gate is what stands before a request: whether it lets it through, and the
// refusal if not.
type gate struct {
	Allowed tri.Value
	Refusal trace.Refusal
	// Status is what a blocked request is answered with.
	Status int
}

// webACL asks the web ACL of a distribution: its rules by priority, then the
// default action (WAF Developer Guide, Setting rule priority; Setting the web
// ACL default action).
func (w *World) webACL(d *cloudfront.Distribution, r Request) gate {
	if d.WebACL == "" {
		return gate{Allowed: tri.True}
	}
	acl := w.findACL(d.WebACL)
	step := trace.Step{Step: "web ACL", Address: d.Address, Attribute: "web_acl_id"}
	if acl == nil || !acl.Has("default_action") { // a data source reads none
		return outsideACL(d, step)
	}
	step.Address, step.Attribute = acl.Address, "default_action"
	if _, known := acl.Blocks("default_action"); !known.IsTrue() {
		return gate{Allowed: known, Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
	}
	return byRules(acl, r, passage{refusal: trace.Refusal{Code: trace.WebACL, Step: step, Related: []string{d.Address}}})
}

func outsideACL(d *cloudfront.Distribution, step trace.Step) gate {
	step.Detail = "the default action of the web ACL " + d.WebACL + " is not in this plan"
	cause := tri.Cause{
		Address: d.Address, Attribute: "web_acl_id", Reason: step.Detail, Remedy: plan.Assumable("manage the web ACL here", "web_acl", d.WebACL),
	}
	return gate{Allowed: tri.Because(cause), Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
}

// byRules asks the rules and then the default action. WAF Classic writes actions
// as types.
func byRules(acl *plan.Resource, r Request, p passage) gate {
	name := "rule"
	if acl.Type == "aws_waf_web_acl" {
		name = "rules"
	}
	action, _ := acl.First("default_action")
	block, blocks := action.First("block")
	blocks = blocks || action.String("type") == "BLOCK"
	rules, known := acl.Blocks(name)
	if !known.IsTrue() && blocks {
		return gate{Allowed: known, Refusal: p.refusal}
	}
	for _, rule := range byPriority(rules) {
		if out, done := p.rule(rule, r.Path); done {
			return out
		}
	}
	if blocks {
		return p.blocked("default_action", "the default action blocks, and no rule allows anything", block)
	}
	return p.allowed()
}

// mayAllow reports whether a rule can end the evaluation with allow: by its
// own action, or by those of a rule group.
func mayAllow(rule plan.Block) bool {
	if action, ok := rule.First("action"); ok {
		if action.Has("allow") {
			list, _ := action.Blocks("allow")
			return len(list) > 0
		}
		return action.String("type") == "ALLOW"
	}
	if override, ok := rule.First("override_action"); ok {
		if counted, _ := override.Blocks("count"); len(counted) > 0 {
			return false
		}
		return true
	}
	return false
}

func (w *World) findACL(id string) *plan.Resource {
	return w.State.Find([]string{id}, []string{"arn", "id"}, "aws_wafv2_web_acl", "aws_waf_web_acl", "data.aws_wafv2_web_acl")
}
