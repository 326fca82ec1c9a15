package analysis

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// A report holds texts and nothing of the worlds that it is about. Of many plans
// at once only a few are in memory then: those that are being judged.

// reported are the outcomes of a plan as reports take them.
func (f found) reported(symbols *symbol.Table) []report.Outcome {
	out := make([]report.Outcome, len(f.outcomes))
	for i, o := range f.outcomes {
		out[i] = reported(symbols, o)
		out[i].Rules = f.explained[i]
	}
	return append(out, f.guests...)
}

// trace tells how the outcomes of a report came about of which its findings speak.
func (f found) trace(p report.Plan, symbols *symbol.Table) {
	for _, x := range p.Findings {
		for _, i := range x.Outcomes {
			if p.Outcomes[i].Trace == nil {
				p.Outcomes[i].Trace = reportedTrace(symbols, f.outcomes[i].Trace())
			}
		}
	}
}

func reported(symbols *symbol.Table, o simulate.Outcome) report.Outcome {
	out := report.Outcome{
		Distribution: symbols.Show(
			o.Distribution.Address,
		), Behavior: symbols.Display(o.Behavior), Caller: o.Caller.String(),
		Request: o.Request, Before: o.Before, After: o.Verdict, Status: o.Status, Only: o.Only, Elsewhere: o.Elsewhere,
		Example: !o.Named && o.Host == "",
	}
	out.Request.Path, out.Request.Host = symbols.Display(o.Path), symbols.Display(o.Host)
	if o.Origin != nil {
		out.Origin = symbols.Display(o.Origin.ID)
	}
	if o.Reached() {
		out.Bucket = symbols.Display(o.Bucket().Address())
	}
	return out
}

func reportedTrace(symbols *symbol.Table, steps []trace.Step) []trace.Step {
	out := slices.Clone(steps)
	for i, s := range out {
		out[i].Address, out[i].Attribute, out[i].Detail = symbols.Show(
			s.Address,
		), symbols.Show(
			s.Attribute,
		), symbols.Display(
			s.Detail,
		)
	}
	return out
}

// undecided lists what could not be decided in a world, each with its place in the
// source.
func (a *analysis) undecided(
	w *simulate.World,
	outcomes []simulate.Outcome,
	findings []checks.Finding,
) []checks.Undecided {
	list := checks.Open(w, a.before, outcomes, findings)
	for i, u := range list {
		if site := a.places.locate(trace.Place{Address: u.Address, Attribute: u.Missing}); site != nil {
			list[i].Range = new(site.Near()) // where the value is missing, not what it is made of
		}
	}
	return list
}

// mentioned collects the places of all that a report speaks of.
func (p places) mentioned(r report.Plan) report.Places {
	if !p.any() {
		return report.Places{}
	}
	out := report.Places{
		Ranges: map[trace.Place]hcl.Range{},
		Calls:  map[string][]plan.CalledFrom{},
		Texts:  map[string][]byte{},
	}
	for i := range r.Findings {
		p.addFinding(out, &r.Findings[i])
	}
	for i := range r.Silenced {
		p.addFinding(out, &r.Silenced[i].Finding)
	}
	for _, u := range r.Undecided {
		if u.Range != nil {
			p.addText(out, *u.Range)
			p.addCalls(out, u.Address)
		}
	}
	return out
}

func (p places) addFinding(to report.Places, f *checks.Finding) {
	if f.Range != nil {
		p.addText(to, *f.Range)
		p.addCalls(to, f.Address)
	}
	for _, m := range f.Places {
		p.addText(to, m.Range)
	}
	for _, s := range f.Steps {
		p.addPlace(to, s.Place())
	}
	for _, address := range f.Related {
		p.addPlace(to, trace.Place{Address: address})
	}
}

func (p places) addPlace(to report.Places, at trace.Place) {
	if _, known := to.Ranges[at]; known || at.Address == "" {
		return
	}
	if site := p.locate(at); site != nil {
		to.Ranges[at] = site.Range
		p.addText(to, site.Range)
	}
}

func (p places) addCalls(to report.Places, address string) {
	if _, known := to.Calls[address]; known {
		return
	}
	to.Calls[address] = p.calls(address)
	for _, c := range to.Calls[address] {
		p.addText(to, c.Range)
	}
}

func (p places) addText(to report.Places, at hcl.Range) {
	if _, known := to.Texts[at.Filename]; !known {
		to.Texts[at.Filename] = p.symbols.Mask(p.text(at.Filename))
	}
}
