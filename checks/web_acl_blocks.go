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
			if blocksSome(p.Outcomes[i], f) {
				p.explainMeant(i, f, Finding{
					Fix: "Nothing, if that is meant. Otherwise narrow the statement of the rule, or let a rule " +
						"before it allow the path.",
				})
				continue
			}
			p.Explain(i, f, Finding{
				Fix: "Set the default action to allow, or add an allow rule for those who may come in. If a rule " +
					"blocks too much, narrow its statement.",
			})
		}
		for i, f := range p.Forbidden(trace.WebACLQuery) {
			p.explainMeant(i, f, Finding{
				Fix: "Nothing, if only those are to be served who ask with the right query string. Otherwise allow " +
					"the path by itself.",
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

// blocksSome reports whether a rule blocks some paths or a method: that is what it is
// there for. Default actions, and rules that block all paths, are another matter.
func blocksSome(o simulate.Outcome, f simulate.Refusal) bool {
	return f.Step.Attribute != "default_action" && extent(o) < Error
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
