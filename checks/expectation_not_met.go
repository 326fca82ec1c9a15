package checks

import (
	"fmt"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/words"
)

// Other rules explain the 403s among them; this one says that somebody counts on
// something else.
var expectationNotMet = Rule{
	Name:  "expectation-not-met",
	Title: "a request does not get what .plan403.hcl expects",
	Worst: Error,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			for _, x := range o.Expected {
				if x.Meets(o.Before, o.Verdict).IsFalse() {
					p.notMet(i, x)
				}
			}
		}
	},
}

func (p *Pass) notMet(i int, x *simulate.Expectation) {
	o := p.Outcomes[i]
	f := Finding{
		Severity: p.rule.Worst, Change: Introduced, Address: o.Distribution.Place(), Steps: p.cameAbout(o),
		Related: []string{o.Distribution.Address},
		What: fmt.Sprintf(
			"%s %s, but %q expects %s", p.request(o), gets(o.Verdict, o.Status), x.Name, expects(x, o)),
		Fix: fmt.Sprintf("Change what the request meets, or the expectation at %s:%d.",
			x.Range.Filename, x.Range.Start.Line),
		Places: []Mark{{Label: "the expectation", Range: x.Range}},
	}
	if !x.Unchanged && o.Before != simulate.Absent && x.Meets(o.Before, o.Before).IsFalse() {
		f.Change = Existing
	}
	if b := o.Result.Behavior; b != nil {
		f.Address, f.Attribute = b.Owner(), b.Path()
	}
	if len(o.Refusals) > 0 {
		why := o.Refusals[0].Step
		f.Address, f.Attribute, f.Part = why.Address, why.Attribute, why.Part
		if o.Result.Possible() {
			f.Certainty = Possible
		}
	}
	p.add(f, []int{i}, x.Name)
}

// request names a request and the distribution that it is sent to.
func (p *Pass) request(o simulate.Outcome) string {
	r := words.Requests{
		Method: o.Method, Scheme: o.Scheme, Host: p.display(o.Host), Signed: o.Signed,
		Paths: []string{p.display(o.Path)},
	}
	return r.On(o.Distribution.Address)
}

// gets says what comes of a request.
func gets(v simulate.Verdict, status int) string {
	switch {
	case v == simulate.Served:
		return "is served"
	case v == simulate.Forbidden:
		return "returns 403"
	case v == simulate.Absent:
		return "finds no distribution after apply"
	case status != 0:
		return fmt.Sprintf("returns %d", status)
	}
	return "fails"
}

// expects says what an expectation asks for.
func expects(x *simulate.Expectation, o simulate.Outcome) string {
	switch {
	case x.Unchanged:
		return "no change: before apply it " + gets(o.Before, 0)
	case x.Verdict == simulate.Served:
		return "it to be served"
	case x.Verdict == simulate.Forbidden:
		return "403"
	}
	return "neither the object nor 403"
}
