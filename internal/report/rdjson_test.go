package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/hcledit"
	"pgregory.net/rapid"
)

// readRDJSON holds a document to reviewdog's DiagnosticResult: no other fields,
// severities by their names, lines and columns from 1, ranges that do not end before
// they begin.
func readRDJSON(t *rapid.T, _ Report, out string) { checkRDJSON(t, out) }

func checkRDJSON(t rapid.TB, out string) rdResult {
	t.Helper()
	var got rdResult
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	ordered := func(r rdRange) {
		if r.Start.Line < 1 || r.Start.Column < 1 || r.End.Line < r.Start.Line ||
			r.End.Line == r.Start.Line && r.End.Column < r.Start.Column {
			t.Errorf("range %+v", r)
		}
	}
	for _, one := range got.Diagnostics {
		if one.Message == "" || one.Location.Path == "" || one.Code.Value == "" {
			t.Errorf("incomplete: %+v", one)
		}
		if one.Severity != "ERROR" && one.Severity != "WARNING" && one.Severity != "INFO" {
			t.Errorf("severity %q", one.Severity)
		}
		if one.Location.Range != nil {
			ordered(*one.Location.Range)
		}
		for _, s := range one.Suggestions {
			ordered(s.Range)
		}
	}
	return got
}

// Columns count bytes, and an edit of another file is a diagnostic of its own there.
func TestSuggestions(t *testing.T) {
	got := checkRDJSON(t, written(t, "rdjson", ordinary.report(), Style{}))
	if len(got.Diagnostics) < 2 {
		t.Fatalf("%+v", got)
	}
	line := "  /* 𝒳 */ policy = "
	want := []rdSuggestion{{rdRange{rdPosition{3, len(line) + 1}, rdPosition{3, len(line) + 5}}, "local.policy"}}
	if diff := cmp.Diff(want, got.Diagnostics[0].Suggestions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if other := got.Diagnostics[1]; other.Location.Path != "infra/locals.tf" || len(other.Suggestions) != 1 {
		t.Errorf("%+v", other)
	}
}

// What a diff says is what the edits make of the file.
func TestDiffText(t *testing.T) {
	const src = "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\nseven\r\neight\r\nnine\r\nten"
	edit := func(word, text string) hcledit.Edit {
		at := strings.Index(src, word)
		pos := func(b int) hcl.Pos { return hcl.Pos{Line: 1 + strings.Count(src[:b], "\n"), Column: 1, Byte: b} }
		return hcledit.Edit{Range: hcl.Range{Filename: "a b.tf", Start: pos(at), End: pos(at + len(word))}, Text: text}
	}
	for name, c := range map[string]struct {
		edits []hcledit.Edit
		want  string
	}{
		"one line with three around it": {[]hcledit.Edit{edit("five", "5")}, "@@ -2,7 +2,7 @@\n two\r\n three\r\n four\r\n-five\r\n+5\r\n six\r\n seven\r\n eight\r\n"},
		"lines at both ends": {[]hcledit.Edit{edit("one\r\n", ""), edit("ten", "10")}, "@@ -1,4 +1,3 @@\n-one\r\n two\r\n three\r\n four\r\n" +
			"@@ -7,4 +6,4 @@\n seven\r\n eight\r\n nine\r\n-ten\n\\ No newline at end of file\n+10\n\\ No newline at end of file\n"},
		"a line before another":   {[]hcledit.Edit{edit("", "zero\r\n")}, "@@ -1,3 +1,4 @@\n+zero\r\n one\r\n two\r\n three\r\n"},
		"a secret is no neighbor": {[]hcledit.Edit{edit("seven", "7")}, "@@ -6,4 +6,4 @@\n six\r\n-seven\r\n+7\r\n eight\r\n nine\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			shown := []byte(src)
			if strings.Contains(name, "secret") {
				shown = bytes.ReplaceAll(shown, []byte("five"), []byte("****"))
				shown = bytes.ReplaceAll(shown, []byte("ten"), []byte("***"))
			}
			r := Edits{Plans: []EditedPlan{{Files: []EditedFile{{Name: "a b.tf", Text: []byte(src), Shown: shown, Edits: c.edits}}}}}
			var b strings.Builder
			if err := WriteEdits(&b, "text", r, Style{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("--- a/a b.tf\t\n+++ b/a b.tf\t\n"+c.want, b.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
