package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/report"
)

// options are the flags of lint, checked.
type options struct {
	analysis.Options

	formats []output
	failOn  int
	// configuredFailOn: it is the configuration that says what a run fails on.
	configuredFailOn bool

	style    report.Style
	auto     bool
	baseline baselineFile
}

// levels orders what --fail-on names: the higher, the fewer runs fail.
var levels = []string{"undecided", "notice", "warning", "error", "never"}

// chosen are the options that say which findings count, and how.
func chosen(c *cli.Context) (o options, err error) {
	o.Only, o.Skip, o.OnlyIntroduced = c.StringSlice("rule"), c.StringSlice("skip"), c.Bool("only-introduced")
	if o.Config, err = loadConfig(c); err != nil {
		return o, err
	}
	if o.baseline, err = loadBaseline(c); err != nil {
		return o, err
	}
	severity := slices.Index([]string{"notice", "warning", "error"}, c.String("min-severity"))
	if severity < 0 {
		return o, fmt.Errorf("--min-severity %q: it must be error, warning or notice", c.String("min-severity"))
	}
	o.Least = checks.Severity(severity)
	for _, name := range slices.Concat(o.Only, o.Skip) {
		if _, ok := checks.Find(name); !ok {
			return o, noRule(name)
		}
	}
	return o, nil
}

func lintOptions(c *cli.Context) (options, error) {
	o, err := chosen(c)
	if err != nil {
		return o, err
	}
	o.configuredFailOn = o.Config.FailOn != "" && !c.IsSet("fail-on")
	o.failOn = slices.Index(levels, o.failLevel(c))
	if o.failOn < 0 {
		return o, fmt.Errorf("--fail-on %q: it must be error, warning, notice, undecided or never", c.String("fail-on"))
	}
	if err := o.parseFormats(c.StringSlice("format")); err != nil {
		return o, err
	}
	shown := func(f output) bool { return report.ShowsSteps(f.format) }
	o.Steps = c.Bool("verbose") || slices.ContainsFunc(o.formats, shown)
	o.style = report.Style{Width: report.Columns, Quiet: c.Bool("quiet"), Verbose: c.Bool("verbose")}
	return o, o.parseColor(c.String("color"))
}

func (o *options) parseFormats(list []string) error {
	for _, f := range list {
		name, file, _ := strings.Cut(f, "=")
		if !slices.Contains(report.Formats(), name) {
			return fmt.Errorf("--format %q: %s", name,
				meant(name, report.Formats(), "want one of "+strings.Join(report.Formats(), ", ")))
		}
		if i := slices.IndexFunc(o.formats, func(f output) bool { return f.file == file }); i >= 0 {
			return fmt.Errorf("--format: %s and %s go to one place; give one a file of its own, as in "+
				"%[2]s=FILE", o.formats[i].format, name)
		}
		o.formats, o.Traces = append(o.formats, output{name, file}), o.Traces || report.ShowsTraces(name)
		o.Drawn = o.Drawn || report.ShowsMap(name)
	}
	if !slices.ContainsFunc(o.formats, func(f output) bool { return f.file == "" }) {
		o.formats = append([]output{{format: "text"}}, o.formats...)
	}
	o.Edits = slices.ContainsFunc(o.formats, func(f output) bool { return report.ShowsEdits(f.format) })
	o.FewEdits = slices.ContainsFunc(o.formats, func(f output) bool { return f.format == "text" })
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
		return fmt.Errorf("--color %q: it must be auto, always or never", when)
	}
	return nil
}

// fails reports whether something that the baseline does not hold is at or above
// --fail-on.
func (o options) fails(r report.Report) bool {
	c := analysis.CountNew(r)
	notices := c.Notices - c.Fixed // what the plan repairs is no reason to fail
	found := []int{c.Undecided, notices, c.Warnings, c.Errors}
	for level := o.failOn; level < len(found); level++ {
		if found[level] > 0 {
			return true
		}
	}
	return false
}
