package source

import "github.com/zclconf/go-cty/cty"

// Output evaluates an output of the root module, which is what other roots read of
// it. ok is false if it has none of that name.
func (e *Evaluator) Output(name string) (v cty.Value, why *Reason, ok bool) {
	f := e.frames[""]
	if out := f.module.Outputs[name]; out == nil || out.Value == nil {
		return cty.NilVal, nil, false
	}
	v, why = e.machine.Run(func() cty.Value { return f.output(name) })
	return v, why, true
}
