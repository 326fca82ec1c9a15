package policy

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Decision is what a document says of a request. Allow and Deny tell whether
// some statement of that effect matches; Results holds the statements that may speak
// of the resource, in order. No other one matches.
type Decision struct {
	Allow, Deny tri.Value
	Results     []Result

	hearing *hearing
	near    []int // of the statements in Results
	context Context
}

// Allowed reports whether the document lets the request through: a statement
// allows it and none denies it. (IAM User Guide, "Policy evaluation logic".)
func (d Decision) Allowed() tri.Value {
	return d.Allow.And(d.Deny.Not())
}

// Result is what came of one statement. Match is the conjunction of the four
// elements. Of an Allow each is evaluated whatever the others say; of other statements
// none behind one that fails, since nobody asks what else would keep them from
// matching. For NotAction and its kin the element's value is already inverted.
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
	target := newARN(r.Resource)
	out := Decision{Allow: tri.False, Deny: tri.False, hearing: d.hear(r), near: d.near(target), context: r.Context}
	out.Results = make([]Result, 0, len(out.near))
	for _, i := range out.near {
		s := &d.Statements[i]
		result := out.hearing.result(i, target, r.Context)
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
