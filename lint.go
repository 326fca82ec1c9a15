package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/agext/levenshtein"
	"github.com/urfave/cli/v2"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

func lintCommand(s streams, status *int) *cli.Command {
	return &cli.Command{
		Name:      "lint",
		Usage:     "check plans; what runs when no command is named",
		UsageText: "plan403 [lint] [options] [PLAN ...]\nplan403 [lint] --plan [options] [-- ARGUMENTS OF TERRAFORM PLAN]",
		Description: "Sends every class of viewer requests through the distributions of each plan and\n" +
			"explains each 403. Exit status: 0 nothing at or above --fail-on, 2 findings,\n1 plan403 itself failed.",
		Flags: append(modelFlags(),
			&cli.StringSliceFlag{Name: "format", Usage: "`FORMAT` of the output: " + strings.Join(report.Formats(), ", ") + "; FORMAT=FILE writes a file as well (repeatable)"},
			&cli.StringFlag{Name: "fail-on", Value: "error", Usage: "exit 2 on findings of this `SEVERITY` or worse: error, warning, notice, undecided, never"},
			&cli.StringFlag{Name: "min-severity", Value: "notice", Usage: "leave out findings below this `SEVERITY`"},
			&cli.StringSliceFlag{Name: "rule", Usage: "report only the rule `NAME` (repeatable)"},
			&cli.StringSliceFlag{Name: "skip", Usage: "leave out the rule `NAME` (repeatable)"},
			&cli.StringFlag{Name: "baseline", Usage: "`FILE` of known findings, which are marked and fail nothing"},
			&cli.BoolFlag{Name: "write-baseline", Usage: "write this run's findings to the file of --baseline"},
			&cli.BoolFlag{Name: "only-introduced", Usage: "report only what this plan causes"},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "auto, always or never"},
			&cli.BoolFlag{Name: "plan", Usage: "run terraform plan, or tofu, and check what it makes; what stands after -- goes to it"},
			&cli.BoolFlag{Name: "quiet", Usage: "print nothing but findings"},
			&cli.BoolFlag{Name: "no-progress", Usage: "show no progress on standard error"},
		),
		Action: func(c *cli.Context) error { return lint(c, s, status) },
	}
}

func lint(c *cli.Context, s streams, status *int) error {
	options, err := lintOptions(c)
	if err != nil {
		return err
	}
	paths, made, err := planPaths(c, s)
	defer made.remove()
	if err != nil {
		return err
	}
	options.made = made
	r := report.Report{Version: versionText()}
	use := usage{}
	var failed error
	list := options.checkAll(c, paths, s)
	if err := c.Context.Err(); err != nil {
		return err
	}
	for _, one := range list {
		if one.err == nil {
			r.Plans = append(r.Plans, one.plan)
			use.add(one.ignores)
		}
		failed = errors.Join(failed, one.err)
	}
	if failed == nil {
		note(r, use.left(time.Now())...)
		note(r, unnamed(options.config.Assume.Named(), list)...)
		if err := options.compare(r); err != nil {
			return err
		}
	}
	if failed == nil && options.fails(r) {
		*status = exitFindings // before writing: a reader that goes away changes no verdict
	}
	if len(r.Plans) > 0 || failed == nil {
		if err := options.write(r, s); err != nil && (failed == nil || !errors.Is(err, syscall.EPIPE)) {
			return errors.Join(failed, err)
		}
	}
	return failed
}

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

// planPaths lists the plans to read, after making one if --plan is given.
// Without any, a plan may come by standard input; at a terminal there is none,
// so the user is told how to make one.
func planPaths(c *cli.Context, s streams) ([]string, madePlan, error) {
	if c.Bool("plan") {
		made, err := makePlan(c, s)
		return []string{made.file}, made, err
	}
	if paths := c.Args().Slice(); len(paths) > 0 {
		return paths, madePlan{}, suggest(paths[0])
	}
	if !isTerminal(s.in) {
		return []string{"-"}, madePlan{}, nil
	}
	return nil, madePlan{}, errors.New(noPlan)
}

const noPlan = "no plan given; make one with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json && plan403 plan.json; " +
	"or let plan403 run terraform plan (or tofu) in this folder: plan403 --plan"

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// suggest catches a mistyped command, which would be taken for a file.
func suggest(name string) error {
	if _, err := os.Stat(name); err == nil || name == "-" || strings.ContainsAny(name, "./\\") {
		return nil
	}
	for _, command := range []string{"lint", "request", "rules", "completion"} {
		if strings.HasPrefix(command, name) || levenshtein.Distance(command, name, nil) <= 2 {
			return fmt.Errorf("no file %q; did you mean the command %q?", name, command)
		}
	}
	return nil
}

