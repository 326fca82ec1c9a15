package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// loadConfig reads the file of --config, or else the one of this directory or
// above.
func loadConfig(c *cli.Context) (config.Config, error) {
	if account := c.String("account"); account != "" && !config.IsAccount(account) {
		return config.Config{}, fmt.Errorf("--account %q: want the twelve digits of an AWS account", account)
	}
	if region := c.String("region"); region != "" && !config.IsRegion(region) {
		return config.Config{}, fmt.Errorf("--region %q: want a name such as eu-west-1", region)
	}
	if path := c.String("config"); path != "" {
		return config.Load(path, path)
	}
	wd, err := os.Getwd()
	if err != nil {
		return config.Config{}, nil // nowhere to look
	}
	path := config.Find(wd)
	if path == "" {
		return config.Config{}, nil
	}
	if shown, err := filepath.Rel(wd, path); err == nil {
		return config.Load(path, shown)
	}
	return config.Load(path, path)
}

// failLevel is the level from which on a run fails: that of the flag, if it is
// given, else the configuration's.
func (o options) failLevel(c *cli.Context) string {
	if o.config.FailOn != "" && !c.IsSet("fail-on") {
		return o.config.FailOn
	}
	return c.String("fail-on")
}

// tried is an ignore and whether it fits a finding of a plan.
type tried struct {
	ignore config.Ignore
	fits   bool
}

// sift changes findings as the configuration's rules say and takes out those
// that are to be ignored.
func (o options) sift(a *analysis, findings []checks.Finding) (kept []checks.Finding, silenced []config.Silenced, list []tried) {
	var on []checks.Finding
	for _, f := range findings {
		if f, ok := o.config.Change(f); ok {
			on = append(on, f)
		}
	}
	ignores := append(slices.Clone(o.config.Ignores), a.ignoreComments()...)
	kept, silenced, used := config.Sift(on, ignores, time.Now())
	for n, i := range ignores {
		list = append(list, tried{i, used[n]})
	}
	return kept, silenced, list
}

// ignoreComments reads the comments of the source that ignore findings. What is
// wrong with one becomes a note.
func (a *analysis) ignoreComments() []config.Ignore {
	var out []config.Ignore
	for _, name := range a.sourceFiles() {
		list, problems := config.Comments(a.shownPath(name), a.tree.Source(name))
		out = append(out, list...)
		if !plan.Fetched(name) { // nobody mends those in this repository
			a.notes = append(a.notes, problems...)
		}
	}
	return out
}

// sourceFiles lists the files of the source in native syntax by the names that
// the tree has for them, sorted.
func (a *analysis) sourceFiles() []string {
	if a.tree == nil {
		return nil
	}
	names := map[string]bool{}
	collectFiles(a.tree.Root, names)
	for _, name := range a.files { // of arguments that a file overrides
		names[name] = true
	}
	var out []string
	for name := range names {
		if strings.HasSuffix(name, ".tf") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func collectFiles(m *source.Module, names map[string]bool) {
	for _, r := range m.Resources {
		names[r.DeclRange.Filename] = true
	}
	for _, p := range m.Providers {
		names[p.DeclRange.Filename] = true
	}
	for _, v := range m.Variables {
		names[v.DeclRange.Filename] = true
	}
	for _, o := range m.Outputs {
		names[o.DeclRange.Filename] = true
	}
	for _, l := range m.Locals {
		names[l.Range.Filename] = true
	}
	for _, c := range m.Calls {
		names[c.DeclRange.Filename] = true
		collectFiles(c.Module, names)
	}
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
	slices.SortFunc(list, func(a, b *tried) int {
		x, y := a.ignore.Range, b.ignore.Range
		if x.Filename != y.Filename {
			return strings.Compare(x.Filename, y.Filename)
		}
		return x.Start.Byte - y.Start.Byte
	})
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
func unnamed(list []config.Named, plans []checked) []string {
	slices.SortFunc(list, func(a, b config.Named) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	var out []string
	for _, n := range list {
		if !slices.ContainsFunc(plans, func(c checked) bool { return c.named[n] }) {
			out = append(out, fmt.Sprintf("%s: no plan names the %s %q; mend the name or remove the block", config.Place(n.Range), n.Block, n.Name))
		}
	}
	return out
}

// note adds notes that concern the run as a whole to its last plan.
func note(r report.Report, lines ...string) {
	if len(r.Plans) > 0 {
		last := &r.Plans[len(r.Plans)-1]
		last.Notes = append(last.Notes, lines...)
	}
}
