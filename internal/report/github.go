package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/plan403/plan403/checks"
)

// writeGitHub writes workflow commands, which GitHub shows as annotations at
// the line of the file (GitHub documentation, "Workflow commands for GitHub
// Actions"). The last line, for the log, holds no text of a plan.
func writeGitHub(w io.Writer, r Report) error {
	var b strings.Builder
	b.WriteString(r.configurationNotices())
	for _, p := range r.Plans {
		for _, f := range p.Findings {
			if !f.Known { // the runner keeps ten annotations of a kind: none for what is no news
				b.WriteString(p.annotation(f, r.of(p)))
			}
		}
		for _, u := range r.undecided(p) {
			b.WriteString(p.annotation(u, r.of(p)))
		}
		for _, n := range p.Notes {
			b.WriteString(command("notice", property("title", p.title()), n))
		}
	}
	fmt.Fprintf(&b, "plan403: %s\n", r.Count())
	_, err := io.WriteString(w, b.String())
	return err
}

// configurationNotices come first, before the runner's limit for notices is used up.
func (r Report) configurationNotices() string {
	var b strings.Builder
	for _, s := range r.Settings {
		at := property("file", s.Range.Filename) + fmt.Sprintf(",line=%d,", max(s.Range.Start.Line, 1))
		b.WriteString(command("notice", at+property("title", "plan403: configuration"), s.String()))
	}
	return b.String()
}

// annotation is a finding; of names its plan.
func (p Plan) annotation(f checks.Finding, of string) string {
	message := oneLine(f) + of
	if at := p.elsewhere(f); at != "" {
		message += "\n" + at
	}
	for _, line := range p.called(f) {
		message += "\n" + line
	}
	if f.Fix != "" {
		message += "\n" + advice(f)
	}
	title := property("title", "plan403: "+f.Rule)
	switch {
	case f.Range != nil && f.Range.Filename != "":
	case f.Rule == undecidedRule: // its message begins with the place
		return command(f.Severity.String(), title, message)
	default:
		return command(f.Severity.String(), title, place(f.Address, f.Attribute)+"\n"+message)
	}
	at := p.spot(f)
	return command(f.Severity.String(), property("file", at.file)+","+region(at)+","+title, message)
}

// region names lines and columns. GitHub takes columns only within one line,
// and puts an annotation below its last line, so a block is shown at its head.
func region(s spot) string {
	out := fmt.Sprintf("line=%d,col=%d", s.line, s.column)
	if s.endLine == s.line && s.end > s.column {
		out += fmt.Sprintf(",endLine=%d,endColumn=%d", s.line, s.end)
	}
	return out
}

// command is one workflow command; text may have several lines.
func command(name, properties, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = inert(line)
	}
	return "::" + name + " " + properties + "::" + commandData.Replace(strings.Join(lines, "\n")) + "\n"
}

func property(name, value string) string {
	return name + "=" + commandProperty.Replace(inert(value))
}

// The escapes of workflow commands, as @actions/core writes them.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// sentences puts a remedy behind a reason.
func sentences(reason, remedy string) string {
	if remedy == "" {
		return reason
	}
	return reason + "; remedy: " + remedy
}
