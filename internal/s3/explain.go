package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// explain writes down how a document decided, and the refusal if it did not
// let the request through.
func (b *Bucket) explain(a *Answer, p *Policy, r Request, d policy.Decision, restricted, granted tri.Value) {
	say := speaker{policy: p, request: r, action: action(r), resource: b.objectARN(r.Key), caller: callerName(r)}
	if a.Allowed.IsTrue() {
		a.step(say.step("bucket policy", say.granted(d)))
		return
	}
	if !d.Deny.IsFalse() {
		for _, s := range d.Results {
			if s.Statement.Effect == policy.Deny && !s.Match.IsFalse() {
				b.denied(a, say, s)
			}
		}
	}
	if !restricted.IsFalse() && !granted.IsFalse() {
		a.refuse(trace.Refusal{
			Code: trace.PublicBlocked, Possible: r.Caller == Identity, Related: []string{p.Address()},
			Step: trace.Step{Step: "public access block", Address: b.Block.Where("restrict_public_buckets"), Attribute: "restrict_public_buckets", Detail: b.restriction(p)},
		})
	}
	if !granted.IsTrue() {
		b.notGranted(a, say, d)
	}
}

func (b *Bucket) restriction(p *Policy) string {
	where := "restrict_public_buckets"
	if b.Block.Default {
		where = "the public access block that new buckets have by default"
	}
	return "the policy is public, and " + where + " leaves such a bucket only to its own account and to AWS services"
}

// denied notes a Deny that matches or may match.
func (b *Bucket) denied(a *Answer, say speaker, s policy.Result) {
	detail := say.name(s) + " denies " + say.action + say.because(s)
	if s.Match.IsTrue() {
		a.refuse(trace.Refusal{Code: trace.ExplicitDeny, Step: say.step("bucket policy", detail), Key: exemptingKey(s)})
		return
	}
	a.step(say.step("bucket policy", say.name(s)+" may deny "+say.action+say.because(s)))
}

// exemptingKey is the condition key by whose values a Deny leaves distributions
// alone, "" if there is none: aws:SourceArn or aws:SourceAccount, compared by an
// operator that is negated.
func exemptingKey(s policy.Result) string {
	for _, c := range s.Conditions {
		key := strings.ToLower(c.Key)
		if strings.Contains(strings.ToLower(c.Operator), "not") && (key == "aws:sourcearn" || key == "aws:sourceaccount") {
			return c.Key
		}
	}
	return ""
}

// notGranted names the statement that came nearest to granting the request, or
// that nothing speaks of the caller.
func (b *Bucket) notGranted(a *Answer, say speaker, d policy.Decision) {
	if flag := b.aclVoid(say.request); flag != "" {
		a.refuse(trace.Refusal{Code: trace.PublicBlocked, Step: b.voidACL(flag)})
	}
	if d.Allow.IsTrue() {
		return
	}
	near := d.Nearest()
	for _, s := range near {
		if s.Principal.IsFalse() {
			continue
		}
		code, detail, wanted, got := say.miss(s)
		if d.Allow.IsFalse() {
			a.refuse(trace.Refusal{Code: code, Step: say.step("bucket policy", detail), Wanted: wanted, Got: got, Key: missedKey(s)})
		} else {
			a.step(say.step("bucket policy", detail))
		}
		b.others(a, say, near, s)
		return
	}
	if d.Allow.IsFalse() {
		a.refuse(trace.Refusal{Code: trace.PrincipalMissing, Step: say.step("bucket policy", "no statement allows anything to "+say.caller+say.named(near))})
		b.others(a, say, near, policy.Result{})
	}
}

// others adds a step for each statement that was not the nearest.
func (b *Bucket) others(a *Answer, say speaker, near []policy.Result, nearest policy.Result) {
	for _, s := range near {
		if s.Statement == nearest.Statement {
			continue
		}
		_, detail, _, _ := say.miss(s)
		a.step(say.step("bucket policy", detail))
	}
}

// DefaultKeyPolicy is what a refusal wants in place of a statement, if the key
// has no policy of its own.
const DefaultKeyPolicy = "the default key policy"

