package s3

import (
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
)

// Which part of a policy an answer hangs on, for those who show where it is
// written: the narrowest one that has to change.

func statementPart(s *policy.Statement) trace.Part { return trace.Part{Statement: s.Index + 1} }

// grantingPart is the statement that lets a request through.
func grantingPart(d policy.Decision) trace.Part {
	for _, r := range d.Results {
		if r.Statement.Effect == policy.Allow && r.Match.IsTrue() {
			return statementPart(r.Statement)
		}
	}
	return trace.Part{}
}

// firstDenying is the first Deny that hits a request that one does.
func firstDenying(d policy.Decision) policy.Result {
	at := slices.IndexFunc(d.Results, func(r policy.Result) bool {
		return r.Statement.Effect == policy.Deny && r.Match.IsTrue()
	})
	return d.Results[max(at, 0)] // a Deny that hits has a statement
}

// denyingPart is what makes a Deny hit: the values by which it leaves callers
// alone, the only condition that it has, or those whom it excepts. The values of
// another condition may be right as they are, and used elsewhere: it is the
// condition that needs an exception.
func denyingPart(r policy.Result) trace.Part {
	part := statementPart(r.Statement)
	key := exemptingKey(r)
	for _, c := range r.Conditions {
		if key != "" && c.Key == key {
			return conditionPart(part, c)
		}
	}
	switch {
	case len(r.Conditions) == 1:
		part.Element, part.Operator = "Condition", r.Conditions[0].Operator
	case len(r.Conditions) > 0:
		part.Element = "Condition"
	case r.Statement.NotPrincipal != nil:
		part.Element = "NotPrincipal"
	}
	return part
}

func conditionPart(part trace.Part, c policy.ConditionResult) trace.Part {
	part.Element, part.Operator, part.Key = "Condition", c.Operator, c.Key
	part.Entry = only(c.Want)
	return part
}

// only is the entry of a list that has one, "" otherwise.
func only(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}

// missedPart is what keeps a statement from matching, as in speaker.miss.
func missedPart(r policy.Result) trace.Part {
	part, s := statementPart(r.Statement), r.Statement
	switch {
	case s.Lacks() != "" && !r.Principal.IsFalse():
		return part
	case r.Principal.IsFalse():
		return principalPart(s)
	case r.Action.IsFalse():
		part.Element, part.Entry = either("Action", s.Action, s.NotAction)
	case r.Condition.IsFalse():
		return missedCondition(part, r)
	case r.Resource.IsFalse():
		part.Element, part.Entry = either("Resource", s.Resource, s.NotResource)
	}
	return part
}

func either(element string, list, complement []string) (name, entry string) {
	if list == nil && complement != nil {
		return "Not" + element, only(complement)
	}
	return element, only(list)
}

func missedCondition(part trace.Part, r policy.Result) trace.Part {
	for _, c := range r.Conditions {
		if c.Match.IsFalse() {
			part = conditionPart(part, c)
			if len(c.Got.Possible) == 1 {
				part.Instead = only(c.Got.Possible[0])
			}
			return part
		}
	}
	part.Element = "Condition"
	return part
}

// principalPart is whom a statement is for, down to the one that it names.
func principalPart(s *policy.Statement) trace.Part {
	part, p := statementPart(s), s.Principal
	part.Element = "Principal"
	if p == nil {
		part.Element, p = "NotPrincipal", s.NotPrincipal
	}
	if p == nil {
		return part
	}
	kinds := 0
	for kind, list := range map[string][]string{
		"AWS": p.AWS, "Service": p.Service, "CanonicalUser": p.CanonicalUser, "Federated": p.Federated,
	} {
		if len(list) > 0 {
			kinds++
			part.Key, part.Entry = kind, only(list)
		}
	}
	if kinds > 1 || p.Everyone {
		part.Key, part.Entry = "", ""
	}
	return part
}

// strangersPart is the principal of a statement that grants the request to a
// caller of CloudFront's, but not to this one; a condition that this one cannot
// meet goes with the principal. If there is no such statement one is missing.
func strangersPart(near iter.Seq[policy.Result]) trace.Part {
	part := trace.Statements
	for r := range near {
		if r.Action.IsFalse() || r.Resource.IsFalse() || !ofCloudFront(r.Statement.Principal) {
			continue
		}
		if !r.Condition.IsFalse() {
			return principalPart(r.Statement)
		}
		if part == trace.Statements {
			part = principalPart(r.Statement)
		}
	}
	return part
}

// ofCloudFront reports whether principals look like those under which CloudFront
// asks: a service, or an origin access identity by its ARN or its user.
func ofCloudFront(p *policy.Principals) bool {
	if p == nil {
		return false
	}
	for _, name := range p.AWS {
		if strings.Contains(strings.ToLower(name), "cloudfront") {
			return true
		}
	}
	return len(p.Service)+len(p.CanonicalUser) > 0
}

// PublicPart is whom the statement lets in that makes the policy public.
func (p *Policy) PublicPart() trace.Part {
	if d := p.Document(); d != nil {
		for i := range d.Statements {
			if s := &d.Statements[i]; publicStatement(s).IsTrue() {
				return principalPart(s)
			}
		}
	}
	return trace.Part{}
}

// FaultPart is the part for which AWS does not take the policy.
func (p *Policy) FaultPart() trace.Part {
	if p.Err == nil || p.Err.Path == "" {
		return trace.Part{}
	}
	part := faultPart(p.Err.Path)
	if text := p.Resource.Sealed(p.Attribute); part.Number > 0 && !p.Hidden && p.Err.Offset < len(text) {
		_ = json.NewDecoder(strings.NewReader(text[p.Err.Offset:])).
			Decode(&part.Entry)
		// stays "" for what is no string
	}
	return part
}

// faultPart reads the path of a policy.SyntaxError: Statement[1].Action[0].
func faultPart(path string) trace.Part {
	head, rest, _ := strings.Cut(path, ".")
	name, number := numbered(head)
	if name != "Statement" {
		return trace.Part{}
	}
	part := trace.Part{Statement: max(number, 1)}
	if number == 0 && rest == "" {
		return trace.Statements
	}
	head, rest, _ = strings.Cut(rest, ".")
	part.Element, part.Number = numbered(head)
	switch part.Element {
	case "Condition":
		part.Operator, part.Key, _ = strings.Cut(rest, ".")
	case "Principal", "NotPrincipal":
		part.Key, part.Number = numbered(rest)
	}
	return part
}

// numbered takes an index off a name; the number counts from 1, and is 0 without
// an index.
func numbered(s string) (name string, number int) {
	name, index, ok := strings.Cut(strings.TrimSuffix(s, "]"), "[")
	if n, err := strconv.Atoi(index); ok && err == nil {
		return name, n + 1
	}
	return name, 0
}
