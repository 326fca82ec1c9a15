package s3

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
)

// speaker puts evaluation results into words. Nothing of a document that is
// sensitive as a whole is quoted.
type speaker struct {
	policy                   *Policy
	request                  Request
	action, resource, caller string
}

func callerName(r Request) string {
	switch r.Caller {
	case Service:
		return "the service principal " + ServicePrincipal
	case Identity:
		return r.IdentityARN
	}
	return "everyone"
}

func (s speaker) step(stage, detail string, part trace.Part) trace.Step {
	return trace.Step{
		Step:      stage,
		Address:   s.policy.Address(),
		Attribute: s.policy.Attribute,
		Part:      part,
		Detail:    detail,
	}
}

func (s speaker) name(r policy.Result) string {
	if s.policy.Hidden || r.Statement.Sid == "" {
		return "statement " + strconv.Itoa(r.Statement.Index+1)
	}
	return "statement " + r.Statement.Sid
}

// granted names the statement that let a request through.
func (s speaker) granted(d policy.Decision) string {
	for _, r := range d.Results {
		if r.Statement.Effect == policy.Allow && r.Match.IsTrue() {
			return s.allows(r)
		}
	}
	return "an ACL grants the read"
}

func (s speaker) allows(r policy.Result) string {
	return s.name(r) + " allows " + s.action + " on " + s.resource + " to " + s.caller
}

// because names the conditions under which a Deny hits.
func (s speaker) because(r policy.Result) string {
	if s.policy.Hidden || len(r.Conditions) == 0 {
		return ""
	}
	var parts []string
	for _, c := range r.Conditions {
		key := s.key(c)
		parts = append(parts, c.Operator+" "+key+" "+strings.Join(c.Want, ", ")+" holds for a request "+
			"with "+shownKey(c, key))
	}
	return ", because " + strings.Join(parts, " and ")
}

// key is the name of a condition's key. In a document that is sensitive as a whole
// AWS's own names are told: they are no secret.
func (s speaker) key(c policy.ConditionResult) string {
	if s.policy.Hidden {
		return cmp.Or(spelledByAWS(c.Name), c.Key)
	}
	return c.Key
}

// shownKey tells what a request brings for a key.
func shownKey(c policy.ConditionResult, key string) string {
	switch n := len(c.Got.Possible); {
	case n == 0 || n == 1 && c.Got.Possible[0] == nil:
		return "no " + key
	case n > 1 && c.Name == "aws:sourceip":
		return key + " of a CloudFront edge"
	case n > 1:
		return "an undocumented " + key
	case policy.SharedSecret(c.Name):
		return key + " with " + compared(c)
	}
	return key + " " + strings.Join(c.Got.Possible[0], ", ")
}

// compared says how the value of a request, which is not shown, stands to the one
// that is wanted.
func compared(c policy.ConditionResult) string {
	switch negated := strings.Contains(c.Operator, "Not"); {
	case c.Match.IsTrue() && !negated, c.Match.IsFalse() && negated:
		return "that value"
	case c.Match.IsTrue(), c.Match.IsFalse():
		return "another value"
	}
	return policy.Unshown
}

// miss tells what stopped a statement: the code of the refusal, one line, and
// the two ends of the mismatch. A statement for other actions grants nothing
// of what is asked, so its condition and resources are not what is missing.
func (s speaker) miss(r policy.Result) (code trace.Code, detail, wanted, got string) {
	name := s.name(r)
	switch lacks := r.Statement.Lacks(); {
	case lacks != "" && !r.Principal.IsFalse():
		return trace.ResourceMissing, name + " has no " + lacks + ", and has no effect without one", "", s.resource
	case r.Principal.IsFalse():
		whom := s.quoted(principals(r.Statement), "other principals")
		return trace.PrincipalMissing, name + " is for " + whom + ", not for " + s.caller, "", s.caller
	case r.Action.IsFalse():
		wanted = s.quoted(oneOrList(r.Statement.Action, r.Statement.NotAction), "other actions")
		return trace.ActionMissing, name + " grants " + wanted + ", the request needs " + s.action, wanted, s.action
	case r.Condition.IsFalse():
		return s.missedCondition(r)
	case r.Resource.IsFalse():
		wanted = s.quoted(oneOrList(r.Statement.Resource, r.Statement.NotResource), "other resources")
		return trace.ResourceMissing, name + " covers " + wanted + ", the request asks " +
			"for " + s.resource, wanted, s.resource
	}
	return trace.ConditionNotMet, name + " could not be decided", "", ""
}

// sourceKeys are the condition keys by which a grant names the distribution.
var sourceKeys = map[string]bool{
	"aws:sourcearn": true, "aws:sourceaccount": true, "aws:sourceorgid": true, "aws:sourceorgpaths": true,
}

func (s speaker) missedCondition(r policy.Result) (code trace.Code, detail, wanted, got string) {
	code = trace.ConditionNotMet
	for _, c := range r.Conditions {
		if !c.Match.IsFalse() {
			continue
		}
		if sourceKeys[c.Name] && s.request.Caller == Service { // nobody else has a source
			code = trace.SourceMismatch
		}
		key := s.key(c)
		wanted, got = s.quoted(strings.Join(c.Want, " or "), policy.Unshown), shownKey(c, key)
		detail = s.name(r) + " requires " + c.Operator + " " + key + " " + wanted + ", but the request has " + got
		return code, detail, wanted, got
	}
	return code, s.name(r) + " has a condition that is not met", "", ""
}

// missedKey is the condition key that a statement failed on, "" if none.
func (s speaker) missedKey(r policy.Result) string {
	for _, c := range r.Conditions {
		if c.Match.IsFalse() {
			return s.key(c)
		}
	}
	return ""
}

func (s speaker) quoted(text, otherwise string) string {
	if s.policy.Hidden || text == "" {
		return otherwise
	}
	return text
}

// maxPrincipals bounds the principals that are named as those whom a policy grants.
const maxPrincipals = 10

// named tells for whom the statements are that are not for the caller.
func (s speaker) named(near []policy.Result) string {
	var list []string
	for _, r := range near {
		if p := principals(r.Statement); p != "" && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	if len(list) == 0 || s.policy.Hidden {
		return ""
	}
	if more := len(list) - maxPrincipals; more > 0 {
		list = append(list[:maxPrincipals], strconv.Itoa(more)+" more")
	}
	return "; it grants only " + strings.Join(list, ", ")
}

func principals(s *policy.Statement) string {
	p := s.Principal
	if p == nil {
		return ""
	}
	var list []string
	list = append(list, p.Service...)
	list = append(list, p.AWS...)
	list = append(list, p.CanonicalUser...)
	list = append(list, p.Federated...)
	return strings.Join(list, ", ")
}

func oneOrList(list, complement []string) string {
	if len(list) > 0 {
		return strings.Join(list, ", ")
	}
	if len(complement) == 0 { // left out, as a key policy may
		return "nothing"
	}
	return "everything but " + strings.Join(complement, ", ")
}
