// Package simulate sends viewer requests through the distributions and buckets
// of one state of the world and says what comes of each.
package simulate

import (
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// World is one state with the models made of it.
type World struct {
	State         *plan.State
	Distributions []*cloudfront.Distribution
	Store         *s3.Store

	byAddress map[string]*cloudfront.Distribution

	shapes   glob.Memo // of the paths that distributions and buckets tell apart
	once     sync.Once
	pointing map[string][]*plan.Resource // Route 53 records by the name they lead to

	hostsOnce sync.Once
	hosts     map[string]*cloudfront.Distribution // by the names that DNS leads to them
}

// NewWorld models a state. prior is the state before apply when state is the
// one after it, nil otherwise.
func NewWorld(state, prior *plan.State) *World {
	return newWorld(state, s3.NewStore(state, prior))
}

func newWorld(state *plan.State, store *s3.Store) *World {
	w := &World{State: state, Distributions: cloudfront.Distributions(state), Store: store, byAddress: map[string]*cloudfront.Distribution{}}
	for _, d := range w.Distributions {
		w.byAddress[d.Address] = d
	}
	return w
}

// Distribution returns the distribution with the address, nil if there is none.
func (w *World) Distribution(address string) *cloudfront.Distribution {
	return w.byAddress[address]
}

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
	// Host is the host name that the viewer asks for, "" for the distribution's
	// own.
	Host string
}

// Result is what becomes of one request in one state.
type Result struct {
	Verdict Verdict
	// Status is the HTTP status that the viewer gets, 0 if it is not decided.
	Status int
	// Behavior, Origin and Bucket are what the request met, nil where it did
	// not get so far.
	Behavior *cloudfront.Behavior
	Origin   *cloudfront.Origin
	Bucket   *s3.Bucket
	Caller   cloudfront.CallerKind
	// Key is the object key, decoded; "" asks for the bucket itself.
	Key string
	// Refusals are the reasons for 403, or for not knowing, that were met on
	// the way; one that a second origin or an error page made good for is not
	// among them.
	Refusals []trace.Refusal
	// Causes say what is missing where the verdict is Unknown.
	Causes []tri.Cause
	Trace  []trace.Step
	// NotFound: S3 answers 404, since the object is said to be missing.
	NotFound bool
	// Masked: the status is replaced by that of an error page.
	Masked bool
	// Elsewhere: the request goes to an origin that is not S3, so what it gets
	// is no question for a plan.
	Elsewhere bool
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
func (r *Result) step(s trace.Step) { r.Trace = append(slices.Clip(r.Trace), s) }

func (r *Result) note(f trace.Refusal) { r.Refusals = append(slices.Clip(r.Refusals), f) }

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
