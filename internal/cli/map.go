package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/overview"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

func mapCommand(p Program, j *job) *cli.Command {
	return &cli.Command{
		Name:      "map",
		Usage:     "what is served and what is not: distributions, behaviors, origins, buckets",
		UsageText: "plan403 map [options] [PLAN|DIR ...]",
		Description: "Shows how requests go through each distribution, and what becomes of them before\n" +
			"and after apply. The format hcl prints expect blocks of all that is served today,\n" +
			"for .plan403.hcl. Exit status: 0, or 1 if plan403 itself failed.",
		Flags: append(modelFlags(),
			linkFlag(),
			&cli.BoolFlag{Name: "recursive", Usage: "show the plan of every folder below those named"},
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT` of the " +
				"output: " + strings.Join(overview.Formats(), ", ")},
			&cli.StringFlag{Name: "distribution", Usage: "only distributions with `TEXT` in their address"},
			&cli.StringFlag{Name: "alias", Usage: "only distributions with `TEXT` in one of their names"},
			&cli.StringFlag{Name: "verdict", Usage: "only requests with this `VERDICT` after " +
				"apply: " + strings.Join(verdicts(), ", ")},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
		),
		Action: j.later(func(c *cli.Context) error {
			var err error
			if !finished(c.Context, func() { err = drawMap(c, p) }) {
				return c.Context.Err()
			}
			return err
		}),
	}
}

func drawMap(c *cli.Context, p Program) error {
	if f := c.String("format"); !slices.Contains(overview.Formats(), f) {
		return fmt.Errorf(
			"--format %q: %s",
			f,
			meant(f, overview.Formats(), "want one of "+strings.Join(overview.Formats(), ", ")),
		)
	}
	filter, err := mapFilter(c)
	if err != nil {
		return err
	}
	o := options{style: report.Style{Width: report.Columns}}
	if err := o.parseColor(c.String("color")); err != nil {
		return err
	}
	settings, err := loadConfig(c)
	if err != nil {
		return err
	}
	inputs, _, err := lintInputs(c, p, settings)
	if err != nil {
		return err
	}
	with, err := evidence(c, settings)
	if err != nil {
		return err
	}
	for i := range inputs {
		inputs[i].With = with
	}
	var plans []overview.Plan
	var failed error
	overviewOf := analysis.OverviewAll
	if c.Bool("link") {
		overviewOf = analysis.OverviewLinked
	}
	for _, one := range overviewOf(c.Context, inputs, report.ShowsMap(c.String("format"))) {
		plans, failed = append(plans, one.Plans...), errors.Join(failed, one.Err)
	}
	if len(plans) == 0 {
		return failed
	}
	return errors.Join(overview.Write(p.Out, c.String("format"), filter.Keep(plans), o.styleFor(p.Out, "")), failed)
}

// verdicts are those that a map can be narrowed to.
func verdicts() []string {
	var out []string
	for v := simulate.Unknown; v <= simulate.Absent; v++ {
		out = append(out, v.String())
	}
	return out
}

func mapFilter(c *cli.Context) (overview.Filter, error) {
	f := overview.Filter{Address: c.String("distribution"), Alias: c.String("alias")}
	if name := c.String("verdict"); name != "" {
		i := slices.Index(verdicts(), name)
		if i < 0 {
			return f, fmt.Errorf("--verdict %q: it must be one of %s", name, strings.Join(verdicts(), ", "))
		}
		v := simulate.Verdict(i)
		f.Verdict = &v
	}
	return f, nil
}
