package analysis

import (
	"fmt"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix"
	"github.com/plan403/plan403/internal/report"
)

// maxJudgedInLint bounds the resources that lint judges again to prove edits, which it
// does beside its own work.
const maxJudgedInLint = 5_000

// maxFewChanges and maxFewFindings bound plans and what is found in them whose edits
// are looked for although nothing but text shows them.
const (
	maxFewChanges  = 500
	maxFewFindings = 8
)

// addEdits puts edits to the findings of a report that are worth one. A fault of the
// search hides no finding.
func (o Options) addEdits(a *analysis, in Input, p *report.Plan) {
	worth := func(f checks.Finding) bool {
		return f.Severity >= checks.Warning && f.Change != checks.Fixed && f.Range != nil
	}
	any := false
	for _, f := range p.Findings {
		any = any || worth(f)
	}
	if !any || a.source.tree == nil || a.plan.State {
		return
	}
	m := &mending{o: o, a: a, baseline: o.Baseline.entries()}
	var edits map[mendedAs]checks.Finding
	err := guard(in.name(), func() error {
		wants := func(w *fix.World, f checks.Finding) bool { return worth(f) && m.wants(w, f) }
		_, r, err := m.find(in, fix.Options{Wants: wants, Mine: a.mine, Judged: maxJudgedInLint})
		if err == nil {
			edits = m.byFinding(r)
			if r.Untried > 0 && o.Edits {
				p.Notes = append(p.Notes, fmt.Sprintf("edits are not looked for that end %d more findings: plan403 "+
					"fix looks for all", r.Untried))
			}
		}
		return err
	})
	switch {
	case err != nil && !o.Edits:
		return // what text shows beside findings may be missing
	case err != nil:
		p.Notes = append(p.Notes, "no edits are told: "+err.Error())
		return
	}
	for i, f := range p.Findings {
		if found, ok := edits[asMended(knownAs(*p, f).Distribution, f)]; ok && worth(f) {
			p.Findings[i].Edits, p.Findings[i].NoEdit = found.Edits, found.NoEdit
		}
	}
	for _, f := range p.Findings {
		for _, e := range f.Edits {
			a.places.addText(p.Places, e.Range)
		}
	}
}

// mendedAs is what a finding is known by in two judgements of one plan.
type mendedAs struct{ rule, address, attribute, distribution string }

func asMended(distribution string, f checks.Finding) mendedAs {
	return mendedAs{f.Rule, f.Address, f.Attribute, distribution}
}

// byFinding lists what a search came to by finding.
func (m *mending) byFinding(r fix.Result) map[mendedAs]checks.Finding {
	out := map[mendedAs]checks.Finding{}
	for _, l := range r.Left {
		out[asMended(l.Distribution, l.Finding)] = checks.Finding{NoEdit: l.Why}
	}
	for _, x := range r.Proposals {
		for i, f := range x.Ends {
			out[asMended(x.Distributions[i], f)] = checks.Finding{Edits: m.a.places.shownEdits(x.Edits)}
		}
	}
	return out
}
