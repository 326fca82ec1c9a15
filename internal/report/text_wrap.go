package report

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/mitchellh/go-wordwrap"
)

// minWidth is the least width that text is laid out for.
const minWidth = 40

// wrap prints a text behind the head of its first line, broken between words,
// with the other lines below an indent.
func (t *textWriter) wrap(head, indent, text string) {
	width := max(t.style.Width, minWidth) - columns(indent)
	// What the head takes of the first line beyond the indent stands in front
	// of its first word.
	taken := max(columns(head)-columns(indent), 0)
	wrapped := wordwrap.WrapString(strings.Repeat("x", taken)+Printable(text), uint(width))
	for i, line := range strings.Split(wrapped[taken:], "\n") {
		if i > 0 {
			head = indent
		}
		t.printf("%s%s\n", head, line)
	}
}

// colors are what paint puts around a text.
var colors = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// columns is how much of a line a text of ours takes.
func columns(s string) int { return runewidth.StringWidth(colors.ReplaceAllString(s, "")) }
