package main

import (
	"errors"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/report"
)

func lintCommand(s streams, j *job) *cli.Command {
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
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
			&cli.BoolFlag{Name: "plan", Usage: "run terraform plan, or tofu, and check what it makes; what stands after -- goes to it"},
			&cli.BoolFlag{Name: "quiet", Usage: "print nothing but findings"},
			&cli.BoolFlag{Name: "no-progress", Usage: "show no progress on standard error"},
		),
		Action: j.later(func(c *cli.Context) error { return lint(c, s, &j.status) }),
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
		if err := writing(c.Context, func() error { return options.write(r, s) }); err != nil && (failed == nil || !errors.Is(err, syscall.EPIPE)) {
			return errors.Join(failed, err)
		}
	}
	return failed
}
