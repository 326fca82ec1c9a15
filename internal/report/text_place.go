package report

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// where prints the place of a finding, the line there, underlined, and the lines
// that tell why. It reports whether the reason stands there.
func (t *textWriter) where(p Plan, f checks.Finding) bool {
	if f.Range == nil {
		t.wrap("  --> ", "      ", place(f.Address, f.Attribute))
		return false
	}
	to := t.fileLink(f.Range.Filename, f.Range.Start.Line)
	t.wrapPlace("  --> ", "      ", compactPlace(f), place(f.Address, f.Attribute), to)
	marks := f.Places
	if !t.style.Verbose {
		marks = slices.DeleteFunc(slices.Clone(marks), func(m checks.Mark) bool { return m.General })
		marks = marks[:min(len(marks), maxPointers)]
	}
	own := pointer{at: *f.Range, label: t.reason(p, f), own: true}
	t.snippet(p.Places, append([]pointer{own}, pointers(marks)...))
	if calls := p.calledFrom(f); calls != "" {
		t.wrap("  called from ", "    ", calls)
	}
	return own.label != ""
}

// reason is the words below a finding's place: its label, or else its reason, where
// that takes no more than a line there.
func (t *textWriter) reason(p Plan, f checks.Finding) string {
	if _, ok := p.Places.line(f.Range); !ok {
		return ""
	}
	if label := cmp.Or(f.Label, f.Why); columns(Printable(label)) <= t.sourceWidth(f.Range.Start.Line) {
		return label
	}
	return ""
}

// pointer is a range to be underlined, with a few words.
type pointer struct {
	at    hcl.Range
	label string
	// own: it is the finding's place and not one that tells why.
	own bool
}

// maxPointers bounds the places beside a finding's own that are shown unasked.
const maxPointers = 1

func pointers(marks []checks.Mark) []pointer {
	var out []pointer
	for _, m := range marks {
		out = append(out, pointer{at: m.Range, label: m.Label})
	}
	return out
}

// snippet prints lines of source in their order, those of the first one's file
// first, each with what it points at below.
func (t *textWriter) snippet(places Places, list []pointer) {
	own := list[0].at.Filename
	slices.SortStableFunc(list, func(a, b pointer) int {
		if a.at.Filename != b.at.Filename {
			foreign := cmp.Compare(truth(a.at.Filename != own), truth(b.at.Filename != own))
			return cmp.Or(foreign, cmp.Compare(a.at.Filename, b.at.Filename))
		}
		return cmp.Compare(a.at.Start.Line, b.at.Start.Line)
	})
	before := hcl.Range{Filename: own}
	for _, one := range list {
		line, ok := places.line(&one.at)
		if !ok {
			continue
		}
		switch start := one.at.Start.Line; {
		case one.at.Filename != before.Filename:
			name := Printable(lineAt(one.at.Filename, start))
			t.printf("  --> %s\n", t.linked(name, t.fileLink(one.at.Filename, start)))
		case before.Start.Line != 0 && start > before.Start.Line+1:
			t.printf("%s\n", t.paint("     :", color.Faint))
		}
		if one.at.Filename == before.Filename && one.at.Start.Line == before.Start.Line {
			line = ""
		}
		t.underlined(line, one, places)
		before = one.at
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// underlined prints a line of source, unless it stands there already, with marks
// below a range and the label behind them.
func (t *textWriter) underlined(line string, p pointer, places Places) {
	number := lineNumber(p.at.Start.Line)
	source, _ := places.line(&p.at)
	pad, marks := underline(source, &p.at)
	shown := Printable(expandTabs(source))
	width := t.sourceWidth(p.at.Start.Line)
	shown, pad, marks = fit(shown, pad, marks, width)
	if line != "" {
		t.printf("  %s | %s\n", t.paint(number, color.Faint), shown)
	}
	paint := color.FgRed
	if !p.own {
		marks, paint = strings.Repeat("-", len(marks)), color.FgBlue
	}
	below := "  " + strings.Repeat(" ", len(number)) + " | "
	label := Printable(p.label)
	if len(pad)+len(marks)+1+cells.StringWidth(label) <= width {
		t.printf("%s%s%s\n", below, pad, t.paint(strings.TrimRight(marks+" "+label, " "), paint))
		return
	}
	t.printf("%s%s%s\n", below, pad, t.paint(marks, paint))
	if label == "" {
		return
	}
	label = cells.Truncate(label, width, "…")
	room := min(len(pad), width-cells.StringWidth(label))
	t.printf("%s%s%s\n", below, strings.Repeat(" ", room), t.paint(label, paint))
}

func lineNumber(n int) string { return fmt.Sprintf("%4d", n) }

// sourceWidth is what there is for source, or for words below it, beside the number
// of a line.
func (t *textWriter) sourceWidth(line int) int {
	return t.lineWidth() - len("  ") - len(lineNumber(line)) - len(" | ")
}

// lineWidth is the most that a line of source takes: of a terminal its width, and
// of a file what people read without scrolling.
func (t *textWriter) lineWidth() int {
	if t.style.Fit {
		return max(t.style.Width, minWidth)
	}
	return maxPiped
}

// fit cuts what a line and the marks below it have beyond a width: first at
// the end and, if the marks begin too far right, at the front.
func fit(line, pad, marks string, width int) (cut, cutPad, cutMarks string) {
	const more = "…"
	if over := len(pad) - width/2; over > 0 && cells.StringWidth(line) > width {
		line, pad = cells.TruncateLeft(line, over, ""), pad[over:]
		line, pad = more+line, " "+pad
	}
	room := max(width-len(pad), 1)
	return cells.Truncate(line, width, more), pad, marks[:min(len(marks), room)]
}

// line is the first line of a range.
func (p Places) line(r *hcl.Range) (string, bool) {
	if r == nil {
		return "", false
	}
	text := p.Texts[r.Filename]
	starts := p.startsOf(r.Filename)
	if text == nil || r.Start.Line < 1 || r.Start.Line > len(starts) {
		return "", false
	}
	line, _, _ := bytes.Cut(text[starts[r.Start.Line-1]:], []byte("\n"))
	return strings.TrimRight(string(line), "\r"), true
}

func expandTabs(s string) string { return strings.ReplaceAll(s, "\t", "    ") }

// underline returns the space before and the marks below a range on its first
// line. HCL counts columns in characters as people see them.
func underline(line string, r *hcl.Range) (pad, marks string) {
	runes := []rune(line)
	start := min(max(r.Start.Column-1, 0), len(runes))
	end := len([]rune(withoutComment(line)))
	if r.End.Line == r.Start.Line {
		end = min(max(r.End.Column-1, start+1), len(runes))
	}
	if end <= start {
		end = start + 1
	}
	pad = strings.Repeat(" ", cells.StringWidth(expandTabs(string(runes[:start]))))
	width := 1
	if end <= len(runes) {
		width = max(1, cells.StringWidth(expandTabs(string(runes[start:end]))))
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
