package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// firewallRule is a rule as it takes part: what it does and whom it matches.
type firewallRule struct {
	plan.Block
	statement      statement
	allows, blocks tri.Value
	block          plan.Block // the action, for its response
	// puzzle is what it asks those for whom it blocks until they have solved it: a
	// "captcha" or "challenge"; "" for nothing.
	puzzle string
}

// puzzleStatus are the statuses by which AWS WAF asks for something (WAF Developer
// Guide, How the AWS WAF CAPTCHA and Challenge rule actions work).
var puzzleStatus = map[string]int{"captcha": 405, "challenge": 202}

// askedRule is a rule with whom it matches of those who send one request.
type askedRule struct {
	firewallRule
	matching
}

// maxAnswers bounds how many answers of a web ACL are remembered. The distributions
// that it stands before are asked for much the same paths.
const maxAnswers = 1 << 14

// answer is what becomes of a visit, with refusals that name no distribution yet.
func (f *firewall) answer(v visit) gate {
	f.lock.Lock()
	out, known := f.answers[v]
	f.lock.Unlock()
	if known {
		return out
	}
	out = f.ask(v)
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.answers == nil {
		f.answers = map[visit]gate{}
	}
	if len(f.answers) < maxAnswers {
		f.answers[v] = out
	}
	return out
}

// ask puts a visit to the rules and the default action.
func (f *firewall) ask(v visit) gate {
	ends := f.ends
	if !f.known.IsTrue() {
		open := gate{Allowed: f.known, Refusal: f.refusal}
		open.Refusal.Possible, open.Refusal.Step.Detail = true, "which rules the web ACL has is not known"
		return open
	}
	for _, i := range slices.Backward(f.near().Near(v.path)) {
		if m := f.rules[i].statement(v); !m.some.IsFalse() {
			ends = f.rule(askedRule{f.rules[i], m}, ends)
		}
	}
	return ends
}

// byDefault is what becomes of a request that no rule decides. WAF Classic writes
// actions as types.
func (f *firewall) byDefault() gate {
	action := f.acl.Within("default_action")
	block, blocks := action.First("block")
	switch blocks = blocks.Or(tri.Of(action.String("type") == "BLOCK")); {
	case blocks.IsUnknown():
		return gate{Allowed: blocks, Refusal: f.refusal}
	case blocks.IsTrue():
		return f.blocked(f.acl.Block, "default_action", "the default action blocks, and no rule allows anything", block)
	}
	return gate{Allowed: tri.True}
}

// rule is what becomes of a request with one rule, which matches some who send it,
// before the rest of them.
func (f *firewall) rule(r askedRule, rest gate) gate {
	switch {
	case r.blocks.IsTrue():
		return f.blocking(r, rest)
	case r.allows.IsTrue():
		return f.allowing(r, rest)
	case r.blocks.IsFalse() && r.allows.IsFalse():
		return rest
	}
	if rest.Allowed.IsTrue() && r.blocks.IsFalse() || rest.Allowed.IsFalse() && r.allows.IsFalse() {
		return rest
	}
	return f.open(r, rest, "whether rule "+r.String("name")+" blocks or allows is not known", r.allows.And(r.blocks))
}

// blocking: a rule that blocks viewers who are somewhere, or do something, does
// not concern the ordinary one, unless it blocks all but some.
func (f *firewall) blocking(r askedRule, rest gate) gate {
	name := r.String("name")
	switch {
	case r.all.IsTrue() && r.puzzle != "":
		return f.asking(r)
	case r.all.IsTrue():
		return f.blocked(r.Block, r.Path(), "rule "+name+" blocks every request for such a path", r.block)
	case r.ordinary.IsFalse() || rest.Allowed.IsFalse():
		return rest
	case r.all.IsFalse() && r.puzzle != "":
		return rest
	case r.all.IsFalse():
		rest.Others = append(slices.Clip(rest.Others), f.others(r, "rule "+name+" blocks all but some viewers"))
		return rest
	}
	return f.open(r, rest, "rule "+name+" blocks all but some viewers", r.all)
}

// allowing: a rule that allows viewers who are somewhere lets those in who are.
func (f *firewall) allowing(r askedRule, rest gate) gate {
	name := r.String("name")
	switch {
	case r.all.IsTrue():
		return gate{Allowed: tri.True}
	case rest.Allowed.IsTrue():
		return rest
	case r.some.IsTrue():
		return gate{
			Allowed: tri.True,
			Others:  []trace.Refusal{f.others(r, "rule "+name+" lets in some viewers, and "+restOf(rest))},
		}
	}
	return f.open(r, rest, "whether rule "+name+" allows a request depends on the viewer", r.some)
}

func restOf(g gate) string {
	if g.Allowed.IsFalse() {
		return "all others are blocked"
	}
	return "whether the others are let in is not known"
}

// others is the refusal of those whom a rule does not let in.
func (f *firewall) others(r askedRule, detail string) trace.Refusal {
	out := f.refusal
	out.Step.Address, out.Step.Attribute, out.Step.Detail = r.Owner(), r.Path(), detail
	return out
}

// open leaves it open what a rule does.
func (f *firewall) open(r askedRule, rest gate, reason string, v tri.Value) gate {
	refusal := f.refusal
	refusal.Possible = true
	refusal.Step.Address, refusal.Step.Attribute, refusal.Step.Detail = r.Owner(), r.Path(), reason
	if rest.Allowed.IsFalse() {
		refusal.Step = rest.Refusal.Step
		refusal.Step.Detail = "what no rule allows is blocked; " + reason
	}
	causes := v.Causes()
	if len(causes) == 0 {
		causes = []tri.Cause{{Address: r.Owner(), Attribute: r.Path(), Reason: reason}}
	}
	return gate{Allowed: tri.Because(append(slices.Clone(causes), rest.Allowed.Causes()...)...), Refusal: refusal}
}

// asking ends the evaluation with a page that asks something of the viewer.
func (f *firewall) asking(r askedRule) gate {
	out := f.blocked(r.Block, r.Path(), "rule "+r.String("name")+" answers every request for such a path with a "+
		r.puzzle, plan.Block{})
	out.Status, out.Own = puzzleStatus[r.puzzle], true
	return out
}

// blocked ends the evaluation with an action that blocks, which is written in place.
func (f *firewall) blocked(place plan.Block, attribute, detail string, action plan.Block) gate {
	r := f.refusal
	r.Step.Address, r.Step.Attribute, r.Step.Detail = place.Owner(), attribute, detail
	out := gate{Allowed: tri.False, Refusal: r, Status: 403}
	switch status, there := action.Within("custom_response").Int("response_code"); {
	case there.IsTrue():
		out.Status, out.Own = status, true
	case there.IsUnknown():
		out.Allowed, out.Refusal.Possible = there, true
	}
	return out
}

// byIPv6 is the refusal of viewers who come by IPv6 to a distribution that answers
// it, where the lists of those who may come in hold IPv4 addresses only.
func (f *firewall) byIPv6(d *cloudfront.Distribution, v visit) []trace.Refusal {
	v.six = true
	if !d.IPv6.IsTrue() || !f.answer(v).Allowed.IsFalse() {
		return nil
	}
	out := f.refusal
	out.Step.Address, out.Step.Attribute = d.IPv6At.Address, d.IPv6At.Attribute
	out.Step.Detail = "the distribution accepts IPv6, and the web ACL " + f.acl.Address + " lets in only IPv4 addresses"
	return []trace.Refusal{out}
}
