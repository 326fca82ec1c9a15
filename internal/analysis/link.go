package analysis

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/overview"
	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// found is what the simulation and the rules say of one plan.
type found struct {
	outcomes []simulate.Outcome
	findings []checks.Finding
	// guests are outcomes of other plans of the run that this one brings about. They
	// follow on its own, and findings point at them.
	guests []report.Outcome
	// explained are, by outcome, the rules whose findings stand at another plan.
	explained map[int][]string
}

// CheckLinked judges the plans of a run as one world: each with all others as
// evidence. What a plan does to a distribution of another is told at the plan that
// does it.
func (o Options) CheckLinked(ctx context.Context, inputs []Input) (out []Checked) {
	o.Steps = true // they name the resources whose addresses are written as another plan sees them
	start := time.Now()
	run, errs := readRun(ctx, inputs)
	all := make([]found, len(run.list))
	errs = append(errs, run.each(func(i int, a *analysis) { all[i] = o.find(a) }))
	run.hand(all)
	for i, a := range run.list {
		if run.judged(i) {
			c := o.checked(a, all[i])
			c.Plan.Took = time.Since(start)
			out = append(out, c)
		}
	}
	if err := errors.Join(errs...); err != nil {
		out = append(out, Checked{Err: err})
	}
	return out
}

// OverviewLinked is OverviewAll for plans that are one world.
func OverviewLinked(ctx context.Context, inputs []Input, asking bool) (out []Overviewed) {
	run, errs := readRun(ctx, inputs)
	plans := make([]overview.Plan, len(run.list))
	errs = append(errs, run.each(func(i int, a *analysis) { plans[i] = a.overview(asking) }))
	for i := range run.list {
		if run.judged(i) {
			out = append(out, Overviewed{Plans: plans[i : i+1]})
		}
	}
	return append(out, Overviewed{Err: errors.Join(errs...)})
}

// each calls fn with each of the plans, on all cores, once both its worlds are
// modelled.
func (r *run) each(fn func(i int, a *analysis)) error {
	if err := r.link(); err != nil {
		for i := range r.faults {
			r.faults[i] = err
		}
		return err
	}
	parallel.Each(len(r.list), func(i int) {
		r.faults[i] = guard(r.list[i].name, func() error {
			r.model(i)
			fn(i, r.list[i])
			return nil
		})
	})
	return errors.Join(r.faults...)
}

// judged reports whether a plan of the run could be.
func (r *run) judged(i int) bool { return r.faults[i] == nil }

// run is a number of plans that are one world.
type run struct {
	list   []*analysis
	from   []Input // that each comes from
	faults []error
	linked *plan.Linked
	told   map[string]foundSource
}

// readRun reads the plans of all inputs, each with its source. One that cannot be
// read leaves the others a smaller world.
func readRun(ctx context.Context, inputs []Input) (*run, []error) {
	read, errs := make([][]*analysis, len(inputs)), make([]error, len(inputs))
	parallel.Each(len(inputs), func(i int) {
		errs[i] = guard(inputs[i].name(), func() (err error) {
			read[i], err = readRoots(ctx, inputs[i])
			return err
		})
	})
	r := &run{told: map[string]foundSource{}}
	for i, list := range read {
		for _, a := range list {
			r.list, r.from = append(r.list, a), append(r.from, inputs[i])
			r.told[a.name] = a.source
		}
	}
	r.faults = make([]error, len(r.list))
	return r, errs
}

// link joins the plans, and what else is told of other roots.
func (r *run) link() (err error) {
	var roots []plan.Root
	for i, a := range r.list {
		roots = append(roots, plan.Root{Name: a.name, Plan: a.plan, StateOptions: a.options(r.from[i])})
	}
	if len(r.from) > 0 && r.from[0].With != nil {
		with := r.from[0].With
		for i, root := range with.roots {
			if !slices.ContainsFunc(r.list, func(a *analysis) bool { return sameFile(a.plan.Path, with.files[i]) }) {
				roots = append(roots, root)
				r.told[root.Name] = with.told[root.Name]
			}
		}
	}
	r.linked, err = plan.Link(roots)
	return err
}

// model makes the worlds in which one of the plans is judged.
func (r *run) model(i int) {
	a := r.list[i]
	before, after := r.linked.States(i)
	a.model(before, after)
	a.places = newPlaces(a.source, a.resource, func() *plan.Locator { return r.linked.Locator(a.name, a.source.tree) })
	a.places.symbols = after.Symbols
	a.places.elsewhere = &elsewhere{told: r.told, linked: r.linked, made: map[string]places{}}
	a.silent = r.linked.Silent(i)
}

// hand gives findings to the plan that brings them about.
func (r *run) hand(all []found) {
	at := map[string]int{}
	for i, a := range r.list {
		at[a.name] = i
	}
	for i, a := range r.list {
		if !r.judged(i) {
			continue
		}
		var kept []checks.Finding
		for _, f := range all[i].findings {
			to, ok := at[a.causedBy(f)]
			if !ok || to == i || !r.judged(to) {
				kept = append(kept, f)
				continue
			}
			all[to].take(f, &all[i], a, newRelabeling(a, r.list[to].name))
		}
		all[i].findings = kept
	}
	for i := range all {
		slices.SortStableFunc(all[i].findings, checks.Order)
	}
}

// causedBy names the root that changes what a finding is about, "" for the plan
// itself, and for what is no change.
func (a *analysis) causedBy(f checks.Finding) string {
	if f.Change != checks.Introduced && f.Change != checks.DuringApply {
		return ""
	}
	r := a.resource(f.Address)
	if r == nil || r.From == "" {
		return ""
	}
	switch r.Action {
	case plan.NoOp, plan.Untouched:
		if a.after.State.Resource(f.Address) != nil {
			return ""
		}
	}
	return r.From
}

// take takes a finding over from another plan, with the outcomes that it explains.
func (to *found) take(f checks.Finding, from *found, a *analysis, r relabeling) {
	table := a.after.State.Symbols
	var outcomes []int
	for _, i := range f.Outcomes {
		if from.explained == nil {
			from.explained = map[int][]string{}
		}
		from.explained[i] = append(from.explained[i], f.Rule)
		guest := reported(table, from.outcomes[i])
		guest.Trace = reportedTrace(table, from.outcomes[i].Trace())
		outcomes = append(outcomes, len(to.outcomes)+len(to.guests))
		to.guests = append(to.guests, r.outcome(guest))
	}
	f.Outcomes = outcomes
	to.findings = append(to.findings, r.finding(f))
}
