package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/report"
)

func lintCommand(p Program, j *job) *cli.Command {
	return &cli.Command{
		Name:  "lint",
		Usage: "check plans; what runs when no command is named",
		UsageText: "plan403 [lint] [options] [PLAN|DIR ...]\nplan403 [lint] --plan [options] [-- ARGUMENTS OF " +
			"TERRAFORM PLAN]",
		Description: "Sends every class of viewer requests through the distributions of each plan and\n" +
			"explains each 403. Exit status: 0 nothing at or above --fail-on, 2 findings,\n1 plan403 itself failed.",
		Flags: append(modelFlags(),
			&cli.BoolFlag{Name: "recursive", Usage: "check every root module below the folders that are named: its " +
				"plan, else its .tf files"},
			linkFlag(),
			&cli.StringSliceFlag{Name: "format", Usage: "`FORMAT` of the " +
				"output: " + strings.Join(report.Formats(), ", ") + "; FORMAT=FILE writes a file as well (repeatable)"},
			&cli.StringFlag{Name: "fail-on", Value: "error", Usage: "exit 2 on findings of this `SEVERITY` or " +
				"worse: error, warning, notice, undecided, never"},
			&cli.StringFlag{Name: "min-severity", Value: "notice", Usage: "leave out findings below this `SEVERITY`"},
			&cli.StringSliceFlag{Name: "rule", Usage: "report only the rule `NAME` (repeatable)"},
			&cli.StringSliceFlag{Name: "skip", Usage: "leave out the rule `NAME` (repeatable)"},
			&cli.StringFlag{Name: "baseline", Usage: "`FILE` of known findings, which are marked and fail nothing"},
			&cli.BoolFlag{Name: "write-baseline", Usage: "write this run's findings to the file of --baseline"},
			&cli.BoolFlag{Name: "only-introduced", Usage: "report only what this plan causes"},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
			&cli.BoolFlag{Name: "plan", Usage: "run terraform plan (or tofu) and check the result; arguments after " +
				"-- go to it"},
			&cli.BoolFlag{Name: "quiet", Usage: "print nothing but findings"},
			&cli.BoolFlag{Name: "verbose", Usage: "show the steps behind each finding, and all that was checked"},
			&cli.BoolFlag{Name: "no-progress", Usage: "show no progress on standard error"},
		),
		Action: j.later(func(c *cli.Context) error { return lint(c, p, &j.status) }),
	}
}

func lint(c *cli.Context, p Program, status *int) error {
	options, err := lintOptions(c)
	if err != nil {
		return err
	}
	inputs, made, err := lintInputs(c, p, options.Config)
	defer made.remove()
	if err != nil {
		return err
	}
	with, err := evidence(c, options.Config)
	if err != nil {
		return err
	}
	for i := range inputs {
		inputs[i].With = with
	}
	list, err := checkAll(c, p, options, inputs, made)
	if err != nil {
		return err
	}
	r, failed := options.Gather(list, time.Now())
	r.Note(with.Notes()...)
	r.Version, r.UndecidedFails = p.version(), options.failOn == 0
	if options.configuredFailOn {
		set := report.Setting{Kind: report.FailOn, Value: options.Config.FailOn, Range: options.Config.FailOnRange}
		r.Settings = append([]report.Setting{set}, r.Settings...)
	}
	if failed == nil {
		gone, err := options.baseline.compare(r, options.ReportsAll())
		if err != nil {
			return err
		}
		if gone != "" {
			r.Note(gone)
		}
		if options.fails(r) {
			*status = StatusFindings // before writing: a reader that goes away changes no verdict
		}
	}
	if len(r.Plans) > 0 || failed == nil {
		err := writing(c.Context, func() error { return options.write(r, p) })
		if err != nil && (failed == nil || !errors.Is(err, syscall.EPIPE)) {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// checkAll checks plans and shows on a terminal that it does.
func checkAll(c *cli.Context, p Program, o options, list []analysis.Input, made madePlan) ([]analysis.Checked, error) {
	name := cmp.Or(list[0].Name, list[0].Path, list[0].Dir)
	if len(list) > 1 {
		name = fmt.Sprintf("%d plans", len(list))
	}
	defer showProgress(p.Err, name, c.Bool("no-progress") || c.Bool("quiet"))()
	var out []analysis.Checked
	check := o.CheckAll
	if c.Bool("link") {
		check = o.CheckLinked
	}
	if !finished(c.Context, func() { out = check(c.Context, list) }) || c.Context.Err() != nil {
		return nil, c.Context.Err()
	}
	for i := range out {
		out[i].Err = made.rename(out[i].Err)
	}
	return out, nil
}
