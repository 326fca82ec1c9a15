package cli

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
)

//go:embed completion/*.tmpl
var completionTemplates embed.FS

// shells are those that completion can be made for.
var shells = []string{"bash", "zsh", "fish"}

func completionCommand(p Program) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the script that lets a shell complete plan403's words",
		UsageText: "plan403 completion bash|zsh|fish",
		Description: "   bash:  plan403 completion bash > ~/.local/share/bash-completion/completions/plan403\n" +
			"   zsh:   plan403 completion zsh > \"${fpath[1]}/_plan403\"\n" +
			"   fish:  plan403 completion fish > ~/.config/fish/completions/plan403.fish",
		Action: func(c *cli.Context) error {
			if c.Args().Len() != 1 || !slices.Contains(shells, c.Args().First()) {
				return fmt.Errorf(
					"completion %q: it must be one of %s", strings.Join(c.Args().Slice(), " "+
						""), strings.Join(shells, ", "))
			}
			text, err := completion(c.App, c.Args().First())
			if err == nil {
				_, err = p.Out.Write(text)
			}
			return err
		},
	}
}

// completion writes the script of a shell. The library's own scripts start the
// program at each key, know no default command and no values.
func completion(app *cli.App, shell string) ([]byte, error) {
	t, err := template.New(shell+".tmpl").ParseFS(completionTemplates, "completion/"+shell+".tmpl")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, completedCommands(app))
	return b.Bytes(), err
}

// completedCommand is a command as the templates see it.
type completedCommand struct {
	Name, Usage string
	Default     bool // it runs when none is named
	Words       []string
	Files       bool // its arguments are files
	Flags       []completedFlag
}

// completedFlag is a flag with what its value can be: words, a file or a
// folder.
type completedFlag struct {
	Names              []string // with their dashes, the main one first
	Usage              string
	Value, Many        bool
	Words              []string
	File, Dir, Program bool
}

func completedCommands(app *cli.App) []completedCommand {
	var out []completedCommand
	for _, c := range app.Commands {
		if c.Hidden {
			continue
		}
		one := completedCommand{
			Name:    c.Name,
			Usage:   plainUsage(c.Usage),
			Default: c.Name == "lint",
			Words:   argumentWords(c.Name),
		}
		one.Files = one.Words == nil
		for _, f := range slices.Concat(c.Flags, []cli.Flag{cli.HelpFlag}) {
			if flag, ok := f.(cli.DocGenerationFlag); ok &&
				!slices.ContainsFunc(
					one.Flags,
					func(g completedFlag) bool { return slices.Contains(g.Names, dashed(flag.Names()[0])) },
				) {
				one.Flags = append(one.Flags, completeFlag(c.Name, flag))
			}
		}
		out = append(out, one)
	}
	return out
}

func completeFlag(command string, f cli.DocGenerationFlag) completedFlag {
	out := completedFlag{Value: f.TakesValue(), Usage: plainUsage(f.GetUsage())}
	_, out.Many = f.(*cli.StringSliceFlag)
	for _, name := range f.Names() {
		out.Names = append(out.Names, dashed(name))
	}
	name := f.Names()[0]
	out.Words = valueWords(command, name)
	out.File = name == "config" || name == "baseline"
	out.Dir = name == "source"
	out.Program = name == "terraform"
	return out
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// plainUsage is the usage in one line without the marks of the value's name and
// without letters that end a quotation or a zsh explanation.
func plainUsage(text string) string {
	return strings.NewReplacer("`", "", "'", "’", "[", "(", "]", ")", "\n", " ", `\`, "").Replace(text)
}

// argumentWords lists the arguments of the commands that read no plan.
func argumentWords(command string) []string {
	switch command {
	case "rules":
		return ruleNames()
	case "completion":
		return shells
	}
	return nil
}

// valueWords lists the values of the flags that know them.
func valueWords(command, flag string) []string {
	switch flag {
	case "format":
		switch command {
		case "request":
			return []string{"text", "json"}
		case "fix":
			return report.EditFormats()
		}
		return report.Formats()
	case "fail-on":
		return []string{"error", "warning", "notice", "undecided", "never"}
	case "min-severity":
		return []string{"error", "warning", "notice"}
	case "rule", "skip":
		return ruleNames()
	case "color":
		return []string{"auto", "always", "never"}
	case "scheme":
		return []string{"http", "https"}
	case "state":
		return []string{"before", "after"}
	case "X":
		return []string{"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
	}
	return nil
}

func ruleNames() []string {
	var out []string
	for _, r := range checks.All {
		out = append(out, r.Name)
	}
	return out
}
