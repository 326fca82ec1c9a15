package cure

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
)

// exempt takes the caller out of a Deny: by a value of the condition that spares
// others already, or by one of its own, which spares this distribution alone.
func exempt(c *Case) []Candidate {
	o, f, ok := c.met()
	if !ok {
		return nil
	}
	return c.reads(o).exempted(f.Key)
}

// sparing adds to the values of a condition that spares distributions.
func (a *admission) sparing(key string) (out []Candidate) {
	instead, beside := a.sourceWays(key, a.Place())
	out = append(beside, instead...) // the others are still to be spared
	for i := range out {
		out[i].Why = "the Deny leaves out only what its condition names, and a Deny wins over every Allow"
	}
	return out
}

// exception is the condition under which a Deny leaves the caller alone. Callers who
// bring no such key are denied as before: a negated operator holds for them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
func (a *admission) exception(home string) (policyedit.Restriction, bool) {
	switch {
	case a.outcome.Caller == cloudfront.OAI && !a.byAccount:
		arn, ok := a.identity(home)
		return policyedit.Restriction{
			Operator: "StringNotEquals",
			Key:      "aws:PrincipalArn",
			Values:   []policyedit.Term{arn},
		}, ok
	case a.outcome.Caller != cloudfront.OAC:
		return policyedit.Restriction{}, false
	case a.byAccount:
		return policyedit.Restriction{
			Operator: "StringNotEquals",
			Key:      "aws:PrincipalServiceName",
			Values:   []policyedit.Term{policyedit.Literal(s3.ServicePrincipal)},
		}, true
	}
	r, ok := a.source(home)
	r.Operator = "StringNotEquals"
	return r, ok
}

func (a *admission) spares() string {
	switch {
	case a.outcome.Caller == cloudfront.OAI:
		return "a Deny wins over every Allow, so it has to leave the origin access identity out"
	case a.byAccount:
		return "a Deny wins over every Allow, so it has to leave CloudFront out"
	}
	return "a Deny wins over every Allow, so it has to leave this distribution out"
}

func (a *admission) sparesOtherwise() string {
	if a.outcome.Caller != cloudfront.OAC {
		return ""
	}
	return "the condition Bool aws:PrincipalIsAWSService = false, which leaves all AWS services out"
}

// exempted lists the ways to take the caller out of a Deny.
func (a *admission) exempted(key string) (out []Candidate) {
	if a.outcome.Caller != cloudfront.OAC && a.outcome.Caller != cloudfront.OAI {
		return a.byControl() // nothing tells CloudFront's anonymous requests from others
	}
	if key != "" {
		out = a.sparing(key)
	}
	except := func() ([]hcledit.Edit, bool) { return a.addCondition(a.Place(), a.exception) }
	for _, found := range a.tries(a.spares, except) {
		found.Other = a.sparesOtherwise()
		out = append(out, found)
	}
	return out
}

// byControl lists the ways to let an origin ask as an access control in place of
// anonymously, and to take that out of the Deny if it hits that, too.
func (a *admission) byControl() (out []Candidate) {
	signed := *a
	signed.outcome.Caller = cloudfront.OAC
	for _, way := range restInstead(a.Case) {
		way.Other = ""
		out = append(out, way)
		except := func() ([]hcledit.Edit, bool) { return a.addCondition(a.Place(), signed.exception) }
		for _, more := range signed.tries(signed.spares, except) {
			edits := slices.Concat(way.Edits, more.Edits)
			out = append(out, Candidate{Edits: edits, Why: way.Why + "; " + more.Why})
		}
	}
	return out
}
