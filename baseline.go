package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
)

// baseline holds the findings that are known already, so that only new ones
// fail a run. The zero value holds none.
type baseline struct {
	file    string // "" without --baseline
	write   bool
	entries []entry
}

// entry is one known finding. It names what the finding is about and none of
// its words, so that it outlives a new wording.
type entry struct {
	// Plan is set only by runs over several plans: in each, the same address
	// may stand for another resource.
	Plan         string `json:"plan,omitempty"`
	Rule         string `json:"rule"`
	Address      string `json:"address"`
	Attribute    string `json:"attribute,omitempty"`
	Distribution string `json:"distribution,omitempty"`
	// Severity is the worst that is known: what has got worse is new.
	Severity string `json:"severity"`
}

// maxBaseline bounds the file.
const maxBaseline = 16 << 20

// loadBaseline reads the file of --baseline, unless it is to be written.
func loadBaseline(c *cli.Context) (baseline, error) {
	b := baseline{file: c.String("baseline"), write: c.Bool("write-baseline")}
	switch {
	case b.file == "" && b.write:
		return b, errors.New("--write-baseline: want the file's name in --baseline")
	case b.file == "" || b.write:
		return b, nil
	}
	info, err := os.Stat(b.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, fmt.Errorf("--baseline %s: no such file; write it with: plan403 --baseline %[1]s --write-baseline PLAN", b.file)
	case err != nil:
		return b, fmt.Errorf("--baseline: %w", err)
	case !info.Mode().IsRegular() || info.Size() > maxBaseline:
		return b, fmt.Errorf("--baseline %s: want a regular file of at most %d MiB", b.file, maxBaseline>>20)
	}
	text, err := os.ReadFile(b.file)
	if err != nil {
		return b, fmt.Errorf("--baseline: %w", err)
	}
	b.entries, err = parseBaseline(text)
	if err != nil {
		return b, fmt.Errorf("--baseline %s: %w; write it anew with --write-baseline", b.file, err)
	}
	return b, nil
}

func parseBaseline(text []byte) ([]entry, error) {
	var entries []entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("not a list of findings: %w", err)
	}
	for i, e := range entries {
		if e.Rule == "" || severityOf(e.Severity) < 0 {
			return nil, fmt.Errorf("entry %d: want a rule, and error, warning or notice as severity", i+1)
		}
	}
	return entries, nil
}

func severityOf(name string) int { return slices.Index([]string{"notice", "warning", "error"}, name) }

// entryOf describes a finding of a plan.
func entryOf(p report.Plan, f checks.Finding) entry {
	e := entry{Rule: f.Rule, Address: f.Address, Attribute: f.Attribute, Severity: f.Severity.String()}
	if len(f.Outcomes) > 0 {
		e.Distribution = p.Outcomes[f.Outcomes[0]].Distribution.Address
	}
	return e
}

// holds reports whether an entry stands for a finding of the plan at path.
func (e entry) holds(path string, found entry) bool {
	known, is := severityOf(e.Severity), severityOf(found.Severity)
	e.Severity, found.Severity, found.Plan = "", "", ""
	if e.Plan == path {
		e.Plan = ""
	}
	return e == found && is <= known
}

// compare marks the findings that the baseline holds, or writes it anew, which
// makes all of them known.
func (o options) compare(r report.Report) error {
	if o.baseline.file == "" {
		return nil
	}
	entries := o.baseline.entries
	if o.baseline.write {
		entries = entriesOf(r)
		if err := writeFile(o.baseline.file, func(w io.Writer) error { return writeBaseline(w, entries) }); err != nil {
			return fmt.Errorf("--write-baseline: %w", err)
		}
	}
	gone := len(entries) - len(markKnown(r, entries))
	if gone > 0 && o.reportsAll() {
		note(r, fmt.Sprintf("%s: %d of its %d findings are gone; write it anew with --write-baseline", o.baseline.file, gone, len(entries)))
	}
	return nil
}

// markKnown marks the findings that entries hold and returns which these are, by
// index.
func markKnown(r report.Report, entries []entry) map[int]bool {
	met := map[int]bool{}
	for _, p := range r.Plans {
		for k, f := range p.Findings {
			found := entryOf(p, f)
			for n, e := range entries {
				if e.holds(p.Path, found) {
					p.Findings[k].Known, met[n] = true, true
				}
			}
		}
	}
	return met
}

// reportsAll reports whether no flag leaves findings out.
func (o options) reportsAll() bool {
	return o.least == checks.Notice && len(o.only)+len(o.skip) == 0 && !o.onlyIntroduced
}

// entriesOf lists the findings of a report, sorted, each once. What a plan
// repairs is no finding to know about.
func entriesOf(r report.Report) []entry {
	entries := []entry{}
	for _, p := range r.Plans {
		for _, f := range p.Findings {
			if f.Change == checks.Fixed {
				continue
			}
			e := entryOf(p, f)
			if len(r.Plans) > 1 {
				e.Plan = p.Path
			}
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key(), b.key()) })
	return slices.Compact(entries)
}

func (e entry) key() string {
	return strings.Join([]string{e.Plan, e.Rule, e.Address, e.Attribute, e.Distribution, e.Severity}, "\x00")
}

func writeBaseline(w io.Writer, entries []entry) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(entries)
}

// news is the report without the findings that the baseline holds.
func news(r report.Report) report.Report {
	out := report.Report{Version: r.Version}
	for _, p := range r.Plans {
		p.Findings = slices.DeleteFunc(slices.Clone(p.Findings), func(f checks.Finding) bool { return f.Known })
		out.Plans = append(out.Plans, p)
	}
	return out
}

// fails reports whether something that the baseline does not hold is at or above
// --fail-on.
func (o options) fails(r report.Report) bool {
	c := news(r).Count()
	notices := c.Notices - c.Fixed // what the plan repairs is no reason to fail
	found := []int{c.Undecided, notices, c.Warnings, c.Errors}
	for level := o.failOn; level < len(found); level++ {
		if found[level] > 0 {
			return true
		}
	}
	return false
}
