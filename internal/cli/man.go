package cli

import (
	"io"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"
)

// manSection is that of programs for users.
const manSection = 1

// manDescription is what --help tells with each command, which the library
// leaves out of manual pages. It is Markdown.
const manDescription = `plan403 reads a Terraform or OpenTofu plan and says which requests through
CloudFront to S3 will get HTTP 403 once the plan is applied, and why.

Exit status of **lint**: 0 nothing at or above **--fail-on**, 2 findings, 1 plan403 itself failed.
Exit status of **fix**: 0 nothing left to fix, 2 edits not written or findings without one, 1 failure.
Exit status of **request**: 0 served, 2 forbidden, 3 unknown, 4 other, 1 plan403 itself failed.

Files: **.plan403.hcl** here or above, up to the repository's root, holds the configuration.`

func manCommand(p Program) *cli.Command {
	return &cli.Command{
		Name:      "man",
		Usage:     "print the manual page",
		UsageText: "plan403 man | man -l -",
		Hidden:    true, // packages hold the page
		Action: func(c *cli.Context) error {
			app := *c.App
			app.Description = manDescription
			page, err := app.ToManWithSection(manSection)
			if err != nil {
				return err
			}
			_, err = io.WriteString(p.Out, withSynopsis(page))
			return err
		},
	}
}

var (
	synopsisSection = regexp.MustCompile(`(?s)\.SH SYNOPSIS\n.*?\.SH DESCRIPTION`)
	// gloss is what the usage says about a command beside it.
	gloss = regexp.MustCompile(`\s{2,}\S.*$`)
)

// withSynopsis puts the commands in the place of the list of global flags, which the
// library takes for a synopsis.
func withSynopsis(page string) string {
	commands, _, _ := strings.Cut(usageText, "\n\n")
	var lines []string
	for _, line := range strings.Split(commands, "\n") {
		lines = append(lines, strings.ReplaceAll(gloss.ReplaceAllString(line, ""), "-", `\-`))
	}
	section := ".SH SYNOPSIS\n.EX\n" + strings.Join(lines, "\n") + "\n.EE\n\n.SH DESCRIPTION"
	return synopsisSection.ReplaceAllLiteralString(page, section)
}
