package checks

import "github.com/plan403/plan403/internal/trace"

var oacWrongOriginType = Rule{
	Name:  "oac-wrong-origin-type",
	Title: "the origin access control is for another kind of origin",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.WrongOriginType) {
			p.Explain(i, f, Finding{
				What: "the origin access control of " + p.Outcomes[i].Distribution.Address + " does not fit its origin",
				Why:  "it is of type " + f.Got + ": " + f.Step.Detail,
				Fix: "Set origin_access_control_origin_type to \"s3\", or give this origin an access control of " +
					"its own.",
			})
		}
	},
}
