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
func (x exchange) webACL() gate {
	d := x.distribution
	if d.WebACL == "" {
		return gate{Allowed: tri.True}
	}
	acl := x.world.findACL(d.WebACL)
	step := trace.Step{Step: "web ACL", Address: d.Address, Attribute: "web_acl_id"}
	if acl == nil || acl.Has("default_action").IsFalse() { // a data source reads none
		return outsideACL(d, step)
	}
	step.Address, step.Attribute = acl.Address, "default_action"
	if _, known := acl.Blocks("default_action"); !known.IsTrue() {
		return gate{Allowed: known, Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
	}
	return byRules(acl, x.request, passage{refusal: trace.Refusal{Code: trace.WebACL, Step: step, Related: []string{d.Address}}})
}

func outsideACL(d *cloudfront.Distribution, step trace.Step) gate {
	step.Detail = "the default action of the web ACL " + d.WebACL + " is not in this plan"
	cause := tri.Cause{
		Address: d.Address, Attribute: "web_acl_id", Reason: step.Detail, Remedy: plan.Assumable("manage the web ACL here", "web_acl", d.WebACL),
	}
	return gate{Allowed: tri.Because(cause), Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
}

func (w *World) findACL(id string) *plan.Resource {
	return w.State.Find([]string{id}, []string{"arn", "id"}, "aws_wafv2_web_acl", "aws_waf_web_acl", "data.aws_wafv2_web_acl")
}
