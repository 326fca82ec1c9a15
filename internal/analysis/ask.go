package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Question is one viewer request.
type Question struct {
	Request simulate.Request
	// Distribution is the address of the one that is asked; "" stands for the one
	// that serves the request's host, or the only one.
	Distribution string
	// Before asks the world before apply.
	Before bool
}

// Ask reads a plan, sends one request and asks the rules for the explanation of
// its answer.
func Ask(ctx context.Context, in Input, q Question) (answer report.Answer, err error) {
	err = guard(in.name(), func() error {
		a, err := read(ctx, in)
		if err == nil {
			answer, err = a.ask(q)
		}
		return err
	})
	return answer, err
}

func (a *analysis) ask(q Question) (report.Answer, error) {
	world, other := a.after, a.before
	if q.Before {
		world, other = a.before, a.after
	}
	d, err := simulate.Find(world, other, q.Distribution, q.Request.Host)
	if err != nil {
		return report.Answer{}, a.withGaps(err)
	}
	return a.send(world, d, q.Request), nil
}

// send answers a request in one world.
func (a *analysis) send(w *simulate.World, d *cloudfront.Distribution, r simulate.Request) report.Answer {
	if w.Distribution(d.Address) == nil {
		absent := simulate.Outcome{Distribution: d, Request: r, Result: simulate.Result{Verdict: simulate.Absent}}
		return report.Answer{Outcome: reported(w.State.Symbols, absent)}
	}
	outcomes, like := simulate.Ask(w, a.before, d, r)
	o := outcomes[0]
	answer := report.Answer{
		Outcome: reported(w.State.Symbols, o),
		Status:  o.Status,
		Key:     w.State.Symbols.Display(o.Key),
	}
	steps := o.Trace()
	if !r.Signed && refusedFor(o, trace.Unsigned) {
		steps = append(slices.Clone(steps), signedOn(w, d, o)...)
	}
	answer.Outcome.Trace = reportedTrace(w.State.Symbols, steps)
	isLike := map[int]bool{}
	for _, i := range like {
		isLike[i] = true
	}
	for _, f := range checks.Run(w, a.before, outcomes, a.places.locate) {
		if f.Change != checks.Fixed && slices.ContainsFunc(f.Outcomes, func(i int) bool { return isLike[i] }) {
			f.Outcomes = []int{0}
			answer.Plan.Findings = append(answer.Plan.Findings, f)
		}
	}
	undecided := a.undecided(w, outcomes[:1], answer.Plan.Findings)
	answer.Plan.Undecided, answer.Plan.Outcomes = undecided, []report.Outcome{answer.Outcome}
	answer.Plan.Places = a.places.mentioned(answer.Plan)
	for _, s := range steps {
		a.places.addPlace(answer.Plan.Places, s.Place())
	}
	return answer
}

func refusedFor(o simulate.Outcome, code trace.Code) bool {
	return slices.ContainsFunc(o.Refusals, func(f simulate.Refusal) bool { return f.Code == code })
}

// signedOn tells what a request would get with a valid signature, and by which
// steps: one that is refused for having none says nothing of what stands behind.
func signedOn(w *simulate.World, d *cloudfront.Distribution, unsigned simulate.Outcome) []trace.Step {
	r := unsigned.Request
	r.Signed = true
	signed, without := w.Send(d, r), unsigned.Trace()
	shared := 0
	for shared < min(len(signed.Trace), len(without)) && signed.Trace[shared] == without[shared] {
		shared++
	}
	verdict := signed.Verdict.String()
	if signed.Status != 0 {
		verdict = fmt.Sprintf("%s (%d)", verdict, signed.Status)
	}
	return append([]trace.Step{{
		Step: "with a signature", Address: d.Address, Detail: "a viewer with a valid signed URL or cookies " +
			"gets " + verdict + ", as follows",
	}}, signed.Trace[shared:]...)
}
