package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var webACLBlocks = Rule{
	Name:  "web-acl-blocks",
	Title: "the web ACL blocks every request: no rule allows any",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.WebACL) {
			p.Explain(i, f, Finding{
				Fix: "Set the default action to allow, or add an allow rule for those who may come in. If a rule " +
					"blocks too much, narrow its statement.",
			})
		}
		for i, o := range p.Outcomes {
			for _, f := range o.Others {
				if f.Code == trace.WebACL {
					p.Report(p.otherViewers(o, f), i)
				}
			}
		}
	},
}

// otherViewers is about those who are refused where a request is judged as one of
// a viewer who is let in.
func (p *Pass) otherViewers(o simulate.Outcome, f trace.Refusal) Finding {
	return Finding{
		Severity: Notice, Change: p.changeAt([]string{f.Step.Address, o.Distribution.Address}), Address: f.Step.Address,
		Attribute: f.Step.Attribute, Related: related(f.Step.Address, []string{o.Distribution.Address}, f.Related),
		What: "viewers whom the web ACL does not let in get 403 from " + o.Distribution.Address,
		Why:  f.Step.Detail,
		Fix:  "Nothing, if that is meant: everything else is judged for the viewers who are let in.",
	}
}
