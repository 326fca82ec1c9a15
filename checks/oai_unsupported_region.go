package checks

import "github.com/plan403/plan403/internal/trace"

var oaiUnsupportedRegion = Rule{
	Name:  "oai-unsupported-region",
	Title: "origin access identities do not work in regions launched after 2022",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.IdentityRegion) {
			p.Explain(i, f, Finding{
				Fix: "Replace the origin access identity with an origin access control and allow that in the bucket " +
					"policy.",
			})
		}
	},
}
