package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/plan403/plan403/internal/fix"
	"github.com/plan403/plan403/internal/hcledit"
)

// The text of fix is a unified diff that git apply takes. All else stands in lines
// that begin with #, before the diff of a file and behind the last one, which it
// passes over.

func writeEditsText(w io.Writer, r Edits, style Style) error {
	t := &textWriter{w: w, style: style}
	for _, p := range r.Plans {
		if len(r.Plans) > 1 {
			t.remark(p.title())
		}
		for _, n := range p.Notes {
			t.remark("note: " + n)
		}
		for _, f := range p.Files {
			t.reasons(p, f.Name)
			if !r.Written {
				t.diff(f)
			}
		}
		for _, l := range p.Left {
			t.left(l)
		}
	}
	return t.err
}

// remark is a line that git apply passes over.
func (t *textWriter) remark(text string) {
	if t.err == nil {
		_, t.err = io.WriteString(t.w, t.paint("# "+inert(text), color.Faint)+"\n")
	}
}

// reasons say why a file is edited, in the order of its edits.
func (t *textWriter) reasons(p EditedPlan, file string) {
	for _, x := range p.Proposals {
		at := 0
		for _, e := range x.Edits {
			if e.Range.Filename == file {
				at = e.Range.Start.Line
				break
			}
		}
		if at == 0 {
			continue
		}
		t.remark(fmt.Sprintf("%s:%d: %s (%s)", file, at, strings.Join(x.Why, "; "), ended(x)))
		for _, other := range x.Other {
			t.remark("  or else: " + other)
		}
	}
}

// ended names the rules whose findings are gone, and how many there are.
func ended(x fix.Proposal) string {
	var names []string
	count := map[string]int{}
	for _, f := range x.Ends {
		if count[f.Rule]++; count[f.Rule] == 1 {
			names = append(names, f.Rule)
		}
	}
	for i, name := range names {
		if n := count[name]; n > 1 {
			names[i] = fmt.Sprintf("%s × %d", name, n)
		}
	}
	return "ends " + strings.Join(names, ", ")
}

func (t *textWriter) left(l fix.Left) {
	at := l.Finding.Address
	if l.Finding.Range != nil {
		at = rangeOr(l.Finding.Range, at)
	}
	t.remark(fmt.Sprintf("%s: %s: %s (%s)", at, l.Finding.Severity, oneLine(l.Finding), l.Finding.Rule))
	t.remark("  no edit: " + l.Why)
	if l.Finding.Fix != "" {
		t.remark("  to do: " + l.Finding.Fix)
	}
}

// maxContext are the lines of a diff that stay, before and behind those that change.
const maxContext = 3

// diff writes the edits of a file.
func (t *textWriter) diff(f EditedFile) {
	old, shown := split(f.Text), split(f.Shown)
	changes := hcledit.LinesOf(f.Text, f.Edits)
	for _, c := range changes {
		for i := range c.Old {
			if old[c.From+i] != shown[c.From+i] {
				t.remark(fmt.Sprintf("%s:%d: stars cover what the plan marks as sensitive, so that git apply cannot "+
					"take this diff: use --write", f.Name, c.From+i+1))
			}
		}
	}
	t.raw(color.Bold, "--- a/"+diffName(f.Name)+"\n")
	t.raw(color.Bold, "+++ b/"+diffName(f.Name)+"\n")
	shift := 0
	for len(changes) > 0 {
		h := hunk{old: old, shown: shown, changes: changes[:1]}
		for len(h.changes) < len(changes) && h.reaches(changes[len(h.changes)]) {
			h.changes = changes[:len(h.changes)+1]
		}
		shift += t.hunk(h, shift)
		changes = changes[len(h.changes):]
	}
}

// reaches reports whether a change stands so near that it belongs to the same hunk.
func (h hunk) reaches(next hcledit.Lines) bool {
	last := h.changes[len(h.changes)-1]
	from := last.From + len(last.Old)
	if next.From-from > 2*maxContext {
		return false
	}
	for i := from; i < next.From; i++ {
		if !h.plain(i) {
			return false
		}
	}
	return true
}

// hunk is a part of a diff: changes that stand near each other.
type hunk struct {
	old, shown []string
	changes    []hcledit.Lines
}

// hunk writes it, and returns by how many lines the file grows. Lines that cannot be
// shown as they are stand neither before nor behind the changes.
func (t *textWriter) hunk(h hunk, shift int) int {
	first, last := h.changes[0], h.changes[len(h.changes)-1]
	from, to := first.From, last.From+len(last.Old)
	for n := 0; n < maxContext && from > 0 && h.plain(from-1); n++ {
		from--
	}
	for n := 0; n < maxContext && to < len(h.old) && h.plain(to); n++ {
		to++
	}
	grown := 0
	for _, c := range h.changes {
		grown += len(c.New) - len(c.Old)
	}
	t.raw(color.FgCyan, fmt.Sprintf("@@ -%s +%s @@\n", span(from, to-from), span(from+shift, to-from+grown)))
	at := from
	for _, c := range h.changes {
		t.lines(" ", 0, h.shown[at:c.From])
		t.lines("-", color.FgRed, h.shown[c.From:c.From+len(c.Old)])
		t.lines("+", color.FgGreen, c.New)
		at = c.From + len(c.Old)
	}
	t.lines(" ", 0, h.shown[at:to])
	return grown
}

// plain reports whether a line can be shown as it is.
func (h hunk) plain(i int) bool {
	line := strings.TrimRight(h.old[i], "\r\n")
	return h.old[i] == h.shown[i] && harmlessLine(line) == line
}

// harmlessLine is a line of source as a terminal and a pipeline's log may have it.
func harmlessLine(line string) string {
	return strings.ReplaceAll(inert(strings.ReplaceAll(line, "\t", "\ue000")), `\u{e000}`, "\t")
}

func (t *textWriter) lines(sign string, paint color.Attribute, list []string) {
	for _, line := range list {
		text := strings.TrimRight(line, "\r\n")
		t.raw(paint, sign+harmlessLine(text)+line[len(text):])
		if !strings.HasSuffix(line, "\n") {
			t.raw(0, "\n\\ No newline at end of file\n")
		}
	}
}

// raw writes text that is harmless.
func (t *textWriter) raw(paint color.Attribute, text string) {
	if t.err != nil {
		return
	}
	end := text[len(strings.TrimRight(text, "\r\n")):]
	text = strings.TrimSuffix(text, end)
	if paint != 0 {
		text = t.paint(text, paint)
	}
	_, t.err = io.WriteString(t.w, text+end)
}

// span is a range of lines in the head of a hunk.
func span(from, n int) string {
	if n == 0 {
		return fmt.Sprintf("%d,0", from)
	}
	if n == 1 {
		return fmt.Sprint(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, n)
}

// diffName is the name of a file as the head of a diff has it: a tab ends one with
// spaces.
func diffName(name string) string {
	if strings.Contains(name, " ") {
		return name + "\t"
	}
	return name
}

func split(text []byte) (out []string) {
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}
