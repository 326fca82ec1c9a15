package checks

import "github.com/plan403/plan403/internal/trace"

var signedURLsRequired = Rule{
	Name:  "signed-urls-required",
	Title: "the behavior serves only viewers with signed URLs or cookies",
	Worst: Notice,
	Meant: true,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.Unsigned) {
			p.Explain(i, f, Finding{
				Fix: "Nothing, if that is meant. Pages that everyone may see need a behavior without " +
					"trusted_key_groups.",
			})
		}
	},
}
