package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
)

// maxChanged bounds the lines of an edit that a finding shows; fix shows all of it.
const maxChanged = 6

// fix says what to do about a finding: in words, or by the lines of source that change
// where they are known and few.
func (t *textWriter) fix(p Plan, f checks.Finding) {
	head := "  " + t.paint("fix:", color.FgGreen) + " "
	lines := p.changes(f)
	if len(lines) == 0 || len(lines) > maxChanged && !t.style.Verbose {
		if f.Fix != "" {
			t.wrap(head, "       ", f.Fix)
		}
		return
	}
	first, short := firstSentence(f.Fix)
	if !short || cells.StringWidth(first) > t.style.Width-len("  fix: ") {
		first, lines = "change "+lines[0].text, lines[1:] // which says the rest
	} else if f.Range != nil && lines[0].text == lineAt(f.Range.Filename, f.Range.Start.Line) {
		lines = lines[1:]
	}
	t.wrap(head, "       ", first)
	for _, l := range lines {
		t.changed(l)
	}
}

func (t *textWriter) changed(l changed) {
	shown := func(text string) string { return Printable(expandTabs(text)) }
	text := around(shown(l.text), len(shown(l.text[:l.same])), t.lineWidth()-len("       - "))
	switch l.sign {
	case "-":
		text = t.paint("- "+text, color.FgRed)
	case "+":
		text = t.paint("+ "+text, color.FgGreen)
	default:
		text = t.linked(t.paint("at "+text, color.Faint), t.fileLink(l.file, l.line))
	}
	t.printf("       %s\n", text)
}

// around cuts a line to a width so that what follows its first bytes, which are the
// same before and after, is seen.
func around(line string, same, width int) string {
	const more = "…"
	room := max(width, 1)
	if before := cells.StringWidth(line[:min(same, len(line))]); cells.StringWidth(line) > room && before > room/2 {
		line = more + cells.TruncateLeft(line, before-room/3, "")
	}
	return cells.Truncate(line, room, more)
}

// firstSentence is what a fix begins with, and whether it has one.
func firstSentence(text string) (string, bool) {
	first, _, more := strings.Cut(text, ". ")
	if more {
		first += "."
	}
	return first, text != ""
}

// changed is a line of source that goes ("-") or comes ("+"), or the place of those that
// follow ("@").
type changed struct {
	sign, text string
	// file and line are the place.
	file string
	line int
	// same is with how many bytes the line begins that stay.
	same int
}

// changes are the lines that the edit of a finding changes, without the space that all of
// a place begin with.
func (p Plan) changes(f checks.Finding) (out []changed) {
	var files []string
	for _, e := range f.Edits {
		if !slices.Contains(files, e.Range.Filename) {
			files = append(files, e.Range.Filename)
		}
	}
	for _, name := range files {
		of := slices.DeleteFunc(slices.Clone(f.Edits), func(e hcledit.Edit) bool { return e.Range.Filename != name })
		text := p.Places.Texts[name]
		if _, err := hcledit.Apply(text, of); err != nil {
			return nil // the file is not at hand as it was edited
		}
		next := -1
		for _, l := range hcledit.LinesOf(text, of) {
			if l.From != next {
				out = append(out, changed{sign: "@", text: lineAt(name, l.From+1), file: name, line: l.From + 1})
			}
			out, next = append(out, exchanged(l)...), l.From+len(l.Old)
		}
	}
	return out
}

// exchanged is one run of changed lines. Empty ones are left out.
func exchanged(l hcledit.Lines) (out []changed) {
	margin := commonMargin(append(slices.Clone(l.Old), l.New...))
	for _, side := range []struct {
		sign  string
		lines []string
	}{{"-", l.Old}, {"+", l.New}} {
		for i, line := range side.lines {
			if strings.TrimSpace(line) == "" {
				continue
			}
			c := changed{sign: side.sign, text: dedented(line, margin)}
			if i < len(l.Old) && i < len(l.New) {
				c.same = sameBytes(dedented(l.Old[i], margin), dedented(l.New[i], margin))
			}
			out = append(out, c)
		}
	}
	return out
}

// sameBytes is how long two lines are the same, up to a whole character.
func sameBytes(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

func dedented(line string, margin int) string {
	line = strings.TrimRight(line, "\r\n")
	return line[min(margin, len(line)):]
}

// commonMargin is how much space all lines that hold something begin with.
func commonMargin(lines []string) int {
	margin := -1
	for _, line := range lines {
		text := strings.TrimLeft(line, " \t")
		if n := len(line) - len(text); strings.TrimSpace(text) != "" && (margin < 0 || n < margin) {
			margin = n
		}
	}
	return max(margin, 0)
}
