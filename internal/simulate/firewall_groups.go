package simulate

import (
	"cmp"
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// maxFirewallRules bounds the rules of a web ACL with those of its rule groups. AWS
// WAF bounds them by their capacity, 5000 units of which each rule takes one or
// more (WAF Developer Guide, AWS WAF web ACL capacity units).
const maxFirewallRules = 5000

// firewall is a web ACL with its rules as they are asked, those of its rule groups in
// the groups' place.
type firewall struct {
	world *World
	acl   *plan.Resource
	rules []firewallRule
	// known is not true where there may be other rules.
	known tri.Value
	// endless: there is no default action. ending is not true where it is not known, and
	// ends is what becomes of a request that no rule decides.
	endless bool
	ending  tri.Value
	ends    gate
	// labels are those that the rules read so far add. labelsKnown is not true where
	// there may be others.
	labels      []label
	labelsKnown tri.Value
	// refusal is what its refusals have in common.
	refusal trace.Refusal
	// views are how its string matches divide paths.
	views func() []glob.View
	// near finds the rules that may match a path.
	near func() glob.Index

	lock    sync.Mutex
	answers map[visit]gate
}

func newFirewall(w *World, acl *plan.Resource) *firewall {
	step := trace.Step{Step: "web ACL", Address: acl.Address, Attribute: "default_action"}
	f := &firewall{world: w, acl: acl, refusal: trace.Refusal{Code: trace.WebACL, Step: step}, labelsKnown: tri.True}
	f.views, f.near = sync.OnceValue(f.pathViews), sync.OnceValue(f.index)
	_, f.ending = acl.Blocks("default_action")
	f.endless, f.ends = acl.Has("default_action").IsFalse(), f.byDefault()
	name := "rule"
	if acl.Type == "aws_waf_web_acl" {
		name = "rules"
	}
	list, known := acl.Blocks(name)
	texts, read := acl.Objects("rule_json", asBlock)
	list, known = slices.Concat(list, texts, f.associations()), known.And(read)
	f.known = known
	for _, r := range byPriority(list) {
		if len(f.rules) >= maxFirewallRules {
			tooMany := acl.Missing(
				name, "there are more rules than plan403 examines, and than AWS WAF allows", "split the web ACL",
			)
			f.known = known.And(tri.Because(tooMany))
			return f
		}
		f.rules = append(f.rules, f.inlined(r)...)
	}
	return f
}

const associationType = "aws_wafv2_web_acl_rule_group_association"

// associations are the rules that resources of their own add to the web ACL, each for a
// rule group (provider documentation).
func (f *firewall) associations() []plan.Block {
	var out []plan.Block
	for _, r := range f.world.State.OfType(associationType) {
		if arn := r.String("web_acl_arn"); arn != "" && arn == f.acl.String("arn") {
			out = append(out, r.Block)
		}
	}
	return out
}

// inlined is a rule, or the rules of the group that it stands for.
func (f *firewall) inlined(r plan.Block) []firewallRule {
	if r.Has("web_acl_arn").IsTrue() { // an association
		override := r.String("override_action")
		counts := tri.From(glob.CompileLiteral("count").Match(override))
		return f.grouped(r, "rule_group_reference", "managed_rule_group", counts)
	}
	override, grouped := r.First("override_action")
	if grouped.IsFalse() {
		return []firewallRule{f.asked(r, r.Within("action"))}
	}
	counts := has(override, "count")
	statement := r.Within("statement")
	return f.grouped(statement, "rule_group_reference_statement", "managed_rule_group_statement", counts)
}

// grouped are the rules of the group that a block names. counts: they only count.
func (f *firewall) grouped(r plan.Block, ofPlan, ofVendor string, counts tri.Value) []firewallRule {
	reference, own := r.First(ofPlan)
	managed, aws := r.First(ofVendor)
	var rules []firewallRule
	read := false
	if own.IsTrue() {
		rules, read = f.ofGroup(reference)
	}
	if !read && !own.IsFalse() {
		f.labelsKnown = tri.Value{}
	}
	switch {
	case counts.IsTrue():
		return nil
	case read && counts.IsFalse():
		return rules
	case aws.IsTrue() && managed.String("vendor_name") == "AWS" && !overridesToAllow(managed):
		return nil // it blocks attacks and the like, and allows nothing
	}
	return []firewallRule{{Block: r, statement: byRequest.always, allows: tri.True, blocks: tri.False}}
}

// overridesToAllow reports whether a group's rules are given the action allow, or
// may be. AWS's own groups have none that allows (WAF Developer Guide, AWS Managed
// Rules rule groups list).
func overridesToAllow(group plan.Block) bool {
	list, known := group.Blocks("rule_action_override")
	return !known.IsTrue() || slices.ContainsFunc(list, func(o plan.Block) bool {
		return !has(o.Within("action_to_use"), "allow").IsFalse()
	})
}

// asked is a rule with its action. The statements of WAF Classic are resources of
// their own, which are not read.
func (f *firewall) asked(r, action plan.Block) firewallRule {
	out := firewallRule{Block: r}
	if f.acl.Type == "aws_waf_web_acl" {
		out.statement = byRequest.always // its conditions are not read
		out.allows, out.blocks = tri.Of(action.String("type") == "ALLOW"), tri.Of(action.String("type") == "BLOCK")
		return out
	}
	out.statement = f.statement(r.Within("statement"), 0)
	_, out.allows = action.First("allow")
	out.block, out.blocks = action.First("block")
	for _, puzzle := range []string{"captcha", "challenge"} {
		_, asks := action.First(puzzle)
		if out.blocks = out.blocks.Or(asks); asks.IsTrue() {
			out.puzzle = puzzle
		}
	}
	f.label(out)
	return out
}

// ofGroup are the rules of a group of the plan, with the actions that the
// reference gives them in place of their own.
func (f *firewall) ofGroup(reference plan.Block) (out []firewallRule, known bool) {
	group := f.world.State.Find([]string{reference.String("arn")}, []string{"arn"}, "aws_wafv2_rule_group")
	overrides, listed := reference.Blocks("rule_action_override")
	excluded, also := reference.Blocks("excluded_rule") // as provider 4 writes it
	if group == nil || !listed.And(also).IsTrue() {
		return nil, false
	}
	rules, there := group.Blocks("rule")
	if !there.IsTrue() || len(rules)*max(len(overrides), 1) > maxFirewallRules {
		return nil, false
	}
	for _, r := range byPriority(rules) {
		action := r.Within("action")
		if slices.ContainsFunc(excluded, func(e plan.Block) bool { return e.String("name") == r.String("name") }) {
			action = plan.Block{} // it only counts
		}
		for _, o := range overrides {
			if o.String("name") == r.String("name") {
				action = o.Within("action_to_use")
			}
		}
		out = append(out, f.asked(r, action))
	}
	return out, true
}

// byPriority sorts rules as AWS WAF evaluates them: the lowest number first. A
// priority that is not known leaves the order of the plan.
func byPriority(rules []plan.Block) []plan.Block {
	type ranked struct {
		plan.Block
		priority int
	}
	list := make([]ranked, len(rules))
	for i, r := range rules {
		n, there := r.Int("priority")
		if !there.IsTrue() {
			return rules
		}
		list[i] = ranked{r, n}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.priority, b.priority) })
	out := make([]plan.Block, len(list))
	for i, r := range list {
		out[i] = r.Block
	}
	return out
}
