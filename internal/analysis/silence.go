package analysis

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// tried is an ignore, whether it fits a finding of a plan, and how many of those
// that are wanted it silences.
type tried struct {
	ignore   config.Ignore
	fits     bool
	silenced int
}

// ruled is what the configuration's rules make of findings.
type ruled struct {
	on, off []checks.Finding
	// changed counts, by rule, those that are dropped or given another severity.
	changed map[string]int
}

// rule changes findings as the configuration's rules say.
func (o Options) rule(findings []checks.Finding) ruled {
	out := ruled{changed: map[string]int{}}
	if len(o.Config.Rules) == 0 {
		out.on = findings
		return out
	}
	for _, f := range findings {
		changed, ok := o.Config.Change(f)
		if o.wants(&f) && (!ok || changed.Severity != f.Severity) {
			out.changed[f.Rule]++
		}
		if ok {
			out.on = append(out.on, changed)
		} else {
			out.off = append(out.off, f)
		}
	}
	return out
}

// silence takes out findings that are to be ignored.
func (o Options) silence(
	a *analysis,
	findings []checks.Finding,
) (kept []checks.Finding, silenced []config.Silenced, list []tried) {
	ignores := append(slices.Clone(o.Config.Ignores), a.ignoreComments()...)
	kept, silenced, used := config.Sift(findings, ignores, time.Now())
	count := map[hcl.Range]int{}
	for i := range silenced {
		if o.wants(&silenced[i].Finding) {
			count[silenced[i].By.Range]++
		}
	}
	for n, i := range ignores {
		list = append(list, tried{ignore: i, fits: used[n], silenced: count[i.Range]})
	}
	return kept, silenced, list
}

// ignoreComments reads the comments of the source that ignore findings. What is
// wrong with one becomes a note.
func (a *analysis) ignoreComments() []config.Ignore {
	if a.source.tree == nil {
		return nil
	}
	var out []config.Ignore
	for _, name := range a.source.tree.Files() {
		if !source.Native(name) { // JSON has no comments
			continue
		}
		list, problems := config.Comments(a.places.show(name), a.source.tree.Source(name))
		out = append(out, list...)
		if !plan.Fetched(name) { // nobody mends those in this repository
			a.notes = append(a.notes, problems...)
		}
	}
	return out
}

// usage tells over all plans of a run which ignores fit something, by the place
// where they are written.
type usage map[hcl.Range]*tried

func (u usage) add(list []tried) {
	for _, t := range list {
		at := t.ignore.Range
		if u[at] == nil {
			u[at] = &tried{ignore: t.ignore}
		}
		u[at].fits = u[at].fits || t.fits
		u[at].silenced += t.silenced
	}
}

// left says of the ignores that no longer do anything why that is, in the order
// of files and lines.
func (u usage) left(now time.Time) []string {
	var list []*tried
	for _, t := range u {
		if over := t.ignore.Over(now); over || !t.fits && !plan.Fetched(t.ignore.Range.Filename) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, byPlace)
	var out []string
	for _, t := range list {
		what := "this ignores nothing (%s); remove it"
		if t.ignore.Over(now) {
			what = "this ended on " + t.ignore.Until.Format(time.DateOnly) + " (%s); remove it or move the day"
		}
		out = append(out, config.Place(t.ignore.Range)+": "+fmt.Sprintf(what, t.ignore.Reason))
	}
	return out
}

// mentions tells which of the things that are assumed the plan names, before
// apply or after it.
func (a *analysis) mentions(list []config.Named) map[config.Named]bool {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = n.Text
	}
	out := map[config.Named]bool{}
	after, before := a.after.State.Mentioned(texts), a.before.State.Mentioned(texts)
	for i, n := range list {
		out[n] = after[i] || before[i]
	}
	return out
}

// unnamed says of what is assumed and no plan of the run names that it does
// nothing, in the order of lines.
func unnamed(list []config.Named, plans []Checked) []string {
	slices.SortFunc(list, func(a, b config.Named) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	var out []string
	for _, n := range list {
		if !slices.ContainsFunc(plans, func(c Checked) bool { return c.named[n] }) {
			out = append(out, fmt.Sprintf("%s: no plan names the %s %q; correct the name or remove the "+
				"block", config.Place(n.Range), n.Block, n.Name))
		}
	}
	return out
}
