package checks

import "github.com/plan403/plan403/internal/trace"

var aliasMissing = Rule{
	Name:  "alias-missing",
	Title: "a DNS record points to the distribution, but the name is not one of its aliases",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.AliasMissing) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Why: "a DNS record points here, but the name is not an alias of the distribution",
				Fix: "Add \"" + o.Host + "\" to aliases (the certificate has to cover it too), or point the record " +
					"elsewhere.",
			})
		}
	},
}
