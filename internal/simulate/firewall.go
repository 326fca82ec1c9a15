package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// gate is what stands before a request: whether it lets it through, and the
// refusal if not. The viewers are those who meet what a web ACL asks of where
// they are: an address, a country, a network.
type gate struct {
	Allowed tri.Value
	Refusal trace.Refusal
	// Status is what a blocked request is answered with.
	Status int
	// Own: that is a response of the web ACL's own.
	Own bool
	// Others are the refusals of viewers who are somewhere else.
	Others []trace.Refusal
}

// webACL asks the web ACL of a distribution: its rules by priority, then the
// default action (WAF Developer Guide, Setting rule priority; Setting the web
// ACL default action).
func (x exchange) webACL() gate {
	d := x.distribution
	if d.WebACL == "" || x.admitted {
		return gate{Allowed: tri.True}
	}
	f := x.world.firewall(d.WebACL)
	step := trace.Step{Step: "web ACL", Address: d.WebACLAt.Address, Attribute: d.WebACLAt.Attribute}
	if f == nil || f.endless { // a data source reads none
		return outsideACL(d, step)
	}
	if !f.ending.IsTrue() {
		step = f.refusal.Step
		return gate{Allowed: f.ending, Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
	}
	v := visitOf(x.request)
	out := f.answer(v)
	if v.anyQuery = v.query == ""; v.anyQuery && out.Allowed.IsFalse() && !f.answer(v).Allowed.IsFalse() {
		out.Refusal.Code = trace.WebACLQuery
	}
	v.anyQuery = false
	if len(out.Others) > 0 && out.Allowed.IsTrue() {
		out.Others = append(slices.Clip(out.Others), f.byIPv6(d, v)...)
	}
	return out.before(d)
}

// before is the gate as it stands before a distribution, which its refusals name.
func (g gate) before(d *cloudfront.Distribution) gate {
	g.Refusal.Related = []string{d.Address}
	g.Others = slices.Clone(g.Others)
	for i := range g.Others {
		g.Others[i].Related = g.Refusal.Related
	}
	return g
}

func outsideACL(d *cloudfront.Distribution, step trace.Step) gate {
	step.Detail = "the default action of the web ACL " + d.WebACL + " is not in this plan"
	cause := tri.Cause{
		Address: step.Address, Attribute: step.Attribute, Reason: step.Detail,
		Remedy: plan.Assumable("manage the web ACL here", "web_acl", d.WebACL),
	}
	return gate{Allowed: tri.Because(cause), Refusal: trace.Refusal{Code: trace.WebACL, Step: step, Possible: true}}
}

// firewall is the web ACL with an ARN or id, nil if it is not in this plan.
func (w *World) firewall(id string) *firewall {
	if id == "" {
		return nil
	}
	w.firewallLock.Lock()
	defer w.firewallLock.Unlock()
	f, read := w.firewalls[id]
	if read {
		return f
	}
	if acl := w.findACL(id); acl != nil {
		f = newFirewall(w, acl)
	}
	if w.firewalls == nil {
		w.firewalls = map[string]*firewall{}
	}
	w.firewalls[id] = f
	return f
}

// findACL finds a web ACL by its ARN or id. What is assumed of one by its address
// takes its place: that is how to look at what stands behind it.
func (w *World) findACL(id string) *plan.Resource {
	attributes := []string{"arn", "id"}
	acl := w.State.Find([]string{id}, attributes, "aws_wafv2_web_acl", "aws_waf_web_acl", "data.aws_wafv2_web_acl")
	if acl == nil {
		return nil
	}
	if assumed := w.State.Find([]string{acl.Address}, attributes, "aws_wafv2_web_acl"); assumed != nil {
		return assumed
	}
	return acl
}
