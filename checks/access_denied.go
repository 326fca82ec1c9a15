package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// accessDenied keeps the promise that no 403 goes unexplained.
var accessDenied = Rule{
	Name:  "access-denied",
	Title: "a 403 that no other rule explains",
	Worst: Error,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if o.Verdict != simulate.Forbidden || p.explained[i] {
				continue
			}
			detail := "see the steps below"
			f := lastRefusal(o)
			if f.Step.Detail != "" {
				detail = f.Step.Detail
			}
			p.Explain(i, f, Finding{Why: detail, Related: []string{o.Bucket().Address()}})
		}
	},
}

func lastRefusal(o simulate.Outcome) simulate.Refusal {
	if len(o.Refusals) > 0 {
		return o.Refusals[len(o.Refusals)-1]
	}
	return simulate.Refusal{Refusal: trace.Refusal{Step: trace.Step{Address: o.Distribution.Address}}, Met: o.Met}
}
