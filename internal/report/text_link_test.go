package report

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// Places and rules are links where the terminal knows them, and nothing else changes: a
// link takes no room on a line.
func TestLinks(t *testing.T) {
	at := hcl.Range{Filename: "my files/a#b.tf", Start: hcl.Pos{Line: 2, Column: 1}, End: hcl.Pos{Line: 2, Column: 3}}
	other := hcl.Range{Filename: "/abs/c.tf", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 1, Column: 2}}
	p := Plan{
		Path: "p",
		Findings: []checks.Finding{{
			Rule: "explicit-deny", What: strings.Repeat("it fails ", 9), Address: "a.b", Fix: "mend it", Range: &at,
			Places: []checks.Mark{{Label: "why", Range: other}},
		}},
		Undecided: []checks.Undecided{{Address: "c.d", Missing: "e", Reason: "r", Remedy: "m", Range: &at}},
		Places:    Places{Texts: map[string][]byte{at.Filename: []byte("x\nyyy\n"), other.Filename: []byte("z\n")}},
	}
	plain := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 60, Fit: true})
	got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 60, Fit: true, Links: &Links{Host: "here", Dir: "/srv"}})
	for _, want := range []string{
		"\x1b]8;;" + homepage + "/blob/main/docs/rules/explicit-deny.md\x1b\\explicit-deny\x1b]8;;\x1b\\",
		"\x1b]8;;file://here/srv/my%20files/a%23b.tf#2\x1b\\my files/a#b.tf:2:1\x1b]8;;\x1b\\",
		"\x1b]8;;file://here/abs/c.tf#1\x1b\\/abs/c.tf:1\x1b]8;;\x1b\\",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if bare := hyperlinks.ReplaceAllString(got, ""); bare != plain {
		t.Errorf("but for its links the text differs: %q, want %q", bare, plain)
	}
}
