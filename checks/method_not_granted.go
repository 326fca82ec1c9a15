package checks

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var methodNotGranted = Rule{
	Name:  "method-not-granted",
	Title: "the behavior allows writes that the bucket policy does not grant",
	Worst: Warning,
	Run: func(p *Pass) {
		actions := p.writesRefused()
		for i, f := range p.Forbidden(trace.ActionMissing) {
			o := p.Outcomes[i].At(f)
			if !writes(o) {
				continue
			}
			finding := Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix: "Grant " + strings.Join(actions[o.Distribution.Address+" "+o.Behavior], " and ") +
					" in a statement of its own if the method is meant, or set allowed_methods to GET and HEAD (and " +
					"OPTIONS) in the behavior.",
				Related: []string{o.Bucket().Address()},
			}
			if !p.writesSomething(o) {
				p.explainMeant(i, f, finding)
				continue
			}
			p.Explain(i, f, finding)
		}
		for i, f := range p.Refused(trace.IdentityWrites) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: o.Method + " " + p.display(
					o.Path,
				) + " through " + o.Distribution.Address + " may fail: " + f.Step.Detail,
				Fix: "Use an origin access control in place of the identity, and grant it the writes; or set " +
					"allowed_methods to GET and HEAD (and OPTIONS) in the behavior.",
			})
		}
	},
}

func writes(o simulate.Outcome) bool {
	return o.Method == "PUT" || o.Method == "POST" || o.Method == "DELETE"
}

// writesRefused lists the actions that writes lack, by distribution and
// behavior: one finding is about all of them.
func (p *Pass) writesRefused() map[string][]string {
	actions := map[string][]string{}
	for i, f := range p.Forbidden(trace.ActionMissing) {
		o := p.Outcomes[i].At(f)
		at := o.Distribution.Address + " " + o.Behavior
		if writes(o) && f.Got != "" && !slices.Contains(actions[at], f.Got) {
			actions[at] = append(actions[at], f.Got)
		}
	}
	return actions
}

// writesSomething reports whether another write method of the behavior gets
// through: writes are then meant, and the missing one is no leftover.
func (p *Pass) writesSomething(o simulate.Outcome) bool {
	for _, other := range p.Outcomes {
		same := other.Distribution == o.Distribution && other.Behavior == o.Behavior
		if same && other.Verdict == simulate.Served && writes(other) {
			return true
		}
	}
	return false
}

// explainMeant reports a 403 that is probably meant as a notice.
func (p *Pass) explainMeant(i int, f simulate.Refusal, finding Finding) {
	rule := p.rule
	p.rule.Worst = Notice
	p.Explain(i, f, finding)
	p.rule = rule
}
