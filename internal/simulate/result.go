package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// Verdict is what becomes of a request.
type Verdict uint8

// The verdicts. Absent: there is no such distribution in this state.
const (
	Unknown Verdict = iota
	Served
	Forbidden
	Other
	Absent
)

// String returns the word that the JSON contract uses.
func (v Verdict) String() string {
	return [...]string{"unknown", "served", "forbidden", "other", "absent"}[v]
}

// Request is a viewer request.
type Request struct {
	Method, Scheme string
	// Path is the raw path, percent-encoded, without the query string.
	Path string
	// Query is the query string as the viewer sends it, "" where none is known.
	Query string
	// Host is the host name that the viewer asks for, "" for the distribution's
	// own.
	Host string
	// Signed: the viewer has a valid signed URL or signed cookies.
	Signed bool
}

// Result is what becomes of one request in one state.
type Result struct {
	Verdict Verdict
	// Status is the HTTP status that the viewer gets, 0 if it is not decided.
	Status int
	Met
	// Refusals are the reasons for 403, or for not knowing, that were met on
	// the way; one that a second origin or an error page made good for is not
	// among them.
	Refusals []Refusal
	// Others are the refusals of viewers who do not meet what is asked of where
	// they are.
	Others []trace.Refusal
	// Causes say what is missing where the verdict is Unknown.
	Causes []tri.Cause
	Trace  []trace.Step
	// NotFound: S3 returns 404, since the object is said to be missing.
	NotFound bool
	// Replaced: the status is replaced by that of an error page. Hidden are the reasons
	// for a 403 that nobody sees because of it.
	Replaced bool
	Hidden   []Refusal
	// failed are the statuses of which the origin, or CloudFront that cannot reach it,
	// answers one, where that is no refusal.
	failed []int
	// Final: no error page takes the place of this answer.
	Final bool
	// Elsewhere: the request goes to an origin that is not S3, so what it gets
	// is no question for a plan.
	Elsewhere bool

	// untold: nobody asks for the trace, so that of it only the place is kept that it
	// names last.
	untold bool
	last   cloudfront.Place
}

// Possible reports whether a Forbidden verdict hangs on something that no plan
// holds: every refusal is only possible.
func (r Result) Possible() bool {
	for _, f := range r.Refusals {
		if !f.Possible {
			return false
		}
	}
	return true
}

// step and note append to copies: results of one request that part ways share
// their beginning.
func (r *Result) step(list ...trace.Step) {
	if !r.untold {
		r.Trace = append(slices.Clip(r.Trace), list...)
	} else if place := lastPlace(list); place.Address != "" {
		r.last = place
	}
}

// detail joins the words of a step, which nobody reads where the trace is not asked for.
func (r *Result) detail(words ...string) string {
	if r.untold {
		return ""
	}
	return strings.Join(words, "")
}

func (r *Result) note(list ...trace.Refusal) {
	r.Refusals = slices.Clip(r.Refusals)
	for _, f := range list {
		r.Refusals = append(r.Refusals, Refusal{f, r.Met})
	}
}

// end closes the request with a verdict.
func (r Result) end(v Verdict, status int) Result {
	r.Verdict, r.Status = v, status
	return r
}

// refuse closes the request with 403 by CloudFront itself.
func (r Result) refuse(f trace.Refusal) Result {
	r.note(f)
	r.step(f.Step)
	return r.end(Forbidden, 403)
}

// either is the common result of two ways in which a request may go.
func either(a, b Result, cause tri.Cause) Result {
	if a.Verdict == b.Verdict && a.Verdict != Unknown {
		return a
	}
	a.Refusals = append(slices.Clone(a.Refusals), b.Refusals...)
	a.Causes = append(slices.Clone(a.Causes), b.Causes...)
	if cause != (tri.Cause{}) {
		a.Causes = append(a.Causes, cause)
	}
	return a.end(Unknown, 0)
}

// undecided closes a request as unknown with the causes of a value, or with
// the given one if it has none.
func undecided(out Result, v tri.Value, otherwise ...tri.Cause) Result {
	out.Causes = append(slices.Clone(out.Causes), v.Causes()...)
	if len(v.Causes()) == 0 {
		out.Causes = append(out.Causes, otherwise...)
	}
	return out.end(Unknown, 0)
}

// eitherBy is the common result of two ways, one of which is taken by a value
// that is not known.
func eitherBy(a, b Result, open tri.Value) Result {
	out := either(a, b, tri.Cause{})
	if out.Verdict == Unknown {
		out.Causes = append(out.Causes, open.Causes()...)
	}
	return out
}
