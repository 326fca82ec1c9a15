package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/report"
)

// commented copies a fixture's source with a comment above the line that holds
// the text before.
func commented(t *testing.T, fixture, before, comment string) (dir string) {
	t.Helper()
	source := readFile(t, filepath.Join("fixtures", fixture, "main.tf"))
	at := strings.LastIndexByte(source[:strings.Index(source, before)], '\n') + 1
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(source[:at]+comment+"\n"+source[at:]), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestIgnoreComments(t *testing.T) {
	const (
		fixture = "region-in-source-arn"
		policy  = `resource "aws_s3_bucket_policy"`
	)
	for _, c := range []struct {
		name, before, comment string
		status                int
		note                  string
	}{
		{"above the block it silences what is found there", policy, "# plan403:ignore oac-source-mismatch agreed with the owners", exitOK, ""},
		{"all silences every rule", policy, "// plan403:ignore all agreed with the owners", exitOK, ""},
		{"above the argument too", "policy = jsonencode", "  # plan403:ignore oac-source-mismatch agreed with the owners", exitOK, ""},
		{"another argument's does not reach", "bucket = aws_s3_bucket.", "  # plan403:ignore oac-source-mismatch agreed with the owners", exitFindings, "this ignores nothing (agreed with the owners); remove it"},
		{"another block's does not reach", `resource "aws_s3_bucket" `, "# plan403:ignore all agreed with the owners", exitFindings, "this ignores nothing"},
		{"another rule's does not fit", policy, "# plan403:ignore explicit-deny agreed with the owners", exitFindings, "this ignores nothing"},
		{"without a reason it is not followed", policy, "# plan403:ignore oac-source-mismatch", exitFindings, "plan403:ignore oac-source-mismatch gives no reason"},
		{"a rule that does not exist is told", policy, "# plan403:ignore oac-mismatch agreed", exitFindings, `plan403:ignore "oac-mismatch": no rule has this name`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := commented(t, fixture, c.before, c.comment)
			status, out, errs := command("--format", "json", "--source", dir, filepath.Join("fixtures", fixture, "plan.json"))
			var got struct{ Plans []struct{ Notes []string } }
			decode(t, out, &got)
			if status != c.status || errs != "" {
				t.Errorf("exit status %d, want %d; standard error %q", status, c.status, errs)
			}
			notes := strings.Join(got.Plans[0].Notes, "\n")
			if !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
		})
	}
}

