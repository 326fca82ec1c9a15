package simulate

import (
	"slices"

	"github.com/plan403/plan403/plan"
)

// Outage is a time during apply in which a request is refused that is served
// before and after.
type Outage struct {
	// Outcome is the index of the outcome that the outage concerns.
	Outcome int
	// Opens and Closes name the steps around it.
	Opens, Closes Change
	// Inevitable: every order of the steps leads through it.
	Inevitable bool
	// Lasting: after the last step it may be refused for good, because a
	// deletion can be the last to write a bucket's policy.
	Lasting bool
	// Deployment: it lasts for the minutes in which CloudFront deploys the
	// distribution, not only from one API call to the next.
	Deployment bool
	// During is the refused request's result in the state between.
	During Result
}

// Apart reports whether one root opens it and another closes it, so that it lasts
// from one apply to the other.
func (o Outage) Apart() bool {
	return o.Closes.Resource != nil && o.Opens.Resource.From != o.Closes.Resource.From
}

// Change is one step of apply in a message.
type Change struct {
	Resource *plan.Resource
	Verb     string
}

// maxSteps bounds the changes that are looked at in every order: 2 to the power
// of it states lie between before and after.
const maxSteps = 10

// Outages looks for requests that are served before and after apply and refused
// in between. Steps are taken in every order that Terraform's dependencies
// allow; while a distribution is being deployed, edges answer by its old and its
// new configuration, which are the states without and with that step.
func Outages(after, before *World, outcomes []Outcome) []Outage {
	change := after.since(before)
	if len(change.agenda.steps) < 2 {
		return nil
	}
	var out []Outage
	for _, a := range affected(outcomes) {
		around := newSurroundings(after, before, a.distribution)
		out = append(out, around.outages(change, outcomes, a.outcomes)...)
	}
	return out
}

// TooManyChanges lists the distributions with more changes on the way of a request
// than Outages looks at.
func TooManyChanges(after, before *World, outcomes []Outcome) []string {
	change := after.since(before)
	if len(change.agenda.steps) <= maxSteps {
		return nil
	}
	var out []string
	for _, a := range affected(outcomes) {
		if newSurroundings(after, before, a.distribution).tooMany(change, outcomes, a.outcomes) {
			out = append(out, a.distribution)
		}
	}
	return out
}

func (p *surroundings) tooMany(change *changed, outcomes []Outcome, indices []int) bool {
	steps := p.steps(change.agenda)
	if len(steps) <= maxSteps {
		return false
	}
	l := newOrders(p, steps, change.standing)
	return l == nil || slices.ContainsFunc(indices, func(i int) bool {
		_, ok := l.newWalk(p, outcomes[i])
		return !ok
	})
}

// candidate is a distribution with the outcomes that an outage could concern:
// served before and after.
type candidate struct {
	distribution string
	outcomes     []int
}

func affected(outcomes []Outcome) []candidate {
	var out []candidate
	at := map[string]int{}
	for i, o := range outcomes {
		racing := o.Verdict == Unknown && o.Bucket().Race
		if o.Before != Served || o.Verdict != Served && !racing {
			continue
		}
		address := o.Distribution.Address
		if _, ok := at[address]; !ok {
			at[address] = len(out)
			out = append(out, candidate{distribution: address})
		}
		out[at[address]].outcomes = append(out[at[address]].outcomes, i)
	}
	return out
}

func (p *surroundings) outages(change *changed, outcomes []Outcome, indices []int) []Outage {
	l := newOrders(p, p.steps(change.agenda), change.standing)
	if l == nil {
		return nil
	}
	var out []Outage
	for _, i := range indices {
		w, ok := l.newWalk(p, outcomes[i])
		if !ok {
			continue
		}
		if found, ok := w.outage(); ok {
			found.Outcome = i
			out = append(out, found)
		}
	}
	return out
}
