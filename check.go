package main

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/urfave/cli/v2"
	"golang.org/x/sync/errgroup"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// checked is what came of one plan.
type checked struct {
	plan    report.Plan
	ignores []tried
	named   map[config.Named]bool // of what is assumed
	err     error
}

// checkAll checks plans on all cores and keeps their order. One that cannot be
// read does not hide the others.
func (o options) checkAll(c *cli.Context, paths []string, s streams) []checked {
	name := o.made.shown(paths[0])
	if len(paths) > 1 {
		name = fmt.Sprintf("%d plans", len(paths))
	}
	defer showProgress(s.err, name, c.Bool("no-progress") || c.Bool("quiet"))()
	out := make([]checked, len(paths))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		group.Go(func() error {
			a, err := analyze(c.Context, c, path, s.in, o.config.Assume)
			if out[i].err = o.made.rename(err); err == nil {
				out[i].plan, out[i].ignores = o.check(a)
				out[i].named = a.mentions(o.config.Assume.Named())
				out[i].plan.Path = o.made.shown(path)
			}
			return nil
		})
	}
	if !finished(c.Context, func() { _ = group.Wait() }) { // errors are kept with their plans
		return nil
	}
	return out
}

// check runs the simulation and the rules over one plan and applies the
// configuration and the filters of the command line. It returns the ignores
// that were tried, too.
func (o options) check(a *analysis) (report.Plan, []tried) {
	outcomes := simulate.Run(a.after, a.before)
	findings := checks.Run(a.after, a.before, outcomes, a.locate)
	kept, silenced, ignores := o.sift(a, findings)
	p := report.Plan{
		Path: a.plan.Path, TerraformVersion: a.plan.TerraformVersion, Source: a.sourceKind, Symbols: a.after.State.Symbols,
		Outcomes: outcomes, Undecided: checks.Open(a.after, a.before, outcomes), Notes: a.notes, Lines: a.lines, Locate: a.locate, Calls: a.calls,
	}
	for _, f := range kept {
		if o.wants(f) {
			p.Findings = append(p.Findings, f)
		}
	}
	for _, s := range silenced {
		if o.wants(s.Finding) {
			p.Silenced = append(p.Silenced, report.Silenced{Finding: s.Finding, InSource: s.By.InSource(), Reason: s.By.Reason})
		}
	}
	p.LeftOut = len(findings) - len(p.Findings) - len(p.Silenced)
	return p, ignores
}

func (o options) wants(f checks.Finding) bool {
	switch {
	case f.Severity < o.least:
		return false
	case o.onlyIntroduced && f.Change != checks.Introduced && f.Change != checks.DuringApply:
		return false
	case len(o.only) > 0 && !slices.Contains(o.only, f.Rule):
		return false
	}
	return !slices.Contains(o.skip, f.Rule)
}
