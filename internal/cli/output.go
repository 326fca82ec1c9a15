package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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
		if err := writeFile(f.file, func(w io.Writer) error { return report.Write(w, f.format, r, style) }); err != nil {
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
	if f, ok := out.(*os.File); ok && isTerminal(out) {
		if o.auto {
			style.Color = os.Getenv("NO_COLOR") == ""
		}
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			style.Width, style.Fit = width, true
		}
	}
	return style
}

// writeFile writes a file whole or not at all. A link stays one: its target is
// what is written.
func writeFile(name string, write func(io.Writer) error) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return writeInto(name, write)
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), ".plan403-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // gone after the rename
	if err := write(temporary); err != nil {
		return errors.Join(err, temporary.Close())
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := os.Chmod(temporary.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}

// writeInto writes to a pipe or a device, which must not be replaced by a file.
func writeInto(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
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

// cause is what went wrong with a file, without the name of the temporary one.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
