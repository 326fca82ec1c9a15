package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

// way stands for the trace of an outcome. Traces would take more memory than all
// else that is known of a plan, and few are asked for: the world in which the
// request was sent tells them again.
type way struct {
	world *World
	// last is the last place that the trace names.
	last cloudfront.Place
}

// withoutTrace is an outcome that keeps only the way to its trace.
func (o Outcome) withoutTrace(w *World) Outcome {
	o.way.world, o.way.last = w, lastPlace(o.Result.Trace)
	o.Result.Trace = nil
	return o
}

// In is the outcome of the same request to a distribution of another world.
func (o Outcome) In(w *World, d *cloudfront.Distribution) Outcome {
	o.Distribution, o.Result, o.Standby = d, w.Send(d, o.Request), nil
	return o.withoutTrace(w)
}

// Trace is how the outcome came about.
func (o Outcome) Trace() []trace.Step {
	if o.Result.Trace != nil || o.way.world == nil {
		return o.Result.Trace
	}
	return o.way.world.Send(o.Distribution, o.Request).Trace
}

// LastPlace is where the way of a request ends that could not be followed further:
// the argument that the last step is about.
func (o Outcome) LastPlace() cloudfront.Place {
	last := o.way.last
	if o.Result.Trace != nil {
		last = lastPlace(o.Result.Trace)
	}
	if last.Address == "" {
		last.Address = o.Distribution.Address
	}
	return last
}

func lastPlace(steps []trace.Step) cloudfront.Place {
	for _, s := range slices.Backward(steps) {
		if s.Address != "" {
			return cloudfront.Place{Address: s.Address, Attribute: s.Attribute}
		}
	}
	return cloudfront.Place{}
}
