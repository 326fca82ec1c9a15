package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Evidence is the steps of a finding, one line each.
func (f Finding) Evidence() []string {
	var out []string
	for _, s := range f.Steps {
		out = append(out, s.String())
	}
	return out
}

// cameAbout is how an outcome came about, in texts that are fit to be printed.
func (p *Pass) cameAbout(o simulate.Outcome) []trace.Step {
	if p.After.Untold {
		return nil
	}
	return p.steps(o.Trace())
}

// steps makes the texts of steps fit to be printed. They are none where nobody asks.
func (p *Pass) steps(list []trace.Step) []trace.Step {
	if p.After.Untold || len(list) == 0 {
		return nil
	}
	symbols := p.After.State.Symbols
	out := make([]trace.Step, 0, len(list))
	for _, s := range list {
		out = append(out, trace.Step{
			Step:    s.Step,
			Address: symbols.Show(s.Address), Attribute: symbols.Show(s.Attribute), Part: s.Part,
			Detail: symbols.Display(s.Detail),
		})
	}
	return out
}
