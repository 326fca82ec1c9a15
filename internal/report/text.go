package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"
	"github.com/mattn/go-runewidth"
	"github.com/mitchellh/go-wordwrap"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
)

// textWriter lays out a report for a terminal. The first error ends it.
type textWriter struct {
	w     io.Writer
	style Style
	err   error
}

func (t *textWriter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = io.WriteString(t.w, inertLines(fmt.Sprintf(format, args...)))
	}
}

func (t *textWriter) paint(text string, attributes ...color.Attribute) string {
	c := color.New(attributes...)
	if t.style.Color {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.Sprint(text)
}

// wrap prints a text below an indent, broken between words.
func (t *textWriter) wrap(first, indent, text string) {
	width := max(t.style.Width, 40) - runewidth.StringWidth(indent)
	lines := strings.Split(wordwrap.WrapString(Printable(text), uint(width)), "\n")
	for i, line := range lines {
		if i == 0 {
			t.printf("%s%s\n", first, line)
		} else {
			t.printf("%s%s\n", indent, line)
		}
	}
}

func writeText(w io.Writer, r Report, style Style) error {
	t := &textWriter{w: w, style: style}
	for i, p := range r.Plans {
		if i > 0 {
			t.printf("\n")
		}
		t.plan(p)
	}
	return t.err
}

func (t *textWriter) plan(p Plan) {
	for _, n := range p.Notes {
		t.wrap("note: ", "      ", n)
	}
	for _, f := range p.Findings {
		t.finding(p, f)
	}
	if len(p.Undecided) > 0 {
		t.printf("%s\n", t.paint(fmt.Sprintf("undecided (%d)", len(p.Undecided)), color.Bold))
		for _, u := range p.Undecided {
			t.wrap("  - ", "    ", place(u.Address, u.Missing)+": "+u.Reason)
			if u.Remedy != "" {
				t.wrap("    remedy: ", "    ", u.Remedy)
			}
		}
		t.printf("\n")
	}
	t.summary(p)
}

func place(address, attribute string) string {
	return strings.TrimSpace(address + " " + attribute)
}

func (t *textWriter) summary(p Plan) {
	switch {
	case t.style.Quiet:
		return
	case len(p.Outcomes) == 0:
		t.printf("%s: no CloudFront distribution with an S3 origin\n", Printable(p.Path))
		return
	}
	c := Report{Plans: []Plan{p}}.Count()
	checked := fmt.Sprintf("checked %s and %s", count(p.distributions(), "distribution"), count(p.requests(), "request"))
	if len(p.Findings) == 0 && len(p.Undecided) == 0 {
		found := "no 403 found"
		if n := len(p.Silenced); n > 0 {
			found = "no 403 found beside " + count(n, "ignored finding")
		}
		t.printf("%s: %s; %s\n", Printable(p.Path), found, checked)
		return
	}
	fixed := ""
	if c.Fixed > 0 {
		fixed = fmt.Sprintf(", %d fixed", c.Fixed)
	}
	t.printf("%s: %s, %s, %s, %d undecided%s%s; %s\n", Printable(p.Path), count(c.Errors, "error"), count(c.Warnings, "warning"), count(c.Notices-c.Fixed, "notice"), c.Undecided, fixed, c.quiet(), checked)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

var severityColors = map[checks.Severity][]color.Attribute{
	checks.Error: {color.FgRed, color.Bold}, checks.Warning: {color.FgYellow, color.Bold}, checks.Notice: {color.FgCyan, color.Bold},
}

func (t *textWriter) finding(p Plan, f checks.Finding) {
	if f.Change == checks.Fixed {
		t.wrap(t.paint("fixed", color.FgGreen, color.Bold)+" "+t.paint(f.Rule, color.Bold)+" by this plan; until now ", "  ", f.Message)
		t.printf("\n")
		return
	}
	label := f.Severity.String()
	if f.Certainty == checks.Possible {
		label += " (possible)"
	}
	t.printf("%s %s %s\n", t.paint(label, severityColors[f.Severity]...), t.paint(f.Rule, color.Bold), t.paint("["+change(f)+"]", color.Faint))
	t.wrap("  ", "  ", f.Message)
	if also := otherRequests(p, f); also != "" && len(f.Steps) > 0 {
		t.wrap("  also: ", "        ", also)
	}
	t.where(p, f)
	if len(f.Steps) > 0 {
		t.printf("  %s\n", t.paint("how it comes about:", color.Faint))
		for i, e := range f.Evidence() {
			t.wrap(fmt.Sprintf("    %d. ", i+1), "       ", e)
		}
	}
	if f.Fix != "" {
		t.wrap("  "+t.paint("fix:", color.FgGreen)+" ", "       ", f.Fix)
	}
	t.printf("\n")
}

// maxAlso bounds the further requests that a finding lists.
const maxAlso = 6

// otherRequests lists what else a finding explains, after the request that its
// message names.
func otherRequests(p Plan, f checks.Finding) string {
	var list []string
	for _, i := range f.Outcomes[min(1, len(f.Outcomes)):] {
		o := p.Outcomes[i]
		request := o.Method + " " + p.Symbols.Display(o.Path)
		if o.Scheme == "http" {
			request += " over http"
		}
		if !slices.Contains(list, request) {
			list = append(list, request)
		}
	}
	if len(list) > maxAlso {
		list = append(list[:maxAlso], fmt.Sprintf("%d more", len(list)-maxAlso))
	}
	return strings.Join(list, ", ")
}

// where prints the place of a finding and the line there, underlined.
func (t *textWriter) where(p Plan, f checks.Finding) {
	if f.Range == nil {
		t.printf("  at %s\n", Printable(place(f.Address, f.Attribute)))
		return
	}
	t.printf("  at %s:%d:%d, %s\n", Printable(f.Range.Filename), f.Range.Start.Line, f.Range.Start.Column, Printable(place(f.Address, f.Attribute)))
	if line, ok := sourceLine(p.Lines, f.Range); ok {
		number := fmt.Sprintf("%4d", f.Range.Start.Line)
		pad, carets := underline(line, f.Range)
		t.printf("  %s | %s\n", t.paint(number, color.Faint), Printable(expandTabs(line)))
		t.printf("  %s | %s%s\n", strings.Repeat(" ", len(number)), pad, t.paint(carets, color.FgRed))
	}
	for _, line := range p.called(f) {
		t.printf("  %s\n", Printable(line))
	}
}

func sourceLine(lines func(string) []byte, r *hcl.Range) (string, bool) {
	if lines == nil || r == nil {
		return "", false
	}
	text := lines(r.Filename)
	all := bytes.Split(text, []byte("\n"))
	if text == nil || r.Start.Line < 1 || r.Start.Line > len(all) {
		return "", false
	}
	return strings.TrimRight(string(all[r.Start.Line-1]), "\r"), true
}

func expandTabs(s string) string { return strings.ReplaceAll(s, "\t", "    ") }

// underline returns the space before and the carets below a range on its first
// line. HCL counts columns in characters as people see them.
func underline(line string, r *hcl.Range) (pad, carets string) {
	runes := []rune(line)
	start := min(max(r.Start.Column-1, 0), len(runes))
	end := len([]rune(withoutComment(line)))
	if r.End.Line == r.Start.Line {
		end = min(max(r.End.Column-1, start+1), len(runes))
	}
	if end <= start {
		end = start + 1
	}
	pad = strings.Repeat(" ", runewidth.StringWidth(expandTabs(string(runes[:start]))))
	width := 1
	if end <= len(runes) {
		width = max(1, runewidth.StringWidth(expandTabs(string(runes[start:end]))))
	}
	return pad, strings.Repeat("^", width)
}

// withoutComment cuts a comment off a line, for a range that goes on below.
func withoutComment(line string) string {
	for _, mark := range []string{" #", " //"} {
		if i := strings.Index(line, mark); i >= 0 {
			line = line[:i]
		}
	}
	return strings.TrimRight(line, " \t")
}

func writeAnswerText(w io.Writer, a Answer, undecided []checks.Undecided, style Style) error {
	t := &textWriter{w: w, style: style}
	o := a.Outcome
	verdict := o.Verdict.String()
	if o.Status != 0 {
		verdict = fmt.Sprintf("%s (%d)", verdict, o.Status)
	}
	paint := map[simulate.Verdict]color.Attribute{simulate.Served: color.FgGreen, simulate.Forbidden: color.FgRed}[o.Verdict]
	t.printf("%s %s %s through %s: %s\n", o.Method, o.Scheme, Printable(a.Symbols.Display(o.Path)), Printable(o.Distribution.Address), t.paint(verdict, color.Bold, paint))
	for i, s := range o.Trace {
		s.Detail = a.Symbols.Display(s.Detail)
		t.wrap(fmt.Sprintf("  %d. ", i+1), "     ", s.String())
	}
	if len(a.Rules) > 0 {
		t.wrap("rules: ", "       ", strings.Join(a.Rules, ", "))
	}
	for _, u := range undecided {
		t.wrap("missing: ", "         ", place(u.Address, u.Missing)+": "+u.Reason)
		t.wrap("remedy: ", "        ", u.Remedy)
	}
	return t.err
}