// options are the flags of lint, checked.
type options struct {
	formats        []output
	failOn         int
	least          checks.Severity
	only, skip     []string
	onlyIntroduced bool
	style          report.Style
	auto           bool
	config         config.Config
	baseline       baseline
	made           madePlan
}

// output is one format and where it goes, "" for standard output.
type output struct{ format, file string }

// levels orders what --fail-on names: the higher, the fewer runs fail.
var levels = []string{"undecided", "notice", "warning", "error", "never"}

func lintOptions(c *cli.Context) (options, error) {
	o := options{only: c.StringSlice("rule"), skip: c.StringSlice("skip"), onlyIntroduced: c.Bool("only-introduced")}
	var err error
	if o.config, err = loadConfig(c); err != nil {
		return o, err
	}
	if o.baseline, err = loadBaseline(c); err != nil {
		return o, err
	}
	o.failOn = slices.Index(levels, o.failLevel(c))
	if o.failOn < 0 {
		return o, fmt.Errorf("--fail-on %q: want error, warning, notice, undecided or never", c.String("fail-on"))
	}
	severity := slices.Index([]string{"notice", "warning", "error"}, c.String("min-severity"))
	if severity < 0 {
		return o, fmt.Errorf("--min-severity %q: want error, warning or notice", c.String("min-severity"))
	}
	o.least = checks.Severity(severity)
	for _, name := range slices.Concat(o.only, o.skip) {
		if _, ok := checks.Find(name); !ok {
			return o, fmt.Errorf("no rule is named %q; plan403 rules lists them", name)
		}
	}
	if err := o.parseFormats(c.StringSlice("format")); err != nil {
		return o, err
	}
	o.style = report.Style{Width: 80, Quiet: c.Bool("quiet")}
	return o, o.parseColor(c.String("color"))
}

func (o *options) parseFormats(list []string) error {
	for _, f := range list {
		name, file, _ := strings.Cut(f, "=")
		if !slices.Contains(report.Formats(), name) {
			return fmt.Errorf("--format %q: want one of %s", name, strings.Join(report.Formats(), ", "))
		}
		o.formats = append(o.formats, output{name, file})
	}
	if !slices.ContainsFunc(o.formats, func(f output) bool { return f.file == "" }) {
		o.formats = append([]output{{format: "text"}}, o.formats...)
	}
	return nil
}

func (o *options) parseColor(when string) error {
	switch when {
	case "always":
		o.style.Color = true
	case "never":
	case "auto":
		o.auto = true
	default:
		return fmt.Errorf("--color %q: want auto, always or never", when)
	}
	return nil
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

// write writes each format to its place.
func (o options) write(r report.Report, s streams) error {
	for _, f := range o.formats {
		style := o.styleFor(s.out, f.file)
		if f.format == "github" {
			if err := summarize(os.Getenv("GITHUB_STEP_SUMMARY"), r); err != nil {
				return err
			}
		}
		if f.file == "" {
			if err := report.Write(s.out, f.format, r, style); err != nil {
				return err
			}
			continue
		}
		if err := writeFile(f.file, func(w io.Writer) error { return report.Write(w, f.format, r, style) }); err != nil {
			return fmt.Errorf("cannot write %s: %w", f.file, cause(err))
		}
	}
	return nil
}

func (o options) styleFor(out any, file string) report.Style {
	style := o.style
	if file != "" {
		style.Color = false
		return style
	}
	if f, ok := out.(*os.File); ok && isTerminal(out) {
		if o.auto {
			style.Color = os.Getenv("NO_COLOR") == ""
		}
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			style.Width, style.Fit = width, true
		}
	}
	return style
}

// writeFile writes a file whole or not at all.
func writeFile(name string, write func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), ".plan403-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // gone after the rename
	if err := write(temporary); err != nil {
		return errors.Join(err, temporary.Close())
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := os.Chmod(temporary.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}

// summarize adds the report to the job summary of a GitHub workflow, which is the
// file that the runner names; "" outside of one.
func summarize(file string, r report.Report) error {
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the job summary %s: %w", file, cause(err))
	}
	return errors.Join(report.Summary(f, r), f.Close())
}

// cause is what went wrong with a file, without the name of the temporary one.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
