package report

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// minWidth is the least width that text is laid out for, maxPiped the most that it
// takes where there is no terminal.
const (
	minWidth = 40
	maxPiped = 100
)

// cells tells how wide characters are. It is the same for every reader: what a
// terminal's locale makes of ambiguous ones is no part of a report.
var cells = &runewidth.Condition{EastAsianWidth: false}

// wrap prints a text behind the head of its first line, broken between words,
// with the other lines below an indent.
func (t *textWriter) wrap(head, indent, text string) {
	width := max(t.style.Width, minWidth)
	for _, line := range wrapped(Printable(text), width-columns(head), width-columns(indent)) {
		t.printf("%s%s\n", head, line)
		head = indent
	}
}

// wrapped breaks a text between words into lines that take no more cells than
// there are for the first and for the others. A longer word stays whole.
func wrapped(text string, first, others int) []string {
	var lines []string
	line, room := "", first
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
			line = word
		case cells.StringWidth(line)+1+cells.StringWidth(word) <= room:
			line += " " + word
		default:
			lines, line, room = append(lines, line), word, others
		}
	}
	return append(lines, line)
}

// colors are what paint puts around a text.
var colors = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// columns is how much of a line a text of ours takes.
func columns(s string) int { return cells.StringWidth(colors.ReplaceAllString(s, "")) }

// Wrap breaks a text between words into lines of at most a width, behind a head and
// below an indent.
func Wrap(width int, head, indent, text string) string {
	width = max(width, minWidth)
	var b strings.Builder
	for _, line := range wrapped(text, width-cells.StringWidth(head), width-cells.StringWidth(indent)) {
		b.WriteString(head + line + "\n")
		head = indent
	}
	return b.String()
}

// Columns is how wide text is laid out where there is no terminal to ask.
const Columns = maxPiped
