package planfile

import (
	"strconv"
	"strings"
)

// maxPrinted bounds the runes of text from a file or program in a message.
const maxPrinted = 300

// printable makes text fit to stand in a one-line message: control characters
// and private-use runes are escaped, and what is too long is cut.
func printable(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > maxPrinted {
			return b.String() + "…"
		}
		if strconv.IsGraphic(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}

// quoted is printable text between quotation marks.
func quoted(text string) string { return `"` + printable(text) + `"` }
