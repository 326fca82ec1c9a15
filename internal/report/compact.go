package report

import (
	"fmt"
	"io"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// writeCompact writes one line a finding, in the form that editors and grep
// know: file:line:column: severity: message (rule). Of several plans each line names
// its own at the end.
func writeCompact(w io.Writer, r Report, style Style) error {
	var lines []string
	for _, p := range r.Plans {
		lines = append(lines, compactLines(p, r.of(p), style.Quiet)...)
	}
	for _, s := range r.Settings {
		if !style.Quiet {
			lines = append(lines, rangeOr(&s.Range, "")+": config: "+s.String())
		}
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, inert(line)); err != nil {
			return err
		}
	}
	return nil
}

// compactLines are the lines of a plan; of is what ends those that do not begin
// with its name.
func compactLines(p Plan, of string, quiet bool) []string {
	var lines []string
	for _, f := range p.Findings {
		lines = append(
			lines,
			fmt.Sprintf("%s: %s: %s (%s)%s", compactPlace(f), loudness(f), oneLine(f)+p.route(f), f.Rule, of),
		)
	}
	for _, u := range p.Undecided {
		at, text := place(u.Address, u.Missing), u.Reason
		if u.Range != nil {
			at, text = rangeOr(u.Range, ""), missing(u)
		}
		lines = append(lines, at+": undecided: "+sentences(text, u.Remedy)+of)
	}
	for _, n := range p.Notes {
		if !quiet {
			lines = append(lines, p.title()+": note: "+n)
		}
	}
	return lines
}

// loudness is the severity that an editor shows: what the baseline holds is no
// error any more.
func loudness(f checks.Finding) checks.Severity {
	if f.Known {
		return checks.Notice
	}
	return f.Severity
}

func compactPlace(f checks.Finding) string { return rangeOr(f.Range, f.Address) }

// rangeOr names where a range begins, or an address where there is none.
func rangeOr(r *hcl.Range, address string) string {
	if r == nil {
		return address
	}
	return fmt.Sprintf("%s:%d:%d", r.Filename, r.Start.Line, r.Start.Column)
}
