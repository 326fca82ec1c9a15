package analysis

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/overview"
	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// Options say which findings are reported.
type Options struct {
	Config config.Config
	// Least is the severity below which findings are left out.
	Least checks.Severity
	// Only and Skip are names of rules; an empty Only stands for all.
	Only, Skip []string
	// OnlyIntroduced leaves out what is there before the plan.
	OnlyIntroduced bool
	// Edits: findings are told with the edits of the source that end them.
	Edits bool
	// FewEdits: as Edits, where that takes no time to speak of: for few findings of a
	// small plan.
	FewEdits bool
	// Baseline holds findings that are not to be edited.
	Baseline Baseline
	// Traces: how each outcome came about that a finding explains is told too, not
	// only the first of each finding.
	Traces bool
	// Steps: findings tell how they come about.
	Steps bool
	// Drawn adds what a page has beside findings: the picture of the requests, and the
	// answers to those that are not shown.
	Drawn bool
}

// Checked is what came of one plan.
type Checked struct {
	Plan report.Plan
	Err  error

	ignores []tried
	ruled   map[string]int        // findings that a rule of the configuration changes or drops
	named   map[config.Named]bool // of what is assumed
	asked   map[hcl.Range]bool    // of expectations
	silent  []string              // of what other roots tell
}

// CheckAll checks plans on all cores and keeps their order. One that cannot be
// read does not hide the others.
func (o Options) CheckAll(ctx context.Context, inputs []Input) []Checked {
	out := make([][]Checked, len(inputs))
	parallel.Each(len(inputs), func(i int) { out[i] = o.check(ctx, inputs[i]) })
	return slices.Concat(out...)
}

// check checks the plans of one input. Its error is the last of them.
func (o Options) check(ctx context.Context, in Input) (out []Checked) {
	start := time.Now()
	in.keep, in.keepFew = o.Edits, o.FewEdits
	err := guard(in.name(), func() error {
		return eachPlan(ctx, in, func(a *analysis) {
			c := o.checked(a, o.find(a))
			if o.Edits || a.kept && len(c.Plan.Findings) <= maxFewFindings {
				o.addEdits(a, in, &c.Plan)
			}
			c.Plan.Took = time.Since(start)
			out, start = append(out, c), time.Now()
		})
	})
	if err != nil {
		out = append(out, Checked{Err: err})
	}
	return out
}

// find runs the simulation and the rules over one plan.
func (o Options) find(a *analysis) found {
	a.before.Untold, a.after.Untold = !o.Steps, !o.Steps
	outcomes := simulate.Run(a.after, a.before, o.Config.Expectations...)
	return found{outcomes: outcomes, findings: checks.Run(a.after, a.before, outcomes, a.places.locate)}
}

// checked makes a report of what was found in a plan.
func (o Options) checked(a *analysis, f found) Checked {
	c := Checked{named: a.mentions(o.Config.Assume.Named()), silent: a.silent}
	c.Plan, c.ignores, c.ruled = o.judge(a, f)
	var open []checks.Undecided
	c.asked, open = a.asked(o.Config.Expectations)
	c.Plan.Undecided = append(c.Plan.Undecided, open...)
	return c
}

// judge silences and leaves out what is not to be reported. It returns the ignores
// that were tried, and how many findings each rule of the configuration changes.
func (o Options) judge(a *analysis, found found) (report.Plan, []tried, map[string]int) {
	outcomes, findings := found.outcomes, found.findings
	ruled := o.rule(findings)
	kept, silenced, ignores := o.silence(a, ruled.on)
	p := report.Plan{
		Path: a.name, Kind: a.kind(), TerraformVersion: a.plan.TerraformVersion, Source: a.source.kind,
		Undecided: a.open(outcomes, findings), Notes: a.notesOn(outcomes),
	}
	p.Findings = selected(kept, o.wants)
	for _, s := range silenced {
		if o.wants(&s.Finding) {
			p.Silenced = append(
				p.Silenced,
				report.Silenced{Finding: s.Finding, InSource: s.By.InSource(), Reason: s.By.Reason, By: s.By.Range},
			)
		}
	}
	for _, f := range ruled.off {
		if o.wants(&f) {
			by := o.Config.Rules[f.Rule].Range
			p.Silenced = append(p.Silenced, report.Silenced{Finding: f, Reason: "the rule is switched off", By: by})
		}
	}
	p.Outcomes, p.Places = found.reported(a.after.State.Symbols), a.places.mentioned(p)
	if o.Traces {
		found.trace(p, a.after.State.Symbols)
	}
	if o.Drawn && len(outcomes) > 0 {
		p.Map, p.Atlas = overview.Picture(a.overviewOf(outcomes, findings)), a.atlas()
	}
	p.LeftOut = len(findings) - len(p.Findings) - len(p.Silenced)
	return p, ignores, ruled.changed
}

// selected are those of some findings that are to be kept: mostly all, which are as
// many as a web ACL has rules, before as many distributions as stand behind it.
func selected(findings []checks.Finding, keep func(*checks.Finding) bool) []checks.Finding {
	n := 0
	for i := range findings {
		if keep(&findings[i]) {
			n++
		}
	}
	if n == len(findings) {
		return findings
	}
	out := make([]checks.Finding, 0, n)
	for i := range findings {
		if keep(&findings[i]) {
			out = append(out, findings[i])
		}
	}
	return out
}

func (o Options) wants(f *checks.Finding) bool {
	switch {
	case f.Severity < o.Least:
		return false
	case o.OnlyIntroduced && f.Change != checks.Introduced && f.Change != checks.DuringApply:
		return false
	case len(o.Only) > 0 && !slices.Contains(o.Only, f.Rule):
		return false
	}
	return !slices.Contains(o.Skip, f.Rule)
}

// ReportsAll reports whether no option leaves findings out.
func (o Options) ReportsAll() bool {
	return o.Least == checks.Notice && len(o.Only)+len(o.Skip) == 0 && !o.OnlyIntroduced
}

// Gather makes one report of the plans that could be judged, and one error of
// those that could not. Which ignores and assumptions do nothing is told only
// when all could: the plan that they are for may be the one that is missing.
func (o Options) Gather(list []Checked, now time.Time) (r report.Report, failed error) {
	use := usage{}
	for _, one := range list {
		if one.Err == nil {
			r.Plans = append(r.Plans, one.Plan)
			use.add(one.ignores)
		}
		failed = errors.Join(failed, one.Err)
	}
	r.Settings = o.settings(list, use, now)
	if failed == nil {
		r.Note(use.left(now)...)
		r.Note(unnamed(o.Config.Assume.Named(), list)...)
		r.Note(unasked(o.Config.Expectations, list)...)
		r.Note(unheard(list)...)
	}
	return r, failed
}
