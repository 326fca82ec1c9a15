package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
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
				Fix: "Allow " + words.And(actions[behaviorIn(o)]) + " in the bucket policy, or set " +
					"allowed_methods to GET and HEAD (and OPTIONS).",
				Related: []string{o.Bucket().Address()},
			}
			if !p.writesSomething(o) {
				p.explainMeant(i, f, finding)
				continue
			}
			p.Explain(i, f, finding)
		}
		for i, f := range p.Refused(trace.IdentityWrites) {
			p.Explain(i, f, Finding{
				Gets: "may fail",
				Fix: "Use an origin access control in place of the identity and allow it the writes, or set " +
					"allowed_methods to GET and HEAD (and OPTIONS).",
			})
		}
	},
}

func writes(o simulate.Outcome) bool {
	return o.Method == "PUT" || o.Method == "POST" || o.Method == "DELETE"
}

// writesRefused lists the actions that writes lack, by distribution and
// behavior: one finding is about all of them.
func (p *Pass) writesRefused() map[behaviorOf][]string {
	actions := map[behaviorOf][]string{}
	for i, f := range p.Forbidden(trace.ActionMissing) {
		o := p.Outcomes[i].At(f)
		at := behaviorIn(o)
		if writes(o) && f.Got != "" && !slices.Contains(actions[at], f.Got) {
			actions[at] = append(actions[at], f.Got)
		}
	}
	return actions
}

// explainMeant reports a 403 that is probably meant as a notice.
func (p *Pass) explainMeant(i int, f simulate.Refusal, finding Finding) {
	rule := p.rule
	p.rule.Worst = Notice
	p.Explain(i, f, finding)
	p.rule = rule
}
