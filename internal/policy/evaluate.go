package policy

import (
	"slices"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Decision is what a document says of a request. Allow and Deny tell whether
// some statement of that effect matches; Results holds every statement, in
// order.
type Decision struct {
	Allow, Deny tri.Value
	Results     []Result
}

// Allowed reports whether the document lets the request through: a statement
// allows it and none denies it. (IAM User Guide, "Policy evaluation logic".)
func (d Decision) Allowed() tri.Value {
	return d.Allow.And(d.Deny.Not())
}

// Result is what came of one statement. Match is the conjunction of the four
// elements, of which each is evaluated whatever the others say. For NotAction
// and its kin the element's value is already inverted.
type Result struct {
	Statement  *Statement
	Match      tri.Value
	Principal  tri.Value
	Action     tri.Value
	Resource   tri.Value
	Condition  tri.Value
	Conditions []ConditionResult
}

// Evaluate decides a request.
func (d *Document) Evaluate(r Request) Decision {
	out := Decision{Allow: tri.False, Deny: tri.False, Results: make([]Result, 0, len(d.Statements))}
	target := newARN(r.Resource)
	for i := range d.Statements {
		s := &d.Statements[i]
		result := s.evaluate(r, target)
		out.Results = append(out.Results, result)
		switch s.Effect {
		case Allow:
			out.Allow = out.Allow.Or(result.Match)
		case Deny:
			out.Deny = out.Deny.Or(result.Match)
		default:
			may := result.Match.And(tri.Because(s.effect...))
			out.Allow, out.Deny = out.Allow.Or(may), out.Deny.Or(may)
		}
	}
	return out
}

// Grants returns the statement that lets a request through, nil unless it is
// certain that one does and that none denies it. It agrees with Evaluate, but
// looks no further than it must: most requests are granted, and then nobody
// asks how the other statements fared.
func (d *Document) Grants(r Request) *Statement {
	target := newARN(r.Resource)
	if !d.decided() {
		return nil
	}
	var by *Statement
	for _, i := range d.near(target) {
		s := &d.Statements[i]
		if s.Effect == Allow && by != nil {
			continue
		}
		match := s.matches(r, target)
		switch {
		case s.Effect == Deny && !match.IsFalse():
			return nil
		case s.Effect == Allow && match.IsTrue():
			by = s
		}
	}
	return by
}

// matches is evaluate's Match, without the elements behind the first that does
// not.
func (s *Statement) matches(r Request, target arn) tri.Value {
	v := s.action(r.Action)
	for _, next := range []func() tri.Value{
		func() tri.Value { return s.resource(target, r.Context) },
		func() tri.Value { return s.principal(r.Caller) },
		func() tri.Value { met, _ := s.met(r.Context); return met },
	} {
		if v.IsFalse() {
			return v
		}
		v = v.And(next())
	}
	return v
}

func (s *Statement) evaluate(r Request, target arn) Result {
	if len(s.Unknown) > 0 {
		u := tri.Because(s.Unknown...)
		return Result{Statement: s, Match: u, Principal: u, Action: u, Resource: u, Condition: u}
	}
	out := Result{
		Statement: s,
		Principal: s.principal(r.Caller),
		Action:    s.action(r.Action),
		Resource:  s.resource(target, r.Context),
	}
	out.Condition, out.Conditions = s.met(r.Context)
	out.Match = out.Principal.And(out.Action).And(out.Resource).And(out.Condition)
	return out
}

func (s *Statement) action(name string) tri.Value {
	v := anyOf(s.actions, name)
	if s.NotAction != nil {
		return v.Not()
	}
	return v
}

func (s *Statement) resource(target arn, ctx Context) tri.Value {
	v := tri.False
	for _, p := range s.resources {
		one := p.resource(target, ctx)
		if s.NotResource != nil && one.IsFalse() && p.lacks(ctx) {
			one = tri.Because(tri.Cause{Reason: notResourceVariable})
		}
		if one.IsFalse() && p.short() && (s.NotResource != nil || s.Effect != Allow) {
			one = tri.Because(p.unclear())
		}
		if v = v.Or(one); v.IsTrue() {
			break
		}
	}
	if s.NotResource != nil {
		return v.Not()
	}
	return v
}

// A Resource with such a variable is documented to match nothing.
const notResourceVariable = "what NotResource does with a policy variable that has no value is not documented"

// met reports whether all conditions hold.
func (s *Statement) met(ctx Context) (tri.Value, []ConditionResult) {
	v := tri.True
	if len(s.condition) > 0 {
		v = tri.Because(s.condition...)
	}
	var results []ConditionResult
	for i := range s.Conditions {
		r := s.Conditions[i].evaluate(ctx)
		results = append(results, r)
		v = v.And(r.Match)
	}
	return v, results
}

// Nearest returns the results of Allow statements that certainly do not match,
// those first that came nearest to it: with the fewest elements that fail, and
// among those that fail one, condition before resource, action and principal.
func (d Decision) Nearest() []Result {
	out := make([]Result, 0, len(d.Results))
	for _, r := range d.Results {
		if r.Statement.Effect == Allow && r.Match.IsFalse() {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Result) int { return a.distance() - b.distance() })
	return out
}

// distance orders results for Nearest.
func (r Result) distance() int {
	failing, last := 0, 0
	for i, v := range [...]tri.Value{r.Condition, r.Resource, r.Action, r.Principal} {
		if v.IsFalse() {
			failing, last = failing+1, i
		}
	}
	if failing > 1 {
		last = 0
	}
	return failing*4 + last
}

// partitions are the first parts of the ARNs of all partitions there are. (AWS
// General Reference, "Amazon Resource Names (ARNs)".)
var partitions = [...]string{
	"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
}

// encryptionContext is the key by which S3 tells KMS the object, or with a
// bucket key the bucket, that it works on. (Amazon S3 User Guide, "Encryption
// context".)
const encryptionContext = "kms:encryptioncontext:aws:s3:arn"

// TailPatterns returns the patterns that decide which keys of a bucket the
// statements speak of, for texts of the form "bucket/key": what their resources
// say of the last part of an ARN, with variables resolved in ctx, and what
// their conditions say of it where they look at the encryption context, which holds
// the ARN of the object too.
func (d *Document) TailPatterns(ctx Context) []glob.Pattern {
	t := tails{seen: map[string][]glob.Pattern{}}
	for _, s := range d.Statements {
		for _, p := range s.resources {
			t.arn(p, ctx)
		}
		for _, c := range s.Conditions {
			if c.key == encryptionContext {
				t.condition(c, ctx)
			}
		}
	}
	return t.list
}
