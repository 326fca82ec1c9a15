package checks

import "github.com/plan403/plan403/internal/trace"

var actionNotGranted = Rule{
	Name:  "action-not-granted",
	Title: "the policy names the right caller but does not allow s3:GetObject",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ActionMissing) {
			o := p.Outcomes[i].At(f)
			if o.Method != "GET" && o.Method != "HEAD" {
				continue // method-not-granted
			}
			p.Explain(i, f, Finding{
				Fix:     addAction(f.Got),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// addAction is the remedy for an action that a statement lacks.
func addAction(action string) string {
	return "Add " + action + " to the actions of the statement."
}
