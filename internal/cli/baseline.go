package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/report"
)

// baselineFile is the file of --baseline. The zero value is none.
type baselineFile struct {
	name  string // "" without --baseline
	write bool
	known analysis.Baseline
}

// maxBaseline bounds the file.
const maxBaseline = 16 << 20

// loadBaseline reads the file of --baseline, unless it is to be written.
func loadBaseline(c *cli.Context) (baselineFile, error) {
	b := baselineFile{name: c.String("baseline"), write: c.Bool("write-baseline")}
	switch {
	case b.name == "" && b.write:
		return b, errors.New("--write-baseline needs the file's name in --baseline")
	case b.name == "" || b.write:
		return b, nil
	}
	text, err := readBaseline(b.name)
	if err != nil {
		return b, err
	}
	if b.known, err = analysis.ParseBaseline(text); err != nil {
		return b, fmt.Errorf("--baseline %s: %w; write it anew with --write-baseline", b.name, err)
	}
	return b, nil
}

func readBaseline(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("--baseline %s: no such file; write it with: plan403 --baseline %[1]s "+
			"--write-baseline PLAN", name)
	case err != nil:
		return nil, fmt.Errorf("--baseline: %w", err)
	case !info.Mode().IsRegular() || info.Size() > maxBaseline:
		return nil, fmt.Errorf("--baseline %s: it must be a regular file of at most %d MiB", name, maxBaseline>>20)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("--baseline: %w", err)
	}
	return text, nil
}

// compare marks the findings that the baseline holds, or writes it anew, which
// makes all of them known. It returns what is to be noted.
func (b baselineFile) compare(r report.Report, all bool) (note string, err error) {
	if b.name == "" {
		return "", nil
	}
	if b.write {
		b.known = analysis.NewBaseline(r)
		if err := writeFile(b.name, func(w io.Writer) error { return b.known.Write(w) }); err != nil {
			return "", fmt.Errorf("--write-baseline: cannot write %s: %w", b.name, cause(err))
		}
	}
	if gone := b.known.Mark(r); gone > 0 && all {
		note = fmt.Sprintf("%s: %d of its %d findings are gone; write it anew with "+
			"--write-baseline", b.name, gone, len(b.known))
	}
	return note, nil
}
