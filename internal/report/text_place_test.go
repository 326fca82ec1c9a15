package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// A finding is shown at its place, with the places that tell why around it, in the
// order of lines and its own file first.
func TestSnippetsOfAFinding(t *testing.T) {
	at := func(file string, line, start, end int) hcl.Range {
		return hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: start}, End: hcl.Pos{Line: line, Column: end}}
	}
	own := at("main.tf", 4, 3, 9)
	p := Plan{Path: "plan.json", Places: Places{Texts: map[string][]byte{
		"main.tf":    []byte("a {\n  arn = b.arn\n\n  policy = local.policy\n}\n"),
		"modules.tf": []byte("module \"m\" {\n  source = \"./m\"\n}\n"),
	}}}
	f := checks.Finding{
		Rule: "oac-not-granted", Severity: checks.Error, Address: "a.b", Attribute: "policy", What: "GET /a returns 403", Why: "nothing grants it", Fix: "Grant it.",
		Range: &own, Places: []checks.Mark{
			{Label: "called here", Range: at("modules.tf", 1, 1, 11)},
			{Label: "this is who asks", Range: at("main.tf", 2, 9, 14)},
			{Label: "one too many", Range: at("main.tf", 1, 1, 2), General: true},
		},
	}
	p.Findings = []checks.Finding{f}
	want := `error oac-not-granted [introduced]: GET /a returns 403
  --> main.tf:4:3, a.b policy
     1 | a {
       | - one too many
     2 |   arn = b.arn
       |         ----- this is who asks
     :
     4 |   policy = local.policy
       |   ^^^^^^ nothing grants it
  --> modules.tf:1
     1 | module "m" {
       | ---------- called here
  fix: Grant it.

`
	got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 80, Quiet: true, Verbose: true})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	short := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 80, Quiet: true})
	if !strings.Contains(short, "called here") || strings.Contains(short, "this is who asks") || strings.Contains(short, "one too many") {
		t.Errorf("unasked, the first place that tells of this finding is shown:\n%s", short)
	}
}

// A label that has no room behind its marks stands below them.
func TestLongLabels(t *testing.T) {
	at := hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 1, Column: 21}, End: hcl.Pos{Line: 1, Column: 31}}
	p := Plan{Places: Places{Texts: map[string][]byte{"main.tf": []byte(strings.Repeat(" ", 20) + "0123456789\n")}}}
	p.Findings = []checks.Finding{{Rule: "r", Message: "m", Range: &at, Places: []checks.Mark{{Label: strings.Repeat("long ", 5), Range: hcl.Range{
		Filename: "main.tf", Start: at.Start, End: hcl.Pos{Line: 1, Column: 30},
	}}}}}
	got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 40, Fit: true, Quiet: true})
	if !strings.Contains(got, "---------\n") || !strings.Contains(got, "  long long long long long") {
		t.Errorf("the label is not below its marks:\n%s", got)
	}
	for line := range strings.Lines(got) {
		if columns(strings.TrimRight(line, "\n")) > 40 {
			t.Errorf("%q is wider than the terminal", line)
		}
	}
}

// How a finding comes about, and what was checked, is told if asked for.
func TestVerbose(t *testing.T) {
	for _, c := range []struct {
		verbose bool
		want    int
	}{{false, 0}, {true, 1}} {
		got := written(t, "text", sample(), Style{Width: 80, Verbose: c.verbose})
		if n := strings.Count(got, "steps:"); n != c.want {
			t.Errorf("%d traces, want %d", n, c.want)
		}
		if n := strings.Count(got, "  served GET / through aws_cloudfront_distribution.site"); n != c.want {
			t.Errorf("what is served is told %d times, want %d:\n%s", n, c.want, got)
		}
	}
}

// Two ranges on one line stand below it once.
func TestRangesOfOneLine(t *testing.T) {
	own := hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 1, Column: 2}}
	other := hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 1, Column: 5}, End: hcl.Pos{Line: 1, Column: 6}}
	p := Plan{Places: Places{Texts: map[string][]byte{"main.tf": []byte("a = b\n")}}}
	p.Findings = []checks.Finding{{Rule: "r", Message: "m", Range: &own, Places: []checks.Mark{{Label: "why", Range: other}}}}
	got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 80, Quiet: true})
	want := "     1 | a = b\n       | ^\n       |     - why\n"
	if !strings.Contains(got, want) {
		t.Errorf("no\n%sin\n%s", want, got)
	}
}
