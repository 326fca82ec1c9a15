package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/plan403/plan403/internal/report"
)

// output is one format and where it goes, "" for standard output.
type output struct{ format, file string }

// write writes each format to its place.
func (o options) write(r report.Report, p Program) error {
	for _, f := range o.formats {
		style := o.styleFor(p.Out, f.file)
		if f.format == "github" {
			if err := summarize(os.Getenv("GITHUB_STEP_SUMMARY"), r); err != nil {
				return err
			}
		}
		if f.file == "" {
			if err := report.Write(p.Out, f.format, r, style); err != nil {
				return err
			}
			continue
		}
		written := func(w io.Writer) error { return report.Write(w, f.format, r, style) }
		if err := writeFile(f.file, written); err != nil {
			return fmt.Errorf("cannot write %s: %w", f.file, cause(err))
		}
	}
	return nil
}

func (o options) styleFor(out any, file string) report.Style {
	style := o.style
	if file != "" {
		style.Color = false
		return style
	}
	if o.auto {
		style.Color = wantsColor(os.Getenv, isTerminal(out))
	}
	if isTerminal(out) {
		style.Width, style.Fit = columnsOf(out), true
		style.Links = linksFor(os.Getenv)
	}
	return style
}

// columnsOf is the width of a terminal, and what people read without scrolling for
// anything else.
func columnsOf(out any) int {
	if f, ok := out.(*os.File); ok && isTerminal(out) {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return report.Columns
}

// wantsColor decides on colors by the customs of the environment (no-color.org,
// force-color.org, bixense.com/clicolors). Whoever wants none has the last word.
func wantsColor(env func(string) string, terminal bool) bool {
	forced := func(name string) bool { return env(name) != "" && env(name) != "0" }
	switch {
	case env("NO_COLOR") != "":
		return false
	case forced("FORCE_COLOR"), forced("CLICOLOR_FORCE"):
		return true
	}
	return terminal && env("TERM") != "dumb" && env("CLICOLOR") != "0"
}

// summarize adds the report to the job summary of a GitHub workflow, which is the
// file that the runner names; "" outside of one.
func summarize(file string, r report.Report) error {
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the job summary %s: %w", file, cause(err))
	}
	return errors.Join(report.Summary(f, r), f.Close())
}
