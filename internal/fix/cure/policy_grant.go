package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
)

// met is what a finding explains: a request with the refusal that it met.
func (c *Case) met() (o simulate.Outcome, f simulate.Refusal, ok bool) {
	for _, i := range c.Finding.Outcomes {
		for _, f := range c.Outcomes[i].Refusals {
			if f.Step.Address == c.Finding.Address && f.Step.Part == c.Finding.Part {
				return c.Outcomes[i].At(f), f, true
			}
		}
	}
	return o, f, false
}

// admission is who asks, and what a policy has to allow.
type admission struct {
	*Case
	outcome simulate.Outcome
	bucket  *s3.Bucket
	actions []string
	// resources are those of the statement, as they are written in a block.
	resources func(home string) ([]policyedit.Term, bool)
	// byAccount: any distribution of the account is admitted, since a reference to this
	// one would be a circle.
	byAccount bool
	// wires: modules between get outputs and inputs for a reference, if there is no other
	// way. more are the edits that takes.
	wires bool
	more  []hcledit.Edit
}

// reads admits the requests of an outcome to all objects of its bucket.
func (c *Case) reads(o simulate.Outcome) *admission {
	a := &admission{Case: c, outcome: o, bucket: o.Bucket(), actions: []string{"s3:GetObject"}}
	a.resources = a.objects
	return a
}

// reach is the expression by which a block refers to an attribute.
func (a *admission) reach(home, to, attribute string) (string, bool) {
	if itself(home, to) {
		return "", false
	}
	if !a.wires {
		return a.Reference(home, to, attribute)
	}
	text, edits, ok := a.wire(home, to, attribute)
	if ok {
		a.more = append(a.more, edits...)
	}
	return text, ok
}

// itself reports whether a block is to refer to its own resource.
func itself(home, address string) bool {
	a, ok := addr.Parse(home)
	b, ok2 := addr.Parse(address)
	return ok && ok2 && a.Block() == b.Block()
}

// objects is the ARN of all objects of the bucket.
func (a *admission) objects(home string) ([]policyedit.Term, bool) {
	if t, ok := a.spelled(home, a.bucket.ARN+"/*"); ok {
		return []policyedit.Term{t}, true
	}
	if t, ok := a.spelledBefore(home, a.bucket.ARN); ok {
		return []policyedit.Term{append(t, policyedit.Bit{Text: "/*"})}, true
	}
	if t, ok := a.alsoFor(home); ok {
		return []policyedit.Term{t}, true
	}
	t, ok := a.bucketARN(home)
	return []policyedit.Term{append(slices.Clip(t), policyedit.Bit{Text: "/*"})}, ok
}

// bucketARN is the ARN of the bucket, by reference if one leads there.
func (a *admission) bucketARN(home string) (policyedit.Term, bool) {
	b := a.bucket
	if t, ok := a.spelled(home, b.ARN); ok {
		return t, true
	}
	if t, ok := a.spelledBefore(home, b.ARN); ok {
		return t, true
	}
	if b.Resource != nil {
		if ref, ok := a.reach(home, b.Resource.Address, "arn"); ok {
			return policyedit.Refer(ref, ""), true
		}
	}
	return policyedit.Literal(b.ARN), b.ARN != "" && !symbol.Unknown(b.ARN)
}

// distributionARN is the ARN of the distribution, by reference if one leads there.
func (a *admission) distributionARN(home string) (policyedit.Term, bool) {
	d := a.outcome.Distribution
	if t, ok := a.spelled(home, d.ARN); ok {
		return t, true
	}
	if ref, ok := a.reach(home, d.Place(), "arn"); ok {
		return policyedit.Refer(ref, ""), true
	}
	return policyedit.Literal(d.ARN), d.ARN != "" && !symbol.Unknown(d.ARN)
}

// account is the id of the distribution's account, by reference if the module asks for
// it.
func (a *admission) account(home string) (policyedit.Term, bool) {
	if m := a.Tree.Module(moduleIn(home).Names()); m != nil {
		var asking []string
		for name, r := range m.Resources {
			if r.Type == "aws_caller_identity" && r.Count() == nil && r.ForEach() == nil {
				asking = append(asking, name)
			}
		}
		if len(asking) > 0 {
			return policyedit.Refer(slices.Min(asking)+".account_id", ""), true
		}
	}
	d := a.outcome.Distribution
	return policyedit.Literal(d.Account), d.Account != "" && !symbol.Unknown(d.Account)
}

