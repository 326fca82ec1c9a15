package checks

import "github.com/plan403/plan403/internal/trace"

var defaultRootObjectSlash = Rule{
	Name:  "default-root-object-slash",
	Title: "the default root object begins with a slash, which no key does",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.SlashKey) {
			p.Explain(i, f, Finding{
				Fix: "Write default_root_object without the leading slash.",
			})
		}
	},
}
