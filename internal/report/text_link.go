package report

import (
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// Links are how text leads to files and pages, on terminals that know hyperlinks
// (OSC 8, gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
type Links struct {
	// Host is this machine's name, Dir the folder that files are named from.
	Host, Dir string
}

// hyperlinks finds the beginning and the end of hyperlinks, which take no room on a line.
var hyperlinks = regexp.MustCompile(`\x1b\]8;[^\x1b]*\x1b\\`)

// linked makes a text lead to a page. The text is printable already.
func (t *textWriter) linked(text, to string) string {
	if t.style.Links == nil || to == "" {
		return text
	}
	return "\x1b]8;;" + to + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// fileLink is where a line of a file is found.
func (t *textWriter) fileLink(file string, line int) string {
	l := t.style.Links
	if l == nil || file == "" {
		return ""
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(l.Dir, file)
	}
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") { // a drive
		path = "/" + path
	}
	to := url.URL{Scheme: "file", Host: l.Host, Path: path, Fragment: fmt.Sprint(line)}
	return to.String()
}

// ruleLink is the page of a rule.
func (t *textWriter) ruleLink(name string) string {
	return homepage + "/blob/main/docs/rules/" + url.PathEscape(name) + ".md"
}

// wrapPlace is wrap for a text that begins with a place, which leads to it.
func (t *textWriter) wrapPlace(head, indent, place, rest string, to string) {
	text := place
	if rest != "" {
		text += ", " + rest
	}
	width := max(t.style.Width, minWidth)
	for _, line := range wrapped(Printable(text), width-columns(head), width-columns(indent)) {
		if at := Printable(place); to != "" && strings.HasPrefix(line, at) {
			line, to = t.linked(at, to)+line[len(at):], ""
		}
		t.print(head + line + "\n")
		head = indent
	}
}
