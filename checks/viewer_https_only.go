package checks

import "github.com/plan403/plan403/internal/trace"

var viewerHTTPSOnly = Rule{
	Name:  "viewer-https-only",
	Title: "the behavior refuses http instead of redirecting to https",
	Worst: Notice,
	Meant: true,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.HTTPSOnly) {
			p.Explain(i, f, Finding{
				Fix: "Use \"redirect-to-https\" if viewers may come by http.",
			})
		}
	},
}
