package cli

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/docs"
)

func rulesCommand(p Program) *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     "list the rules, or read one rule's document",
		UsageText: "plan403 rules [NAME]",
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return listRules(p.Out)
			}
			return showRule(p.Out, c.Args().First())
		},
	}
}

func listRules(w io.Writer) error {
	width := 0
	for _, r := range checks.All {
		width = max(width, len(r.Name))
	}
	for _, r := range checks.All {
		if _, err := fmt.Fprintf(w, "%-*s  %-7s  %s\n", width, r.Name, r.Worst, r.Title); err != nil {
			return err
		}
	}
	return nil
}

func showRule(w io.Writer, name string) error {
	text, ok := docs.Rule(name)
	if !ok {
		return noRule(name)
	}
	_, err := io.WriteString(w, text)
	return err
}
