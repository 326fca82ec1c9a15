package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// analysis is one plan with the worlds before and after it.
type analysis struct {
	plan       *plan.Plan
	tree       *source.Tree
	sourceKind string // "directory", "snapshot" or "none"
	// sourceDir is the directory that the names of source files start from.
	sourceDir     string
	before, after *simulate.World
	notes         []string
	// files maps the names that are shown to those of the source tree.
	files map[string]string
}

// modelFlags are shared by the commands that read plans.
func modelFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "source", Usage: "`DIR` with the root module's .tf files (default: this directory if its files match the plan)"},
		&cli.BoolFlag{Name: "no-source", Usage: "use the plan's JSON alone"},
		&cli.StringFlag{Name: "config", Usage: "configuration `FILE` with rules, ignores and assumptions (default: .plan403.hcl here or above, up to the repository's root)"},
		&cli.StringFlag{Name: "account", Usage: "account `ID`, where the plan does not tell"},
		&cli.StringFlag{Name: "region", Usage: "region `NAME`, where the plan does not tell"},
		&cli.StringFlag{Name: "terraform", Usage: "`BIN` to run as terraform (default: terraform, else tofu)"},
	}
}

// analyze reads a plan and rebuilds both worlds, with what the configuration
// assumes where the plan does not tell.
func analyze(ctx context.Context, c *cli.Context, path string, in io.Reader, assume config.Assume) (*analysis, error) {
	if path != "-" {
		in = nil
	}
	p, err := plan.Read(ctx, path, in, plan.Options{Terraform: c.String("terraform"), Dir: c.String("source")})
	if err != nil {
		return nil, err
	}
	a := &analysis{plan: p, sourceKind: "none", notes: planNotes(p)}
	if err := a.findSource(c); err != nil {
		return nil, err
	}
	before, after, err := p.States(plan.StateOptions{
		Source:  a.tree,
		Account: cmp.Or(c.String("account"), assume.Account), Region: cmp.Or(c.String("region"), assume.Region),
		Assume: assume.Resources(),
	})
	if err != nil {
		return nil, err
	}
	p.Free()
	a.before = simulate.NewWorld(before, nil)
	if p.State {
		a.after = a.before
	} else {
		a.after = simulate.NewWorld(after, before)
	}
	return a, nil
}

func planNotes(p *plan.Plan) []string {
	var notes []string
	if p.Errored {
		notes = append(notes, "the plan is errored: terraform stopped half-way, so resources may be missing from it")
	}
	if n := len(p.Deferred); n > 0 {
		notes = append(notes, fmt.Sprintf("%d changes are deferred to a later plan: what they will set is not known", n))
	}
	if p.Partial {
		notes = append(notes, "the plan is incomplete (-target or deferred changes): what it does not mention is taken as it stands")
	}
	return notes
}