func TestLeftIgnores(t *testing.T) {
	now := time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC)
	ignore := func(file string, line int, until time.Time) config.Ignore {
		return config.Ignore{Reason: "why", Until: until, Range: hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: 1, Byte: 10 * line}}}
	}
	past := now.AddDate(0, 0, -1)
	u := usage{}
	u.add([]tried{
		{ignore("b.tf", 12, time.Time{}), false},
		{ignore("b.tf", 3, time.Time{}), false},
		{ignore("b.tf", 4, time.Time{}), true},
		{ignore("a.hcl", 1, past), true},
		{ignore("a.hcl", 2, past), false},
		{ignore("a.hcl", 3, time.Time{}), false},
		{ignore(".terraform/modules/site/main.tf", 1, time.Time{}), false},
	})
	u.add([]tried{{ignore("a.hcl", 3, time.Time{}), true}, {ignore("b.tf", 3, time.Time{}), false}})
	want := []string{
		"a.hcl:1:1: this ended on 2027-04-30 (why); remove it or move the day",
		"a.hcl:2:1: this ended on 2027-04-30 (why); remove it or move the day",
		"b.tf:3:1: this ignores nothing (why); remove it",
		"b.tf:12:1: this ignores nothing (why); remove it",
	}
	if diff := cmp.Diff(want, u.left(now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEntryHolds(t *testing.T) {
	known := entry{Rule: "r", Address: "a", Attribute: "x", Distribution: "d", Severity: "warning"}
	with := func(change func(*entry)) entry {
		e := known
		change(&e)
		return e
	}
	for _, c := range []struct {
		name  string
		known entry
		found entry
		want  bool
	}{
		{"the same finding is known", known, known, true},
		{"a milder one is known", known, with(func(e *entry) { e.Severity = "notice" }), true},
		{"a worse one is new", known, with(func(e *entry) { e.Severity = "error" }), false},
		{"another rule's is new", known, with(func(e *entry) { e.Rule = "s" }), false},
		{"one at another resource is new", known, with(func(e *entry) { e.Address = "b" }), false},
		{"one at another attribute is new", known, with(func(e *entry) { e.Attribute = "" }), false},
		{"one of another distribution is new", known, with(func(e *entry) { e.Distribution = "e" }), false},
		{"an entry of this plan holds", with(func(e *entry) { e.Plan = "plan.json" }), known, true},
		{"an entry of another plan does not", with(func(e *entry) { e.Plan = "other.json" }), known, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.known.holds("plan.json", c.found); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestBaselineListsEachOnce(t *testing.T) {
	f := checks.Finding{Rule: "r", Address: "b", Severity: checks.Error}
	other := checks.Finding{Rule: "r", Address: "a", Severity: checks.Notice}
	fixed := checks.Finding{Rule: "q", Address: "c", Change: checks.Fixed}
	r := report.Report{Plans: []report.Plan{{Path: "p", Findings: []checks.Finding{f, other, f, fixed}}}}
	want := []entry{{Rule: "r", Address: "a", Severity: "notice"}, {Rule: "r", Address: "b", Severity: "error"}}
	if diff := cmp.Diff(want, entriesOf(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	markKnown(r, want)
	if got := news(r).Plans[0].Findings; len(got) != 1 || got[0].Rule != "q" {
		t.Errorf("%+v is new, want what is fixed alone", got)
	}
}

func TestBrokenBaselines(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"an object is no list":             {"{}", "not a list of findings"},
		"half a list is none":              {"[", "not a list of findings"},
		"two lists are none":               {"[][]", "not a list of findings"},
		"an entry without a rule":          {`[{"severity": "error"}]`, "entry 1: want a rule"},
		"an entry without a severity":      {`[{"rule": "r", "severity": "error"}, {"rule": "r"}]`, "entry 2: want a rule"},
		"a severity that is none of three": {`[{"rule": "r", "severity": "low"}]`, "entry 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parseBaseline([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if list, err := parseBaseline([]byte("null")); err != nil || len(list) != 0 {
		t.Errorf("null: %v, %v; want no entries", list, err)
	}
}

// Everything that reads a configuration agrees on what the flag names.
func TestFailLevels(t *testing.T) {
	for _, level := range levels {
		dir := t.TempDir()
		path := filepath.Join(dir, config.Name)
		if err := os.WriteFile(path, []byte("fail_on = \""+level+"\"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, path)
		if err != nil || c.FailOn != level {
			t.Errorf("%s: %q, %v", level, c.FailOn, err)
		}
	}
}

func TestDocumentedConfigurationIsRead(t *testing.T) {
	const policyText = `{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}`
	text := readFile(t, "docs/configuration.md")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "policies"), 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, config.Name)
	for _, mark := range []string{"## The file", "#### What a distribution or bucket names"} {
		for name, content := range map[string]string{
			filepath.Join(dir, "policies", "shared.json"): policyText, filepath.Join(dir, "policies", "key.json"): policyText, path: block(t, text, mark, "hcl"),
		} {
			if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := config.Load(path, config.Name); err != nil {
			t.Errorf("after %q: %v", mark, err)
		}
	}
	list, problems := config.Comments("main.tf", []byte(block(t, text, "## Comments", "hcl")))
	if len(list) != 1 || len(problems) > 0 {
		t.Errorf("%d comments and the problems %q, want one comment", len(list), problems)
	}
}
