package s3

import (
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// control is a resource control policy over an account: what it denies, nobody may,
// AWS services included (AWS Organizations User Guide, Resource control policies; IAM
// User Guide, Policy evaluation logic).
type control struct {
	*Policy
	covers tri.Value
}

// controlsOver finds the resource control policies over an account.
func (s *Store) controlsOver(account string) []control {
	if known, ok := s.controls.Load(account); ok {
		return known.([]control)
	}
	var out []control
	for _, a := range s.attachments(resourceControl, account) {
		if p := s.policy(a.policy, "content"); p.read.valid {
			out = append(out, control{p, a.covers})
		}
	}
	s.controls.Store(account, out)
	return out
}

// controlled asks the resource control policies for a request to the bucket.
func (b *Bucket) controlled(r Request) Answer {
	if len(b.controls) == 0 {
		return Answer{Allowed: tri.True}
	}
	return controlled(b.controls, r, b.asked(r))
}

func controlled(controls []control, r Request, asked policy.Request) Answer {
	out := Answer{Allowed: tri.True}
	for _, c := range controls {
		out = out.both(c.answer(r, asked))
	}
	return out
}

func (c control) answer(r Request, asked policy.Request) Answer {
	decision := c.Document().Evaluate(asked)
	a := Answer{Allowed: decision.Deny.And(c.covers).Not()}
	if a.Allowed.IsTrue() {
		return a
	}
	say := speaker{policy: c.Policy, request: r, action: asked.Action, resource: asked.Resource, caller: callerName(r)}
	for _, s := range decision.Results {
		if s.Statement.Effect == policy.Deny && !s.Match.IsFalse() {
			c.denied(&a, say, s)
		}
	}
	return a
}

// denied notes a Deny that matches or may match.
func (c control) denied(a *Answer, say speaker, s policy.Result) {
	certain := s.Match.And(c.covers).IsTrue()
	denies := " may deny "
	if certain {
		denies = " denies "
	}
	detail := say.name(s) + " of the organization" + denies + say.action + say.because(s)
	step := say.step("resource control policy", detail, denyingPart(s))
	if certain {
		a.refuse(trace.Refusal{Code: trace.ExplicitDeny, Step: step, Key: exemptingKey(s)})
		return
	}
	a.step(step)
}
