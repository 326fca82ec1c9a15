package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/report"
)

func fixCommand(p Program, j *job) *cli.Command {
	return &cli.Command{
		Name:      "fix",
		Usage:     "show, or make, the edits of the .tf files that end the 403s",
		UsageText: "plan403 fix [options] [PLAN|DIR ...]\nplan403 fix | git apply",
		Description: "Shows a diff of the .tf files. Each edit is proved before it is offered: the edited\n" +
			"source is judged again, the finding is gone, and no request fares worse.\n" +
			"Exit status: 0 nothing left to fix, 2 edits that are not written or findings\n" +
			"without an edit, 1 plan403 itself failed.",
		Flags: append(modelFlags(),
			&cli.BoolFlag{Name: "write", Usage: "make the edits"},
			&cli.BoolFlag{Name: "recursive", Usage: "fix every root module below the folders that are named"},
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT` of the " +
				"output: " + strings.Join(report.EditFormats(), ", ")},
			&cli.StringFlag{Name: "min-severity", Value: "warning", Usage: "fix no findings below this `SEVERITY`"},
			&cli.StringSliceFlag{Name: "rule", Usage: "fix only findings of the rule `NAME` (repeatable)"},
			&cli.StringSliceFlag{Name: "skip", Usage: "leave findings of the rule `NAME` (repeatable)"},
			&cli.BoolFlag{Name: "only-introduced", Usage: "fix only what this plan causes"},
			&cli.StringFlag{Name: "baseline", Usage: "`FILE` of known findings, which are left"},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
			&cli.BoolFlag{Name: "no-progress", Usage: "show no progress on standard error"},
		),
		Action: j.later(func(c *cli.Context) error { return fix(c, p, &j.status) }),
	}
}

func fix(c *cli.Context, p Program, status *int) error {
	o, err := fixOptions(c)
	if err != nil {
		return err
	}
	inputs, _, err := lintInputs(c, p, o.Config)
	if err != nil {
		return err
	}
	with, err := evidence(c, o.Config)
	if err != nil {
		return err
	}
	for i := range inputs {
		inputs[i].With = with
	}
	name := cmp.Or(inputs[0].Name, inputs[0].Path, inputs[0].Dir)
	stop := showProgress(p.Err, name, c.Bool("no-progress"))
	var list []analysis.Mended
	done := finished(c.Context, func() { list = o.MendAll(c.Context, inputs) })
	stop()
	if !done || c.Context.Err() != nil {
		return c.Context.Err()
	}
	return o.tellEdits(c, p, list, status)
}

// tellEdits makes the edits, if that is asked for, and tells them.
func (o options) tellEdits(c *cli.Context, p Program, list []analysis.Mended, status *int) error {
	r := report.Edits{Version: p.version()}
	var failed error
	var written []string
	for _, m := range list {
		failed = errors.Join(failed, m.Err)
		if m.Err != nil {
			continue
		}
		r.Plans = append(r.Plans, m.Plan)
		if c.Bool("write") && failed == nil {
			names, err := m.Write(writeEdited)
			written, failed = append(written, names...), errors.Join(failed, err)
		}
	}
	r.Written = c.Bool("write") && failed == nil
	if r.Open() {
		*status = StatusFindings
	}
	if len(r.Plans) > 0 {
		if err := writing(c.Context, func() error {
			return report.WriteEdits(p.Out, o.formats[0].format, r, o.styleFor(p.Out, ""))
		}); err != nil {
			return errors.Join(failed, err)
		}
	}
	if failed == nil || len(written) > 0 {
		for _, line := range r.Summary(written) {
			fmt.Fprintln(p.Err, report.Printable(line))
		}
	}
	return failed
}

// writeEdited puts new content in the place of a file's. Here it is the file itself
// that is meant, so whether it may be written is for the system to say.
func writeEdited(name string, content []byte) error {
	old, err := os.Lstat(name)
	if err == nil {
		err = writeOver(name, old.Mode().Perm(), content)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, cause(err))
	}
	return nil
}

func writeOver(name string, mode fs.FileMode, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return replaceFile(name, mode, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(content))
		return err
	})
}

// fixOptions are the options of fix, checked.
func fixOptions(c *cli.Context) (options, error) {
	if f := c.String("format"); !slices.Contains(report.EditFormats(), f) {
		return options{}, fmt.Errorf("--format %q: %s", f,
			meant(f, report.EditFormats(), "want one of "+strings.Join(report.EditFormats(), ", ")))
	}
	o, err := chosen(c)
	if err != nil {
		return o, err
	}
	o.formats = []output{{format: c.String("format")}}
	o.style = report.Style{Width: report.Columns}
	o.Baseline = o.baseline.known
	return o, o.parseColor(c.String("color"))
}
