package checks

import "github.com/plan403/plan403/internal/trace"

var archivedObjects = Rule{
	Name:  "archived-objects",
	Title: "objects are, or will be, in an archive class that cannot be read",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.Archived) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: o.Method + " " + o.Path + " through " + o.Distribution.Address + ": " + f.Step.Detail,
				Fix: "Keep what CloudFront serves in a class that is read at once (GLACIER_IR is one), or limit " +
					"the rule to other prefixes.",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
