package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

// Trace is how the outcome came about. Traces would take more memory than all else
// that is known of a plan, and few are asked for: the request is sent again for it.
func (o Outcome) Trace() []trace.Step {
	if o.Result.Trace != nil || o.world == nil {
		return o.Result.Trace
	}
	return o.world.Send(o.Distribution, o.Request).Trace
}

// In is the outcome of the same request to a distribution of another world.
func (o Outcome) In(w *World, d *cloudfront.Distribution) Outcome {
	o.Distribution, o.Result, o.Standby, o.world = d, w.decide(d, o.Request), nil, w
	return o
}

// Unmasked is an outcome without the error page that takes the place of its 403. ok is
// false where there is none.
func (o Outcome) Unmasked() (unmasked Outcome, ok bool) {
	if !o.Replaced || len(o.Hidden) == 0 {
		return o, false
	}
	o.Refusals, o.Replaced = o.Hidden, false
	o.Result = o.end(Forbidden, 403)
	return o, true
}

// LastPlace is where the way of a request ends that could not be followed further:
// the argument that the last step is about.
func (o Outcome) LastPlace() cloudfront.Place {
	for _, place := range []cloudfront.Place{lastPlace(o.Result.Trace), o.last} {
		if place.Address != "" {
			return place
		}
	}
	return cloudfront.Place{Address: o.Distribution.Address}
}

func lastPlace(steps []trace.Step) cloudfront.Place {
	for _, s := range slices.Backward(steps) {
		if s.Address != "" {
			return cloudfront.Place{Address: s.Address, Attribute: s.Attribute}
		}
	}
	return cloudfront.Place{}
}

// tellFirst keeps the traces of the outcomes that are the first that a refusal meets:
// findings about it will ask for them, when its policies are no longer at hand.
func tellFirst(outcomes []Outcome) {
	type refusedBy struct {
		code               trace.Code
		address, attribute string
		before             Verdict
	}
	seen := map[refusedBy]bool{}
	for i, o := range outcomes {
		for _, f := range o.Refusals {
			if by := (refusedBy{f.Code, f.Step.Address, f.Step.Attribute, o.Before}); !seen[by] {
				seen[by] = true
				outcomes[i].Result.Trace = outcomes[i].Trace()
			}
		}
	}
}
