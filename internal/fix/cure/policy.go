package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// policyCures are the cures that stand in policies.
var policyCures = map[string]row{
	"access-denied":               {none: "no rule knows why this is refused"},
	"access-point-not-granted":    {find: grantThroughPoint, none: noneWritten},
	"action-not-granted":          {find: grantAction, none: noneWritten},
	"bucket-policy-missing":       {find: writePolicy, none: "nothing leads from the bucket to the distribution"},
	"condition-not-met":           {find: withoutCondition, none: noneWritten},
	"conflicting-bucket-policies": {none: "which of the policies stays, and what goes into it, is for you to say"},
	"explicit-deny":               {find: exempt, none: noneWritten},
	"kms-key-not-granted":         {find: grantKey, none: noneWritten},
	"malformed-policy":            {find: wellFormed, none: "the policy does not tell what is meant"},
	"method-not-granted":          {find: writesByControl, none: writesMeant},
	"oac-not-granted":             {find: grantControl, none: noneWritten},
	"oac-source-mismatch":         {find: grantSource, none: noneWritten},
	"oai-not-granted":             {find: grantIdentity, none: noneWritten},
	"policy-removed":              {find: writePolicy, none: "the policy is gone from the source"},
	"resource-not-granted":        {find: grantResource, none: noneFolders},
}

// Why there is no edit.
const (
	noneWritten = "the policy is written in a way in which no edit is known, or nothing leads to the distribution"
	noneFolders = "the policy grants some folders alone, which may be meant"
)

const writesMeant = "whether viewers may write is a decision: grant the action in a statement of its own, or take " +
	"the method out of allowed_methods"

// grantControl lets a policy name CloudFront's service principal: in place of words
// that were meant for it, or by a statement of its own.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func grantControl(c *Case) (out []Candidate) {
	o, _, ok := c.met()
	if !ok {
		return nil
	}
	a := c.reads(o)
	if s := statementOf(o, c.Finding.Address, c.Finding.Part.Statement); s != nil && likeWrites(s.Action) {
		a.actions = s.Action // what another caller of CloudFront's may do through it
	}
	if out = a.misnamed(); len(out) > 0 {
		return out // beside such a principal, S3 takes no other statement either
	}
	if c.Finding.Part.Key == "Service" {
		out = append(out, c.service()...) // where CloudFront was meant
	}
	return append(out, a.statement(c.policy())...)
}

// likeWrites reports whether actions are those of a caller that reads and writes objects.
func likeWrites(actions []string) bool {
	objects := func(action string) bool {
		return action == "s3:GetObject" || action == "s3:PutObject" || action == "s3:DeleteObject"
	}
	return slices.Contains(actions, "s3:GetObject") &&
		!slices.ContainsFunc(actions, func(a string) bool { return !objects(a) })
}

// grantIdentity lets a policy name the origin access identity: in place of another
// that reads this bucket through no distribution, beside it, or by a statement of its
// own.
func grantIdentity(c *Case) (out []Candidate) {
	o, _, ok := c.met()
	if !ok {
		return nil
	}
	a := c.reads(o)
	if out = a.misnamed(); len(out) > 0 {
		return out // beside such a principal, S3 takes no other statement either
	}
	out = c.ownInstance(o)
	if p, ok := c.clause(c.Place()); ok && c.Finding.Part.Key == "AWS" {
		if arn, ok := a.identity(p.home); ok {
			const why = "the policy has to name the identity by which this origin asks"
			out = c.oneOf(out, why, p, arn, c.Finding.Part.Entry != "")
		}
	}
	return append(out, a.statement(c.policy())...)
}

// oneOf lists the ways to let a value stand where another does: in its place, if it is
// the only one, and beside it.
func (c *Case) oneOf(out []Candidate, why string, p clause, t policyedit.Term, only bool) []Candidate {
	if only {
		if edits, ok := p.set(t); ok {
			out = append(out, Candidate{Edits: edits, Why: why})
		}
	}
	if edits, ok := p.include(t); ok {
		out = append(out, Candidate{Edits: edits, Why: why})
	}
	return out
}

// grantAction adds an action to the statement that admits the caller to something
// else.
func grantAction(c *Case) (out []Candidate) {
	o, f, ok := c.met()
	if !ok {
		return nil
	}
	a := c.reads(o)
	if f.Got != "" {
		a.actions = []string{f.Got}
	}
	part := c.Finding.Part
	part.Entry, part.Number = "", 0
	if p, ok := c.clause(c.part(part)); ok && part.Element == "Action" {
		if edits, ok := p.include(policyedit.Literal(a.actions[0])); ok {
			out = append(out, Candidate{Edits: edits, Why: "reading an object takes " + a.actions[0]})
		}
	}
	return append(out, a.statement(c.policy())...)
}

// writesByControl moves an origin to an access control whose identity cannot write.
func writesByControl(c *Case) []Candidate {
	for _, i := range c.Finding.Outcomes {
		for _, f := range c.Outcomes[i].Refusals {
			if f.Code == trace.IdentityWrites {
				return signedInstead(c)
			}
		}
	}
	return nil
}

// listBucket lets S3 tell CloudFront that an object is missing, which takes s3:ListBucket.
// Without a default root object that would open a listing at /.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func listBucket(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || !o.Reached() || o.Distribution.Root == "" || len(o.Bucket().Policies) != 1 {
		return nil
	}
	a := c.reads(o)
	a.actions = []string{"s3:ListBucket"}
	a.resources = func(home string) ([]policyedit.Term, bool) {
		t, ok := a.bucketARN(home)
		return []policyedit.Term{t}, ok
	}
	why := func() string { return "S3 tells that an object is missing only to those who may list the bucket" }
	p := o.Bucket().Policies[0]
	at := trace.Place{Address: p.Address(), Attribute: p.Attribute}
	out := a.tries(why, func() ([]hcledit.Edit, bool) { return a.addStatement(at, a.grant) })
	for i := range out {
		out[i].Other = "a custom_error_response for 403, which hides real refusals"
	}
	return out
}

// withoutCondition admits the caller under no condition but that of its distribution.
func withoutCondition(c *Case) []Candidate {
	o, f, ok := c.met()
	switch {
	case !ok:
		return nil
	case o.Caller != cloudfront.OAC && o.Caller != cloudfront.OAI:
		return append(c.refererHeader(o, f.Key), restInstead(c)...)
	}
	return c.reads(o).statement(c.policy())
}

// refererHeader lets CloudFront send the secret by which a policy knows it in the header
// that the policy asks for: Referer, where another one has that value.
// https://repost.aws/knowledge-center/cloudfront-serve-static-website
func (c *Case) refererHeader(o simulate.Outcome, key string) (out []Candidate) {
	headers, listed := o.Origin.Blocks("custom_header")
	if !listed.IsTrue() || !strings.EqualFold(key, "aws:Referer") || len(headers) != 1 {
		return nil // which of them is the secret is not told
	}
	return setting{
		Argument: hcledit.Argument{Name: "name", Value: `"Referer"`},
		why:      "the policy knows CloudFront by the header Referer, and CloudFront sends this value in another",
		other:    "an origin access control, whose requests need no secret",
	}.at(c, o.Distribution.Place(), headers[0].At("name"))
}
