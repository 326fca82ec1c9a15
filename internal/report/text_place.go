package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"
	"github.com/mattn/go-runewidth"

	"github.com/plan403/plan403/checks"
)

// where prints the place of a finding and the line there, underlined.
func (t *textWriter) where(p Plan, f checks.Finding) {
	if f.Range == nil {
		t.wrap("  at ", "     ", place(f.Address, f.Attribute))
		return
	}
	t.wrap("  at ", "     ", compactPlace(f)+", "+place(f.Address, f.Attribute))
	if line, ok := p.Places.line(f.Range); ok {
		t.underlined(line, f.Range)
	}
	for _, line := range p.called(f) {
		t.wrap("  ", "    ", line)
	}
}

// underlined prints a line of source with carets below a range.
func (t *textWriter) underlined(line string, r *hcl.Range) {
	number := fmt.Sprintf("%4d", r.Start.Line)
	pad, carets := underline(line, r)
	line = Printable(expandTabs(line))
	if t.style.Fit {
		line, pad, carets = fit(line, pad, carets, max(t.style.Width, minWidth)-len("   | ")-len(number))
	}
	t.printf("  %s | %s\n", t.paint(number, color.Faint), line)
	t.printf("  %s | %s%s\n", strings.Repeat(" ", len(number)), pad, t.paint(carets, color.FgRed))
}

// fit cuts what a line and the carets below it have beyond a width: first at
// the end and, if the carets begin too far right, at the front.
func fit(line, pad, carets string, width int) (cut, cutPad, cutCarets string) {
	const more = "…"
	if over := len(pad) - width/2; over > 0 && runewidth.StringWidth(line) > width {
		line, pad = runewidth.TruncateLeft(line, over, ""), pad[over:]
		line, pad = more+line, " "+pad
	}
	room := max(width-len(pad), 1)
	return runewidth.Truncate(line, width, more), pad, carets[:min(len(carets), room)]
}

// line is the first line of a range.
func (p Places) line(r *hcl.Range) (string, bool) {
	if r == nil {
		return "", false
	}
	text := p.Texts[r.Filename]
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
