package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/docs"
	"github.com/plan403/plan403/internal/report"
)

func rulesCommand(p Program) *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     "list the rules, or read one rule's document",
		UsageText: "plan403 rules [--format json] [NAME]",
		Flags:     []cli.Flag{&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT`: text or json"}},
		Action: func(c *cli.Context) error {
			switch format := c.String("format"); format {
			case "text":
			case "json":
				return rulesJSON(p.Out, c.Args().Slice())
			default:
				return fmt.Errorf("--format %q: it must be text or json", format)
			}
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
	columns := columnsOf(w)
	for _, r := range checks.All {
		head := fmt.Sprintf("%-*s  %-7s  ", width, r.Name, r.Worst)
		lines := report.Wrap(columns, head, strings.Repeat(" ", len(head)), r.Title)
		if _, err := io.WriteString(w, lines); err != nil {
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

// ruleJSON is a rule as programs read it.
type ruleJSON struct {
	Name          string `json:"name"`
	Severity      string `json:"severity"`
	Title         string `json:"title"`
	Documentation string `json:"documentation"`
	Text          string `json:"text,omitempty"`
}

// rulesJSON writes the rules that are named, with their documents, or the list of
// all.
func rulesJSON(w io.Writer, names []string) error {
	out := []ruleJSON{}
	for _, name := range names {
		r, ok := checks.Find(name)
		text, _ := docs.Rule(name)
		if !ok {
			return noRule(name)
		}
		out = append(out, describedRule(r, text))
	}
	if len(names) == 0 {
		for _, r := range checks.All {
			out = append(out, describedRule(r, ""))
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func describedRule(r checks.Rule, text string) ruleJSON {
	return ruleJSON{r.Name, r.Worst.String(), r.Title, "docs/rules/" + r.Name + ".md", text}
}
