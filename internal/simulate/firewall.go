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

// webACL asks the web ACL of a distribution. Rules are not evaluated: a
// request is certainly blocked only if the default action blocks and no rule
// allows (WAF Developer Guide, Setting the web ACL default action). Blocking
// rules before an allowing default concern some requests, not the plain one.
func (w *World) webACL(d *cloudfront.Distribution) gate {
	if d.WebACL == "" {
		return gate{Allowed: tri.True}
	}
	r := w.findACL(d.WebACL)
	step := trace.Step{Step: "web ACL", Address: d.Address, Attribute: "web_acl_id"}
	if r == nil || !r.Has("default_action") { // a data source reads none
		return outsideACL(d, step)
	}
	step.Address, step.Attribute = r.Address, "default_action"
	if _, known := r.Blocks("default_action"); !known.IsTrue() {
		return gate{Allowed: known, Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
	}
	action, _ := r.First("default_action")
	block, blocks := action.First("block")
	if !blocks && action.String("type") != "BLOCK" {
		return gate{Allowed: tri.True}
	}
	out := byRules(r, d, step)
	out.Status = 403
	if custom, ok := block.First("custom_response"); ok {
		if status, known := custom.Int("response_code"); known {
			out.Status = status
		}
	}
	return out
}

func outsideACL(d *cloudfront.Distribution, step trace.Step) gate {
	step.Detail = "the default action of the web ACL " + d.WebACL + " is not in this plan"
	cause := tri.Cause{
		Address: d.Address, Attribute: "web_acl_id", Reason: step.Detail, Remedy: plan.Assumable("manage the web ACL here", "web_acl", d.WebACL),
	}
	return gate{Allowed: tri.Because(cause), Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
}

func byRules(r *plan.Resource, d *cloudfront.Distribution, step trace.Step) gate {
	name := "rule"
	if r.Type == "aws_waf_web_acl" {
		name = "rules"
	}
	rules, known := r.Blocks(name)
	step.Detail = "the default action blocks, and no rule allows anything"
	refusal := trace.Refusal{Code: trace.WebACL, Step: step, Related: []string{d.Address}}
	if !known.IsTrue() {
		return gate{Allowed: known, Refusal: refusal}
	}
	for _, rule := range rules {
		if mayAllow(rule) {
			refusal.Step.Detail = "the default action blocks; whether rule " + rule.String("name") + " allows a request depends on the viewer"
			refusal.Possible = true
			cause := tri.Cause{Address: r.Address, Attribute: rule.Path(), Reason: refusal.Step.Detail}
			return gate{Allowed: tri.Because(cause), Refusal: refusal}
		}
	}
	return gate{Allowed: tri.False, Refusal: refusal}
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
