package report

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/atlas"
)

// hostile are pieces of text that some destination would act on.
var hostile = []string{
	"\x1b[31m", "\x9b31m", "\u009b31m", "\x00", "\a", "\b", "\x7f", "\t", "\r\n", "\r", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\xff\xfe", "\xed\xa0\x80",
	"\ufffe", "\uffff", "\ufffd", "\U000e0041", "\ue000", "\U000F0000", "\U0010FFFD", "\u00a0",
	"::error::x", "\n::set-output name=a::b", " ::stop-commands::x", "##[add-mask]", "##vso[task.setvariable]", "###[",
	"<script>alert(1)</script>", "</details>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#27;", `"`, "'", "|", "||", "\\|", "`", "```", "~~~", "](http://e.example)", "[x]: http://e.example",
	"![", "http://e.example", "www.e.example", "me@e.example", "@team", "#1", "*", "**", "_", "__", "~~", "$$", "\\", "\n\n# x", "\n- ", "- ", "1. ", "+ ", "> ", "===", "---",
	"%%{init: {}}%%", "#quot;", "style x:#;", "end", "{0}", "%0A", "%", ",", ":", ";", " ", "  ", "a", "/b", "[\"k\"]", "é", "漢", "𝒳",
}

func drawHostile(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 1, 5).Draw(t, label), "")
}

func drawTexts(t *rapid.T) texts {
	return texts{
		distribution: drawHostile(t, "distribution"), policy: drawHostile(t, "policy"), bucket: drawHostile(t, "bucket"), origin: drawHostile(t, "origin"),
		path: drawHostile(t, "path"), behavior: drawHostile(t, "behavior"), file: drawHostile(t, "file"), message: drawHostile(t, "message"),
	}
}

func drawReport(t *rapid.T) Report {
	r := drawTexts(t).report()
	r.Plans[0].Path = drawHostile(t, "plan")
	r.Plans[0].Atlas = &atlas.Data{Plan: r.Plans[0].Path, Lines: []string{drawHostile(t, "line")}}
	source := drawHostile(t, "source")
	for name := range r.Plans[0].Places.Texts {
		r.Plans[0].Places.Texts[name] = []byte("\n\n" + source + "\n")
	}
	return r
}

// TestHostileText: whatever a plan holds, no format prints a character that a
// terminal acts on, or a line that a pipeline obeys, and each can be read by
// those it is for.
func TestHostileText(t *testing.T) {
	readers := map[string]func(*rapid.T, Report, string){
		"text": func(*rapid.T, Report, string) {}, "compact": readCompact, "json": readJSON, "sarif": sarifReader(t), "junit": readJUnit,
		"github": readGitHub, "gitlab": readGitLab, "markdown": readMarkdown, "html": readHTML,
		"rdjson": readRDJSON,
	}
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := drawReport(t)
				var b strings.Builder
				if err := Write(&b, format, r, Style{Width: rapid.IntRange(0, 200).Draw(t, "width"), Fit: rapid.Bool().Draw(t, "fit")}); err != nil {
					t.Fatal(err)
				}
				noOrders(t, format, b.String())
				readers[format](t, r, b.String())
			})
		})
	}
}

func noOrders(t *rapid.T, format, out string) {
	if !utf8.ValidString(out) {
		t.Fatalf("no UTF-8: %q", out)
	}
	for line := range strings.Lines(out) {
		for _, r := range strings.TrimSuffix(line, "\n") {
			if !harmless(r) && !(format == "junit" && r == '\t') {
				t.Fatalf("%U in %q", r, line)
			}
		}
		if format != "github" && strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Fatalf("a workflow command: %q", line)
		}
		if regexp.MustCompile(`##[a-z]*\[`).MatchString(line) {
			t.Fatalf("an order to a pipeline: %q", line)
		}
	}
}

func readCompact(t *rapid.T, r Report, out string) {
	want := len(r.Settings)
	for _, p := range r.Plans {
		want += len(p.Findings) + len(p.Undecided) + len(p.Notes)
	}
	if got := strings.Count(out, "\n"); got != want {
		t.Fatalf("%d lines, want %d: %s", got, want, out)
	}
}

func readJSON(t *rapid.T, r Report, out string) {
	var got jsonReport
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	want := r.Plans[0].Findings[0].Message
	if utf8.ValidString(want) && got.Plans[0].Findings[0].Message != want {
		t.Fatalf("message %q, want it unchanged: %q", got.Plans[0].Findings[0].Message, want)
	}
}

func readJUnit(t *rapid.T, _ Report, out string) { checkJUnit(t, out) }

// checkJUnit reads a document as a JUnit reader does and holds it to the
// elements and attributes of the Jenkins schema (junit-10.xsd) that readers
// have in common, and the totals to the tests.
func checkJUnit(t rapid.TB, out string) {
	t.Helper()
	allowed := map[string][]string{
		"testsuites": {"name", "time", "tests", "failures", "errors", "disabled"},
		"testsuite":  {"name", "tests", "failures", "errors", "id", "skipped", "time"},
		"testcase":   {"name", "classname", "time"}, "failure": {"message", "type"}, "skipped": {"message"}, "system-out": nil,
	}
	inside := map[string][]string{
		"": {"testsuites"}, "testsuites": {"testsuite"}, "testsuite": {"testcase", "system-out"}, "testcase": {"failure", "skipped", "system-out"},
	}
	path := []string{""}
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if !slices.Contains(inside[path[len(path)-1]], e.Name.Local) {
				t.Fatalf("<%s> inside <%s>", e.Name.Local, path[len(path)-1])
			}
			for _, a := range e.Attr {
				if !slices.Contains(allowed[e.Name.Local], a.Name.Local) {
					t.Fatalf("<%s> has %s", e.Name.Local, a.Name.Local)
				}
			}
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) ((?:(?:file|line|col|endLine|endColumn|title)=[^:,\r\n]*,?)+)::([^\r\n]*)$`)

// readGitHub reads workflow commands as the runner does: up to the second "::"
// are name and properties.
func readGitHub(t *rapid.T, r Report, out string) {
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for _, line := range lines[:len(lines)-1] {
		if !workflowCommand.MatchString(line) {
			t.Fatalf("no workflow command: %q", line)
		}
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "plan403: ") {
		t.Fatalf("last line %q", last)
	}
	want := len(r.Settings)
	for _, p := range r.Plans {
		want += len(p.Findings) - known(p) + len(p.Undecided) + len(p.Notes)
	}
	if len(lines) != want+1 {
		t.Fatalf("%d lines, want %d", len(lines), want+1)
	}
}

// known counts what the baseline holds.
func known(p Plan) int {
	n := 0
	for _, f := range p.Findings {
		if f.Known {
			n++
		}
	}
	return n
}

func readGitLab(t *rapid.T, r Report, out string) {
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	var got []gitLabIssue
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range got {
		if i.Description == "" || i.CheckName == "" || i.Location.Path == "" || i.Location.Lines.Begin < 1 || seen[i.Fingerprint] {
			t.Fatalf("incomplete or repeated: %+v", i)
		}
		if !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) {
			t.Fatalf("severity %q", i.Severity)
		}
		seen[i.Fingerprint] = true
	}
	want := len(r.Settings)
	for _, p := range r.Plans {
		want += len(p.Undecided)
		for _, f := range p.Findings {
			if f.Change != checks.Fixed && !f.Known {
				want++
			}
		}
	}
	if len(got) != want {
		t.Fatalf("%d issues, want %d", len(got), want)
	}
}
