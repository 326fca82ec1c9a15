package checks

import "github.com/plan403/plan403/internal/trace"

var webACLBlocks = Rule{
	Name:  "web-acl-blocks",
	Title: "the web ACL blocks every request: nothing in it allows any",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.WebACL) {
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix: "Let the default action allow, or add a rule with the action allow for those who may come in. If a " +
					"rule blocks, narrow its statement.",
			})
		}
	},
}
