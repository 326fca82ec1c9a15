package report

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
)

// Outcome is what became of one class of requests. Its texts are fit to be
// printed, and it holds nothing of the world in which the request was sent: the
// worlds of a plan go when it is judged, while its report waits for the others.
type Outcome struct {
	Distribution string
	// Behavior is "default" or the path pattern.
	Behavior string
	// Origin and Bucket are "" where the request did not get so far.
	Origin, Bucket string
	Caller         string
	// Request is the request that stands for the class.
	Request       simulate.Request
	Before, After simulate.Verdict
	// Status is what the viewer gets after apply, 0 if it is not decided.
	Status int
	// Only: the class is all that a behavior takes.
	Only bool
	// Example: the path was made up for others that fare alike.
	Example bool
	// Elsewhere: the request goes to an origin that is not S3.
	Elsewhere bool
	// Trace is how it came about; it is left out where no finding explains the outcome,
	// or no format of the run shows it.
	Trace []trace.Step
	// Rules explain it in findings that stand at another plan of the run.
	Rules []string
}

// fails reports whether a viewer gets neither an object nor a 403, nor is sent
// elsewhere. Preflights are left aside: few sites mean them.
func (o Outcome) fails() bool {
	return o.After == simulate.Other && o.Status/100 != 3 && o.Request.Method != "OPTIONS"
}

// asked are the requests that an outcome stands for.
func (o Outcome) asked() words.Requests {
	r := words.Requests{
		Method: o.Request.Method, Scheme: o.Request.Scheme, Host: o.Request.Host, Signed: o.Request.Signed,
		Paths: []string{o.Request.Path}, Alike: o.Example,
	}
	if o.Only && o.Example {
		r.Paths, r.Behaviors = nil, []string{o.Behavior}
	}
	return r
}

// steps is the trace of an outcome, one line a step.
func (o Outcome) steps() []string {
	var out []string
	for _, s := range o.Trace {
		out = append(out, s.String())
	}
	return out
}
