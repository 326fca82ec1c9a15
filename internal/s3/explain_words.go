package s3

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
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
		return words.CloudFront
	case Identity:
		return r.IdentityARN
	}
	return words.Everyone
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
	return s.name(r) + " allows " + s.action + " on " + s.resource + " for " + s.caller
}

// because names the conditions under which a Deny hits, and met what the request has
// that meets them.
func (s speaker) because(r policy.Result) string {
	if s.policy.Hidden || len(r.Conditions) == 0 {
		return ""
	}
	var parts []string
	for _, c := range r.Conditions {
		parts = append(parts, c.Operator+" "+s.key(c)+" "+words.Or(c.Want))
	}
	return " if " + words.And(parts) + "; " + s.met(r)
}

// met says what a request has that meets the conditions of a Deny.
func (s speaker) met(r policy.Result) string {
	if s.policy.Hidden || len(r.Conditions) == 0 {
		return "this denies the request"
	}
	var parts []string
	for _, c := range r.Conditions {
		parts = append(parts, shownKey(c, s.key(c)))
	}
	slices.SortStableFunc(parts, func(a, b string) int { // what it has, and then what it lacks
		return cmp.Compare(lacking(a), lacking(b))
	})
	return "the request has " + words.And(parts)
}

func lacking(part string) int {
	if strings.HasPrefix(part, "no ") {
		return 1
	}
	return 0
}

// key is the name of a condition's key. In a document that is sensitive as a whole
// AWS's own names are told: they are no secret.
func (s speaker) key(c policy.ConditionResult) string {
	if s.policy.Hidden {
		return cmp.Or(spelledByAWS(c.Name), c.Key)
	}
	return c.Key
}

// shownKey tells what a request has for a key.
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
	return key + " " + words.And(c.Got.Possible[0])
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
		return trace.ActionMissing, name + " allows " + wanted + ", not " + s.action, wanted, s.action
	case r.Condition.IsFalse():
		return s.missedCondition(r)
	case r.Resource.IsFalse():
		wanted = s.quoted(oneOrList(r.Statement.Resource, r.Statement.NotResource), "other resources")
		return trace.ResourceMissing, name + " covers " + wanted + ", not " + s.resource, wanted, s.resource
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
		wanted, got = s.quoted(words.Or(c.Want), policy.Unshown), shownKey(c, key)
		detail = s.name(r) + " requires " + c.Operator + " " + key + " " + wanted + ", but the request has " + got
		return code, detail, wanted, got
	}
	return code, s.name(r) + " has a condition that is not met", "", ""
}

// missedLabel says at a condition what the request has in place of what it asks for.
func missedLabel(code trace.Code, got string) string {
	if got == "" || code != trace.ConditionNotMet && code != trace.SourceMismatch {
		return ""
	}
	return "the request has " + got
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

// strangers says that no statement is for the caller, and for whom those are that
// might be meant.
func (s speaker) strangers(near iter.Seq[policy.Result]) string {
	var list []string
	listed := map[string]bool{}
	for r := range near {
		for _, p := range named(r.Statement) {
			if p == ServicePrincipal && !s.policy.Hidden && slices.Contains(r.Statement.Principal.AWS, p) {
				return s.name(r) + " names " + p + " as an AWS account; a service goes under Service"
			}
			if !listed[p] {
				list, listed[p] = append(list, p), true
			}
		}
	}
	if len(list) == 0 || s.policy.Hidden {
		return "no statement allows anything for " + s.caller
	}
	return "no statement is for " + s.caller + ", only for " + words.Some(list, maxPrincipals)
}

// maxPrincipals bounds the principals that are named where another one is missing.
const maxPrincipals = 3

func principals(s *policy.Statement) string { return words.And(named(s)) }

// named lists whom a statement names.
func named(s *policy.Statement) []string {
	p := s.Principal
	if p == nil {
		return nil
	}
	return slices.Concat(p.Service, p.AWS, p.CanonicalUser, p.Federated)
}

func oneOrList(list, complement []string) string {
	if len(list) > 0 {
		return words.And(list)
	}
	if len(complement) == 0 { // left out, as a key policy may
		return "nothing"
	}
	return "everything but " + words.And(complement)
}
