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
		t.print(head + line + "\n")
		head = indent
	}
}

// wrapped breaks a text between words into lines that take no more cells than
// there are for the first and for the others. A longer word is broken behind the dots
// and slashes of addresses and paths, if it has any.
func wrapped(text string, first, others int) []string {
	var lines []string
	var line strings.Builder
	taken, room := 0, first
	for i, word := range strings.Split(text, " ") {
		space := min(i, 1)
		for k, piece := range pieces(word, others) {
			if k > 0 {
				space = 0
			}
			width := cells.StringWidth(piece)
			if i+k > 0 && taken+space+width > room {
				lines = append(lines, line.String())
				line.Reset()
				taken, room, space = 0, others, 0
			}
			if space > 0 {
				line.WriteByte(' ')
			}
			line.WriteString(piece)
			taken += space + width
		}
	}
	return append(lines, line.String())
}

// pieces are the parts between which a word may be broken: it alone if it fits a line.
func pieces(word string, room int) []string {
	if cells.StringWidth(word) <= room {
		return []string{word}
	}
	return breaks.FindAllString(word, -1)
}

// breaks finds parts of a word that end in what separates the parts of addresses.
var breaks = regexp.MustCompile(`[^./:]*[./:]+|[^./:]+`)

// colors are what paint puts around a text.
var colors = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// columns is how much of a line a text of ours takes.
func columns(s string) int {
	if !strings.Contains(s, "\x1b") {
		return cells.StringWidth(s)
	}
	return cells.StringWidth(colors.ReplaceAllString(hyperlinks.ReplaceAllString(s, ""), ""))
}

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
