package checks

import (
	"strconv"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var oacWrongOriginType = Rule{
	Name:  "oac-wrong-origin-type",
	Title: "the origin access control is for another kind of origin",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.WrongOriginType) {
			p.Explain(i, f, Finding{
				What: p.refusedAtApply(i),
				Fix: "Set origin_access_control_origin_type to \"s3\", or give this origin an access control of " +
					"its own.",
			})
		}
	},
}

// refusedAtApply says that the API refuses the distribution of an outcome, "" where it
// is there and its requests are refused.
func (p *Pass) refusedAtApply(i int) string {
	o := p.Outcomes[i]
	if o.Verdict == simulate.Forbidden {
		return ""
	}
	return "apply fails with " + strconv.Itoa(o.Status) + " at " + o.Distribution.Place()
}
