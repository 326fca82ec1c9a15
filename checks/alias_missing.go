package checks

import "github.com/plan403/plan403/internal/trace"

var aliasMissing = Rule{
	Name:  "alias-missing",
	Title: "DNS leads a name to the distribution that is not among its aliases",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.AliasMissing) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: "https://" + p.display(o.Host) + "/ returns 403: a DNS record points to " +
					o.Distribution.Address + ", but " + f.Step.Detail,
				Fix: "Add " + o.Host + " to aliases (the certificate has to cover it too), or point the record " +
					"elsewhere.",
			})
		}
	},
}
