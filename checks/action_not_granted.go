package checks

import "github.com/plan403/plan403/internal/trace"

var actionNotGranted = Rule{
	Name:  "action-not-granted",
	Title: "the policy names the right caller but not s3:GetObject",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ActionMissing) {
			o := p.Outcomes[i].At(f)
			if o.Method != "GET" && o.Method != "HEAD" {
				continue // method-not-granted
			}
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix: "Add s3:GetObject to the actions of the statement. HEAD needs it too, and on a versioned bucket " +
					"s3:GetObjectVersion does not replace it.",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
