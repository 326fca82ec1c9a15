package checks

import "github.com/plan403/plan403/internal/trace"

// Evidence is the steps of a finding, one line each.
func (f Finding) Evidence() []string {
	var out []string
	for _, s := range f.Steps {
		out = append(out, s.String())
	}
	return out
}

// steps makes the texts of steps fit to be printed.
func (p *Pass) steps(list []trace.Step) []trace.Step {
	symbols := p.After.State.Symbols
	var out []trace.Step
	for _, s := range list {
		out = append(out, trace.Step{
			Step:    s.Step,
			Address: symbols.Show(s.Address), Attribute: symbols.Show(s.Attribute), Part: s.Part,
			Detail: symbols.Display(s.Detail),
		})
	}
	return out
}
