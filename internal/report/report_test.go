package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// sample is a report with one finding that points into a file, one that does
// not, and something undecided.
func sample() Report {
	const d = "aws_cloudfront_distribution.site"
	at := func(line, start, end int) *hcl.Range {
		return &hcl.Range{Filename: "s3.tf", Start: hcl.Pos{Line: line, Column: start}, End: hcl.Pos{Line: line, Column: end}}
	}
	return Report{Version: "1.2.3", Plans: []Plan{{
		Path: "plan.json", TerraformVersion: "1.11.4", Source: "directory",
		Outcomes: []Outcome{
			{Distribution: d, Behavior: "default", Request: simulate.Request{Method: "GET", Scheme: "https", Path: "/a"}, Before: simulate.Absent, After: simulate.Forbidden},
			{Distribution: d, Behavior: "default", Request: simulate.Request{Method: "GET", Scheme: "https", Path: "/"}, Before: simulate.Absent, After: simulate.Served},
		},
		Findings: []checks.Finding{
			{Rule: "oac-not-granted", Severity: checks.Error, Address: "aws_s3_bucket_policy.site", Attribute: "policy", Message: "the policy grants nothing", Steps: []trace.Step{{Step: "caller", Detail: "oac"}}, Fix: "Add a statement.", Range: at(2, 3, 9), Outcomes: []int{0}},
			{Rule: "geo-restricted", Severity: checks.Notice, Certainty: checks.Possible, Change: checks.Existing, Address: "aws_cloudfront_distribution.site", Message: "some countries get 403"},
		},
		Undecided: []checks.Undecided{{Address: "aws_kms_key.k", Missing: "policy", Reason: "it is not in the plan", Remedy: "manage it here"}},
		Places: Places{Texts: map[string][]byte{
			"s3.tf": []byte("resource \"aws_s3_bucket_policy\" \"site\" {\n  policy = local.policy\n}\n"),
		}},
	}}}
}

func written(t *testing.T, format string, r Report, style Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCount(t *testing.T) {
	if diff := cmp.Diff(Counts{Errors: 1, Notices: 1, Undecided: 1}, sample().Count()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	var got struct {
		Version string `json:"format_version"`
		Plans   []struct {
			Outcomes []struct {
				After, Before string
				Rules         []string
			}
			Findings []struct {
				Rule, Severity, Certainty, Change, Documentation string
				Range                                            *struct {
					Filename string
					Start    struct{ Line, Column int }
				}
			}
		}
		Summary map[string]int
	}
	if err := json.Unmarshal([]byte(written(t, "json", sample(), Style{})), &got); err != nil {
		t.Fatal(err)
	}
	p := got.Plans[0]
	if diff := cmp.Diff([]string{"oac-not-granted"}, p.Outcomes[0].Rules); diff != "" || p.Outcomes[0].After != "forbidden" || p.Outcomes[0].Before != "absent" {
		t.Errorf("outcome %+v", p.Outcomes[0])
	}
	if f := p.Findings[0]; f.Range == nil || f.Range.Filename != "s3.tf" || f.Range.Start.Line != 2 || f.Documentation != "docs/rules/oac-not-granted.md" {
		t.Errorf("finding %+v", f)
	}
	if f := p.Findings[1]; f.Range != nil || f.Severity != "notice" || f.Certainty != "possible" || f.Change != "existing" {
		t.Errorf("finding %+v", f)
	}
	if diff := cmp.Diff(map[string]int{"errors": 1, "warnings": 0, "notices": 1, "undecided": 1}, got.Summary); diff != "" || got.Version != "1.0" {
		t.Errorf("version %s, summary (-want +got):\n%s", got.Version, diff)
	}
}

// The text shows the line and underlines the argument.
func TestText(t *testing.T) {
	got := written(t, "text", sample(), Style{Width: 80})
	for _, want := range []string{
		"error oac-not-granted [introduced]: the policy grants nothing\n", "  --> s3.tf:2:3, aws_s3_bucket_policy.site policy\n",
		"   2 |   policy = local.policy\n", "     |   ^^^^^^\n", "notice (possible) geo-restricted [existing]: some countries get 403\n",
		"undecided (1)\n", "aws_kms_key.k policy: it is not in the plan", "plan.json: 1 error, 0 warnings, 1 notice, 1 undecided; checked 1 distribution and 2 requests\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "\x1b") {
		t.Error("colours that nobody asked for")
	}
}

func TestUnderline(t *testing.T) {
	at := func(start, end int) *hcl.Range {
		return &hcl.Range{Start: hcl.Pos{Line: 1, Column: start}, End: hcl.Pos{Line: 1, Column: end}}
	}
	for name, c := range map[string]struct {
		line        string
		at          *hcl.Range
		pad, carets string
	}{
		"a word":                {"policy = x", at(1, 7), "", "^^^^^^"},
		"after a tab":           {"\tpolicy = x", at(2, 8), "    ", "^^^^^^"},
		"wide characters":       {"名 = x", at(1, 2), "", "^^"},
		"after wide characters": {"名 = x", at(5, 6), "     ", "^"},
		"an empty range":        {"policy", at(3, 3), "  ", "^"},
		"beyond the line":       {"ab", at(9, 12), "  ", "^"},
		"more than one line":    {"policy = <<EOT", &hcl.Range{Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 3, Column: 4}}, "", strings.Repeat("^", 14)},
		"nonsense":              {"ab", at(0, -1), "", "^"},
	} {
		t.Run(name, func(t *testing.T) {
			pad, carets := underline(c.line, c.at)
			if pad != c.pad || carets != c.carets {
				t.Errorf("%q and %q, want %q and %q", pad, carets, c.pad, c.carets)
			}
		})
	}
}

// Text from a plan reaches the terminal escaped, wherever it stands.
func TestTextIsHarmless(t *testing.T) {
	const evil = "\x1b]0;owned\a\n::error::"
	r := sample()
	p := &r.Plans[0]
	p.Path, p.Notes = evil, []string{evil}
	p.Findings[0].Message, p.Findings[0].Address, p.Findings[0].Steps, p.Findings[0].Fix = evil, evil, []trace.Step{{Step: evil, Address: evil, Attribute: evil, Detail: evil}}, evil
	p.Findings[0].Range.Filename = evil
	p.Undecided[0] = checks.Undecided{Address: evil, Missing: evil, Reason: evil, Remedy: evil}
	p.Places.Texts = map[string][]byte{evil: []byte("\n" + evil)}
	got := written(t, "text", r, Style{Width: 80})
	if strings.ContainsAny(got, "\x1b\a") || strings.Contains(got, "\n::error::") {
		t.Errorf("%q", got)
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := Write(&bytes.Buffer{}, "yaml", sample(), Style{}); err == nil || !strings.Contains(err.Error(), "yaml") {
		t.Errorf("error %v, want one that names the format", err)
	}
}

var errFull = errors.New("disk full")

// full is a writer that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// A writer that fails is told of in every format.
func TestFailingWriter(t *testing.T) {
	for _, format := range Formats() {
		if err := Write(full{}, format, sample(), Style{Width: 80}); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want %v", format, err, errFull)
		}
	}
}
