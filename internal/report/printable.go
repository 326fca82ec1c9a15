package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Printable makes text from a plan harmless for a terminal: control characters,
// invisible ones that change the direction of text, and bytes that are no UTF-8
// are shown as escapes.
func Printable(s string) string {
	unclean := func(r rune) bool { return r == utf8.RuneError || !harmless(r) }
	if strings.IndexFunc(s, unclean) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case harmless(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		i += size
	}
	return b.String()
}

// harmless reports whether a rune can be sent to a terminal as it is.
func harmless(r rune) bool {
	if r < utf8.RuneSelf {
		return ' ' <= r && r <= '~'
	}
	return unicode.IsPrint(r) || r == '\u00a0'
}

// orders are what pipelines obey wherever a line of a log holds it: "##[" is
// GitHub's older form and Azure's, "##vso[" and "##teamcity[" have their names.
var orders = regexp.MustCompile(`##([a-z]*\[)`)

// inert is Printable for one line of a pipeline's log: nothing in it is an
// order to the pipeline. GitHub also obeys lines that begin with "::", space
// before it left aside.
func inert(s string) string {
	return disarm(Printable(s))
}

func disarm(s string) string {
	if strings.Contains(s, "##") {
		s = orders.ReplaceAllString(s, `#\u{23}$1`)
	}
	if rest := strings.TrimLeftFunc(s, unicode.IsSpace); strings.HasPrefix(rest, "::") {
		s = s[:len(s)-len(rest)] + `\u{3a}` + rest[1:]
	}
	return s
}

// inertLines disarms lines that are printable already: breaking a text between
// words can put any of them at the head of a line.
func inertLines(s string) string {
	if !strings.Contains(s, "##") && !strings.Contains(s, "::") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = disarm(line)
	}
	return strings.Join(lines, "\n")
}

// plainASCII reports whether asciiEscapes would leave a JSON text as it is, as it does
// with nearly all. Large reports are not copied then.
func plainASCII(text []byte) bool {
	for _, b := range text {
		if b != '\n' && (b < ' ' || b > '~') {
			return false
		}
	}
	return !bytes.Contains(text, []byte("##"))
}

// asciiEscapes writes what inert would change in a JSON text as JSON's own
// escapes. Between strings JSON holds nothing of the kind.
func asciiEscapes(text string) string {
	var b strings.Builder
	for _, r := range orders.ReplaceAllString(text, `#\u0023$1`) {
		switch {
		case r == '\n' || harmless(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