// grant is the statement that admits the caller, as it is written in a block.
func (a *admission) grant(home string) (g policyedit.Grant, ok bool) {
	g = policyedit.Grant{Effect: "Allow", Actions: a.actions}
	if g.Resources, ok = a.resources(home); !ok {
		return g, false
	}
	switch a.outcome.Caller {
	case cloudfront.OAC:
		g.Sid, g.Kind = "AllowCloudFrontServicePrincipal", "Service"
		g.Principal = policyedit.Literal(s3.ServicePrincipal)
		source, ok := a.source(home)
		g.Condition = &source
		return g, ok
	case cloudfront.OAI:
		g.Sid, g.Kind = "AllowOriginAccessIdentity", "AWS"
		g.Principal, ok = a.identity(home)
		return g, ok
	}
	return g, false // never everybody
}

// source is the condition by which a statement is for the distribution alone, or for
// those of its account.
func (a *admission) source(home string) (policyedit.Restriction, bool) {
	d := a.outcome.Distribution
	if !a.byAccount {
		arn, ok := a.distributionARN(home)
		return policyedit.Restriction{
			Operator: "StringEquals",
			Key:      policyedit.SourceARN,
			Values:   []policyedit.Term{arn},
		}, ok
	}
	account, ok := a.account(home)
	arn := append(policyedit.Literal("arn:"+d.Partition+":cloudfront::"), account...)
	arn = append(arn, policyedit.Bit{Text: ":distribution/*"})
	return policyedit.Restriction{
		Operator: "ArnLike",
		Key:      policyedit.SourceARN,
		Values:   []policyedit.Term{arn},
	}, ok && !symbol.Unknown(d.Partition)
}

// identity is the ARN of the origin access identity, by reference if one leads there.
func (a *admission) identity(home string) (policyedit.Term, bool) {
	i := a.outcome.Origin.Identity
	if i == nil {
		return nil, false
	}
	if t, ok := a.spelled(home, i.ARN); ok {
		return t, true
	}
	if i.Resource != nil {
		if ref, ok := a.reach(home, i.Resource.Address, "iam_arn"); ok {
			return policyedit.Refer(ref, ""), true
		}
	}
	return policyedit.Literal(i.ARN), i.ARN != "" && !symbol.Unknown(i.ARN)
}

// statement is the candidate of one more statement in a policy.
func (a *admission) statement(policy trace.Place) []Candidate {
	return a.tries(a.why, func() ([]hcledit.Edit, bool) { return a.addStatement(policy, a.grant) })
}

// tries lists ways to make edits: for the distribution alone, with more wires than there
// are, and for all distributions of the account if a reference is a circle.
func (a *admission) tries(why func() string, make func() ([]hcledit.Edit, bool)) (out []Candidate) {
	for _, how := range []struct{ wires, byAccount bool }{{}, {wires: true}, {byAccount: true}} {
		if how.byAccount && a.outcome.Caller != cloudfront.OAC || how.wires && len(out) > 0 {
			continue
		}
		a.wires, a.byAccount, a.more = how.wires, how.byAccount, nil
		if edits, ok := make(); ok {
			out = append(out, Candidate{Edits: append(edits, a.more...), Why: why()})
		}
	}
	a.wires, a.byAccount, a.more = false, false, nil
	return out
}

// why says what a new statement is for.
func (a *admission) why() string {
	what := strings.Join(a.actions, ", ")
	switch {
	case a.outcome.Caller == cloudfront.OAI:
		return "the statement allows " + what + " to the origin access identity, which no other does"
	case a.byAccount:
		return "the statement allows " + what + " to the distributions of the account: naming this one would be a " +
			"dependency cycle"
	}
	return "the statement allows " + what + " to CloudFront for this distribution, which no other does"
}

// policy is the place of the policy that a finding is about.
func (c *Case) policy() trace.Place {
	return trace.Place{Address: c.Finding.Address, Attribute: c.Finding.Attribute}
}

// part is a part of that policy.
func (c *Case) part(p trace.Part) trace.Place {
	at := c.policy()
	at.Part = p
	return at
}
