package cli

import (
	"errors"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/source"
)

// modelFlags are shared by the commands that read plans.
func modelFlags() []cli.Flag {
	given := &[]source.Given{}
	return []cli.Flag{
		&cli.StringFlag{Name: "source", Usage: "`DIR` with the root module's .tf files " +
			"(default: the plan's folder or this one, if its files are the plan's)"},
		&cli.BoolFlag{Name: "no-source", Usage: "use the plan's JSON alone"},
		&cli.StringSliceFlag{Name: "with", Usage: "`FILE|DIR` of another root: a state or plan with buckets, keys " +
			"and policies that this plan does not hold (repeatable)"},
		&cli.BoolFlag{Name: "no-plan", Usage: "judge the .tf files of the folder alone, as their first apply, " +
			"although there is a plan"},
		&cli.GenericFlag{Name: "var", Value: &variables{list: given}, Usage: "value of a variable of the root " +
			"module, as `NAME=VALUE`, where there is no plan (repeatable)"},
		&cli.GenericFlag{Name: "var-file", Value: &variables{list: given, files: true}, Usage: "`FILE` of values of " +
			"variables, where there is no plan (repeatable)"},
		&cli.StringFlag{Name: "config", Usage: "configuration `FILE` with rules, ignores and assumptions " +
			"(default: .plan403.hcl here or above, up to the repository's root)"},
		&cli.BoolFlag{Name: "no-config", Usage: "read no configuration file"},
		&cli.StringFlag{Name: "account", Usage: "account `ID`, if the plan does not say"},
		&cli.StringFlag{Name: "region", Usage: "region `NAME`, if the plan does not say"},
		&cli.StringFlag{Name: "workspace", Usage: "workspace `NAME` that the plan was made in, where the plan does " +
			"not show it"},
		&cli.StringFlag{Name: "terraform", Usage: "`BIN` to show saved plans with, which runs the plugins in " +
			".terraform " +
			"(default: terraform, else tofu, for a saved plan named by a name that does not end in .json)"},
		&cli.BoolFlag{Name: "no-terraform", Usage: "start no program, whatever the plan is"},
	}
}

// modelInput is what these flags and the configuration tell of a plan: a file, a
// folder that holds one, or stdin if the path is "-".
func modelInput(c *cli.Context, settings config.Config, path string, stdin io.Reader) analysis.Input {
	dir := ""
	if isFolder(path) {
		path, dir = "", path
	}
	return analysis.Input{
		Path: path, Dir: dir, Stdin: stdin, Show: asksToShow(c, path),
		Alone: c.Bool("no-plan"), Given: givenVariables(c),
		Source: c.String("source"), NoSource: c.Bool("no-source"), Terraform: c.String("terraform"),
		Account: c.String(
			"account",
		), Region: c.String("region"), Workspace: c.String("workspace"), Assume: settings.Assume,
	}
}

func linkFlag() cli.Flag {
	return &cli.BoolFlag{Name: "link", Usage: "judge the plans of this run as one world, each with all others as " +
		"evidence"}
}

// evidence reads what the files of --with and of the configuration file tell. One
// that the configuration names starts no program: it comes with the pull request.
func evidence(c *cli.Context, settings config.Config) (*analysis.Evidence, error) {
	var list []analysis.Input
	add := func(path string, show bool) {
		in := analysis.Input{
			Path: path, NoSource: c.Bool("no-source"), Show: show, Terraform: c.String("terraform"),
			Account: c.String("account"), Region: c.String("region"), Evidence: true,
		}
		if isFolder(path) {
			in.Path, in.Dir = "", path
		}
		list = append(list, in)
	}
	for _, path := range settings.With {
		add(path, false)
	}
	for _, path := range c.StringSlice("with") {
		if path == "-" {
			return nil, errors.New("--with -: it must be a file or a folder; standard input is for the plan")
		}
		add(path, asksToShow(c, path))
	}
	if len(list) == 0 {
		return nil, nil
	}
	return analysis.ReadEvidence(c.Context, list)
}

// asksToShow reports whether the user asks for a saved plan to be shown, which
// starts a program: by naming the program, or by naming a file as no JSON is
// named. What a file holds, or that it is there, asks for nothing: a pull request
// decides that.
func asksToShow(c *cli.Context, path string) bool {
	switch {
	case c.Bool("no-terraform"):
		return false
	case c.String("terraform") != "" || c.Bool("plan"):
		return true
	}
	return path != "" && path != "-" && !namedAsJSON(path)
}

func namedAsJSON(path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return strings.HasSuffix(name, ".json")
}
