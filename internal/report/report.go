// Package report writes findings for people and for machines. Formats are
// leaves: everything is decided and sorted before.
package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/atlas"
)

// Report is what one run found.
type Report struct {
	Version string
	Plans   []Plan
	// UndecidedFails: the run fails if anything is undecided, so every format tells
	// what that is as it tells errors.
	UndecidedFails bool
	// Settings are what changes the report from outside the plans.
	Settings []Setting
}

// of names a plan behind a message, where there are several.
func (r Report) of(p Plan) string {
	if len(r.Plans) < 2 {
		return ""
	}
	return " [" + p.title() + "]"
}

// Note adds what concerns the run as a whole to its last plan.
func (r Report) Note(lines ...string) {
	if len(r.Plans) > 0 {
		last := &r.Plans[len(r.Plans)-1]
		last.Notes = append(last.Notes, lines...)
	}
}

// Plan is what was found in one plan.
type Plan struct {
	Path, TerraformVersion string
	// Kind is "plan", "state" or "configuration".
	Kind string
	// Took is how long it took to judge the plan.
	Took time.Duration
	// Source is "snapshot", "directory" or "none".
	Source   string
	Outcomes []Outcome
	// Map is the picture of the requests for formats that show one, an SVG element;
	// "" where none was asked for.
	Map string
	// Atlas answers single requests in a format that can ask, nil where none was asked for.
	Atlas     *atlas.Data
	Findings  []checks.Finding
	Undecided []checks.Undecided
	// Silenced are findings that somebody chose not to hear of. SARIF and JSON, which
	// have a word for them, write them; all formats count them.
	Silenced []Silenced
	// LeftOut counts the findings that options and rules switched off keep out of
	// the report: without them it must not read as if nothing were wrong.
	LeftOut int
	// Notes are things to know about the plan as a whole, one line each.
	Notes []string
	// Places are where in the source stands what findings speak of.
	Places Places
}

// Silenced is a finding that an ignore comment, the configuration or a baseline
// keeps quiet.
type Silenced struct {
	checks.Finding
	// InSource: by a comment in the source rather than from outside.
	InSource bool
	Reason   string
	// By is where that is written, the zero Range if it is not in a file of
	// configuration.
	By hcl.Range
}

// Counts are the findings of a run by severity. Of these, Fixed are the notices
// that say what the plan repairs, and Known are what the baseline holds. Ignored
// are those that somebody silenced, LeftOut those that nobody asked for. Failing are
// the requests that end in neither an object nor a 403.
type Counts struct{ Errors, Warnings, Notices, Undecided, Fixed, Known, Ignored, LeftOut, Failing int }

// Count adds up the findings of all plans.
func (r Report) Count() Counts {
	var c Counts
	for _, p := range r.Plans {
		c.Undecided += len(p.Undecided)
		c.Ignored += len(p.Silenced)
		c.LeftOut += p.LeftOut
		for _, o := range p.Outcomes {
			if o.fails() {
				c.Failing++
			}
		}
		for _, f := range p.Findings {
			if f.Known {
				c.Known++
			}
			if f.Change == checks.Fixed {
				c.Fixed++
			}
			switch f.Severity {
			case checks.Error:
				c.Errors++
			case checks.Warning:
				c.Warnings++
			default:
				c.Notices++
			}
		}
	}
	return c
}

// Style is how text is laid out.
type Style struct {
	Color bool
	// Width is the width of the terminal in columns.
	Width int
	// Fit keeps all lines to the width, as a terminal would break them: those
	// of source are cut, so that the carets stay below what they point at.
	Fit bool
	// Links, where the terminal knows them, lead from places to files and from rules to
	// their pages; nil for none.
	Links *Links
	// Quiet leaves out everything but findings.
	Quiet bool
	// Verbose adds how each finding comes about, and all that was checked.
	Verbose bool
}

// formats are the writers by name, in the order in which help lists them.
var formats = []struct {
	name  string
	write func(io.Writer, Report, Style) error
}{
	{"text", writeText},
	{"compact", writeCompact},
	{"json", plain(writeJSON)},
	{"sarif", plain(writeSARIF)},
	{"junit", plain(writeJUnit)},
	{"github", plain(writeGitHub)},
	{"gitlab", plain(writeGitLab)},
	{"markdown", plain(writeMarkdown)},
	{"html", plain(writeHTML)},
	{"rdjson", plain(writeRDJSON)},
}

// plain is a writer whose output no style changes.
func plain(write func(io.Writer, Report) error) func(io.Writer, Report, Style) error {
	return func(w io.Writer, r Report, _ Style) error { return write(w, r) }
}

// Formats lists the names that Write takes.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes a report in a format.
func Write(w io.Writer, format string, r Report, style Style) error {
	for _, f := range formats {
		if f.name == format {
			buffered := bufio.NewWriter(w)
			if err := f.write(buffered, r.withLines(), style); err != nil {
				return err
			}
			return buffered.Flush()
		}
	}
	return fmt.Errorf("unknown format %q; it must be one of %s", format, strings.Join(Formats(), ", "))
}

// ShowsTraces reports whether a format shows how each outcome came about.
func ShowsTraces(format string) bool { return format == "junit" }

// ShowsSteps reports whether a format shows how each finding comes about. On GitHub the
// summary of the job does.
func ShowsSteps(format string) bool {
	return slices.Contains([]string{"json", "sarif", "junit", "github", "markdown", "html"}, format)
}

// ShowsEdits reports whether a format shows the edits that end findings.
func ShowsEdits(format string) bool {
	return format == "json" || format == "sarif" || format == "rdjson" || format == "html"
}

// ShowsMap reports whether a format shows the picture of the requests.
func ShowsMap(format string) bool { return format == "html" }

// rules lists for each of the first n outcomes the rules that explain it.
func (p Plan) rules(n int) [][]string {
	names := make([][]string, n)
	for i := range names {
		names[i] = []string{}
		if i < len(p.Outcomes) {
			names[i] = append(names[i], p.Outcomes[i].Rules...)
		}
	}
	for _, f := range p.Findings {
		for _, i := range f.Outcomes {
			if i < n && f.Change != checks.Fixed && !slices.Contains(names[i], f.Rule) {
				names[i] = append(names[i], f.Rule)
			}
		}
	}
	return names
}

// asksOf are the distributions that outcomes speak of.
func (p Plan) asksOf() map[string]bool {
	seen := map[string]bool{}
	for _, o := range p.Outcomes {
		seen[o.Distribution] = true
	}
	return seen
}

// distributions counts the distributions that outcomes speak of.
func (p Plan) distributions() int { return len(p.asksOf()) }

// requests counts the outcomes that S3 had a say in.
func (p Plan) requests() int {
	n := 0
	for _, o := range p.Outcomes {
		if !o.Elsewhere {
			n++
		}
	}
	return n
}
