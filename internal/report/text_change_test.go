package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
)

// An edit is shown as the lines that go and come where these are few, with the first
// sentence of the fix if it fits; else the fix is told in words.
func TestEditsOfFindings(t *testing.T) {
	const file = "a = 1\nb {\n  c = 2\n}\n\nd = 3\n"
	edit := func(from, to string) hcledit.Edit {
		at := strings.Index(file, from)
		line := strings.Count(file[:at], "\n") + 1
		return hcledit.Edit{Text: to, Range: hcl.Range{
			Filename: "main.tf", Start: hcl.Pos{Line: line, Column: 1, Byte: at}, End: hcl.Pos{Line: line, Column: 2, Byte: at + len(from)},
		}}
	}
	own := edit("2", "").Range
	for name, c := range map[string]struct {
		fix   string
		edits []hcledit.Edit
		want  string
	}{
		"no edit":                           {"Mend it. Then go.", nil, "  fix: Mend it. Then go.\n"},
		"at the finding's own line":         {"Mend it. Then go.", []hcledit.Edit{edit("2", "4")}, "  fix: Mend it.\n       - c = 2\n       + c = 4\n"},
		"elsewhere":                         {"Mend it", []hcledit.Edit{edit("3", "4")}, "  fix: Mend it\n       at main.tf:6\n       - d = 3\n       + d = 4\n"},
		"two places":                        {"Mend it", []hcledit.Edit{edit("2", "4"), edit("3", "4")}, "  fix: Mend it\n       - c = 2\n       + c = 4\n       at main.tf:6\n       - d = 3\n       + d = 4\n"},
		"a line that only comes":            {"Mend it", []hcledit.Edit{edit("}\n", "\n  e = 5\n}\n")}, "  fix: Mend it\n       at main.tf:4\n       + e = 5\n"},
		"a sentence that is too long":       {strings.Repeat("long ", 20), []hcledit.Edit{edit("2", "4")}, "  fix: change main.tf:3\n       - c = 2\n       + c = 4\n"},
		"no words":                          {"", []hcledit.Edit{edit("2", "4")}, "  fix: change main.tf:3\n       - c = 2\n       + c = 4\n"},
		"more lines than a finding shows":   {"Mend it", []hcledit.Edit{edit("2", "[\n1,\n2,\n3,\n4,\n5,\n]")}, "  fix: Mend it\n"},
		"an edit of a file that is changed": {"Mend it", []hcledit.Edit{{Text: "x", Range: hcl.Range{Filename: "main.tf", Start: hcl.Pos{Byte: 500}, End: hcl.Pos{Byte: 501}}}}, "  fix: Mend it\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			w := &textWriter{w: &b, style: Style{Width: 80}}
			p := Plan{Places: Places{Texts: map[string][]byte{"main.tf": []byte(file)}}}
			w.fix(p, checks.Finding{Fix: c.fix, Edits: c.edits, Range: &own})
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A long line is cut so that what is changed in it is seen.
func TestLongLinesShowTheirChange(t *testing.T) {
	long := strings.Repeat("x", 60)
	lines := exchanged(hcledit.Lines{Old: []string{long + "é = 1 " + long + "\n"}, New: []string{long + "é = 2 " + long + "\n"}})
	want := []string{"…" + strings.Repeat("x", 9) + "é = 1 " + strings.Repeat("x", 23) + "…", "…" + strings.Repeat("x", 9) + "é = 2 " + strings.Repeat("x", 23) + "…"}
	for i, l := range lines {
		if got := around(l.text, l.same, 40); got != want[i] {
			t.Errorf("%s%q, want %q", l.sign, got, want[i])
		}
	}
	if got := around("short = 1", 8, 40); got != "short = 1" {
		t.Errorf("a line that fits is cut: %q", got)
	}
}
