package checks

import "github.com/plan403/plan403/internal/trace"

var archivedObjects = Rule{
	Name:  "archived-objects",
	Title: "objects are, or will be, in an archive class that cannot be read directly",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.Archived) {
			p.Explain(i, f, Finding{
				Fix: "Keep what CloudFront serves in a class that can be read at once (GLACIER_IR can), or limit " +
					"the rule to other prefixes.",
				Related: []string{p.Outcomes[i].At(f).Bucket().Address()},
			})
		}
	},
}
