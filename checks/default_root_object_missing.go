package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var defaultRootObjectMissing = Rule{
	Name:  "default-root-object-missing",
	Title: "/ returns 403: no default root object is set, or it does not exist",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.EmptyKey) {
			finding := Finding{
				Fix: "Set default_root_object = \"index.html\", without a leading slash.",
			}
			if p.Outcomes[i].Signed { // URLs are signed for objects
				p.explainMeant(i, f, finding)
				continue
			}
			p.Explain(i, f, finding)
		}
		for i, f := range p.Forbidden(trace.KeyMissing) {
			if o := p.Outcomes[i].At(f); o.Path == "/" && o.ErrorPage == 0 {
				p.Explain(i, f, missingRoot(o))
			}
		}
	},
}

func missingRoot(o simulate.Outcome) Finding {
	f := Finding{
		Address: o.Distribution.Place(), Attribute: "default_root_object",
		Fix: "Upload the object, or set default_root_object to one that exists.",
	}
	if o.Distribution.Root == "" {
		f.Fix = "Set default_root_object to an object that exists."
	}
	return f
}
