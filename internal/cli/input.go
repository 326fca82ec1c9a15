package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// planPaths lists the plans to read, after making one if --plan is given.
// Without any, a plan may come by standard input; at a terminal there is none,
// so the user is told how to make one.
func planPaths(c *cli.Context, p Program) ([]string, madePlan, error) {
	if c.Bool("plan") {
		made, err := makePlan(c, p)
		return []string{made.file}, made, err
	}
	if paths := c.Args().Slice(); len(paths) > 0 {
		return paths, madePlan{}, suggest(paths[0])
	}
	if !isTerminal(p.In) {
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
