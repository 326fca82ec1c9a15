package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/config"
)

// modelFlags are shared by the commands that read plans.
func modelFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "source", Usage: "`DIR` with the root module's .tf files " +
			"(default: the plan's folder or this one, if its files are the plan's)"},
		&cli.BoolFlag{Name: "no-source", Usage: "use the plan's JSON alone"},
		&cli.StringFlag{Name: "config", Usage: "configuration `FILE` with rules, ignores and assumptions " +
			"(default: .plan403.hcl here or above, up to the repository's root)"},
		&cli.StringFlag{Name: "account", Usage: "account `ID`, where the plan does not tell"},
		&cli.StringFlag{Name: "region", Usage: "region `NAME`, where the plan does not tell"},
		&cli.StringFlag{Name: "terraform", Usage: "`BIN` to run as terraform (default: terraform, else tofu)"},
	}
}

// modelInput is what these flags and the configuration tell of each plan.
func modelInput(c *cli.Context, settings config.Config) analysis.Input {
	return analysis.Input{
		Source: c.String("source"), NoSource: c.Bool("no-source"), Terraform: c.String("terraform"),
		Account: c.String("account"), Region: c.String("region"), Assume: settings.Assume,
	}
}
