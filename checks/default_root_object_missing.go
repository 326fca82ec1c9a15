package checks

import "github.com/plan403/plan403/internal/trace"

var defaultRootObjectMissing = Rule{
	Name:  "default-root-object-missing",
	Title: "/ asks S3 for a listing because no default root object is set",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.EmptyKey) {
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Set default_root_object = \"index.html\", without a leading slash.",
			})
		}
	},
}