// explainKey does the same for a key policy.
func (b *Bucket) explainKey(a *Answer, k *Key, e Encryption, operation string, d policy.Decision, allowed tri.Value) {
	step := trace.Step{Step: "KMS key", Address: k.PolicyAddress(), Attribute: "policy"}
	if k.Policy == nil {
		step.Detail = "the key has the default policy, which leaves " + operation + " to IAM of its account and says nothing of " + ServicePrincipal
		a.refuse(trace.Refusal{Code: trace.KeyNotGranted, Step: step, Related: []string{k.Resource.Address}, Possible: e.Changed, Wanted: DefaultKeyPolicy})
		return
	}
	say := speaker{policy: k.Policy, action: operation, resource: k.ARN, caller: ServicePrincipal}
	switch {
	case allowed.IsTrue():
		step.Detail = say.granted(d)
		a.step(step)
		return
	case d.Deny.IsTrue():
		step.Detail = "the key policy denies " + operation + " to " + ServicePrincipal
	default:
		step.Detail = "the key policy does not allow " + operation + " to " + ServicePrincipal
		for _, s := range d.Nearest() {
			if !s.Principal.IsFalse() {
				_, detail, _, _ := say.miss(s)
				step.Detail += ": " + detail
				break
			}
		}
	}
	if allowed.IsFalse() {
		a.refuse(trace.Refusal{Code: trace.KeyNotGranted, Step: step, Related: []string{k.Resource.Address}, Possible: e.Changed})
		return
	}
	a.step(step)
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

// speaker puts evaluation results into words. Nothing of a document that is
// sensitive as a whole is quoted.
type speaker struct {
	policy                   *Policy
	request                  Request
	action, resource, caller string
}

func (s speaker) step(stage, detail string) trace.Step {
	return trace.Step{Step: stage, Address: s.policy.Address(), Attribute: s.policy.Attribute, Detail: detail}
}

func (s speaker) name(r policy.Result) string {
	if s.policy.Hidden || r.Statement.Sid == "" {
		return "statement " + ordinal(r.Statement.Index+1)
	}
	return "statement " + r.Statement.Sid
}

func ordinal(n int) string {
	digits := ""
	for ; n > 0; n /= 10 {
		digits = string(rune('0'+n%10)) + digits
	}
	return digits
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
		parts = append(parts, c.Operator+" "+c.Key+" "+strings.Join(c.Want, ", ")+" holds for a request with "+shownKey(c))
	}
	return ", because " + strings.Join(parts, " and ")
}

// shownKey tells what a request brings for a key.
func shownKey(c policy.ConditionResult) string {
	if len(c.Got.Possible) == 0 || len(c.Got.Possible) == 1 && c.Got.Possible[0] == nil {
		return "no " + c.Key
	}
	if len(c.Got.Possible) > 1 {
		if strings.EqualFold(c.Key, "aws:SourceIp") {
			return c.Key + " of a CloudFront edge"
		}
		return "an undocumented " + c.Key
	}
	return c.Key + " " + strings.Join(c.Got.Possible[0], ", ")
}

// miss tells what stopped a statement: the code of the refusal, one line, and
// the two ends of the mismatch. A statement for other actions grants nothing
// of what is asked, so its condition and resources are not what is missing.
func (s speaker) miss(r policy.Result) (code trace.Code, detail, wanted, got string) {
	name := s.name(r)
	switch {
	case r.Principal.IsFalse():
		return trace.PrincipalMissing, name + " is for " + s.quoted(principals(r.Statement), "other principals") + ", not for " + s.caller, "", s.caller
	case r.Action.IsFalse():
		wanted = s.quoted(oneOrList(r.Statement.Action, r.Statement.NotAction), "other actions")
		return trace.ActionMissing, name + " grants " + wanted + ", the request needs " + s.action, wanted, s.action
	case r.Condition.IsFalse():
		return s.missedCondition(r)
	case r.Resource.IsFalse():
		wanted = s.quoted(oneOrList(r.Statement.Resource, r.Statement.NotResource), "other resources")
		return trace.ResourceMissing, name + " covers " + wanted + ", the request asks for " + s.resource, wanted, s.resource
	}
	return trace.ConditionNotMet, name + " could not be decided", "", ""
}

// sourceKeys are the condition keys by which a grant names the distribution.
var sourceKeys = map[string]bool{"aws:sourcearn": true, "aws:sourceaccount": true, "aws:sourceorgid": true, "aws:sourceorgpaths": true}

func (s speaker) missedCondition(r policy.Result) (code trace.Code, detail, wanted, got string) {
	code = trace.ConditionNotMet
	for _, c := range r.Conditions {
		if !c.Match.IsFalse() {
			continue
		}
		if sourceKeys[strings.ToLower(c.Key)] {
			code = trace.SourceMismatch
		}
		wanted, got = s.quoted(strings.Join(c.Want, " or "), "a value that is not shown"), shownKey(c)
		return code, s.name(r) + " wants " + c.Operator + " " + c.Key + " " + wanted + ", the request brings " + got, wanted, got
	}
	return code, s.name(r) + " has a condition that is not met", "", ""
}

// missedKey is the condition key that a statement failed on, "" if none.
func missedKey(r policy.Result) string {
	for _, c := range r.Conditions {
		if c.Match.IsFalse() {
			return c.Key
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

// named tells for whom the statements are that are not for the caller.
func (s speaker) named(near []policy.Result) string {
	var list []string
	for _, r := range near {
		if p := principals(r.Statement); p != "" && !contains(list, p) {
			list = append(list, p)
		}
	}
	if len(list) == 0 || s.policy.Hidden {
		return ""
	}
	return "; it grants only " + strings.Join(list, ", ")
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
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
	return "everything but " + strings.Join(complement, ", ")
}
