package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/plan403/plan403/internal/report"
)

// Schemas that others validate with: ours, which is part of the contract, and
// the one of OASIS.
const (
	reportSchema = "docs/report.schema.json"
	sarifSchema  = "internal/report/testdata/sarif-schema-2.1.0.json"
)

// TestFormats writes every fixture in every format and reads each output with
// something that is not ours.
func TestFormats(t *testing.T) {
	readers := map[string]func(*testing.T, string){
		"text": func(*testing.T, string) {}, "compact": readCompact, "json": validator(t, reportSchema), "sarif": validator(t, sarifSchema),
		"junit": readXML, "github": readCommands, "gitlab": readIssues, "markdown": readMarkdown,
	}
	for _, f := range fixtures(t) {
		t.Run(filepath.Base(f.dir), func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			args := []string{"lint", "--source", f.dir}
			for _, format := range report.Formats() {
				args = append(args, "--format", format+"="+filepath.Join(folder, format))
			}
			if status, _, errs := command(append(args, filepath.Join(f.dir, "plan.json"))...); status == exitFailed {
				t.Fatal(errs)
			}
			for _, format := range report.Formats() {
				t.Run(format, func(t *testing.T) { readers[format](t, readFile(t, filepath.Join(folder, format))) })
			}
		})
	}
}

// TestRequestsMatchTheSchema asks each fixture for the root.
func TestRequestsMatchTheSchema(t *testing.T) {
	valid := validator(t, reportSchema)
	for _, f := range sample(fixtures(t)) {
		for _, a := range f.requests {
			status, out, errs := command("request", "--format", "json", "--source", f.dir, "--distribution", a.distribution, filepath.Join(f.dir, "plan.json"), a.path)
			if status == exitFailed {
				t.Fatalf("%s: %s", f.dir, errs)
			}
			valid(t, out)
		}
	}
}

// TestSchemaRefuses: a schema that lets everything pass proves nothing.
func TestSchemaRefuses(t *testing.T) {
	s := compileSchema(t, reportSchema)
	for name, text := range map[string]string{
		"an empty object":      `{}`,
		"a report without end": `{"format_version": "1.0", "plan403_version": "1", "plans": []}`,
		"another version":      `{"format_version": "2.0", "plan403_version": "1", "plans": [], "summary": {"errors": 0, "warnings": 0, "notices": 0, "undecided": 0}}`,
		"an unknown verdict":   `{"distribution": "", "behavior": "", "origin": "", "bucket": "", "caller": "oac", "method": "GET", "scheme": "https", "path": "/", "key": "", "verdict": "perhaps", "status": 0, "rules": [], "trace": []}`,
		"a field not in it":    `{"format_version": "1.0", "plan403_version": "1", "plans": [], "summary": {"errors": 0, "warnings": 0, "notices": 0, "undecided": 0}, "extra": 1}`,
	} {
		t.Run(name, func(t *testing.T) {
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if s.Validate(document) == nil {
				t.Errorf("passes: %s", text)
			}
		})
	}
}

// validator reads JSON by a schema. Ours is closed for it, so that a field
// which the schema does not describe fails; as published it is open, because
// fields may be added.
func validator(t *testing.T, file string) func(*testing.T, string) {
	s := compileSchema(t, file)
	return func(t *testing.T, out string) {
		t.Helper()
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(document); err != nil {
			t.Errorf("%v", err)
		}
	}
}

func compileSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	document, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	if file == reportSchema {
		closeObjects(document)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(file, document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// closeObjects lets no object of a schema have further fields.
func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["required"]; ok && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			closeObjects(x)
		}
	case []any:
		for _, x := range v {
			closeObjects(x)
		}
	}
}

var compactLine = regexp.MustCompile(`^(.+:\d+:\d+|\S.*): (error|warning|notice): .+ \([a-z0-9-]+\)$|^\S.*: (undecided|note): .+$`)

func readCompact(t *testing.T, out string) {
	for line := range strings.Lines(out) {
		if !compactLine.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("no finding on one line: %s", line)
		}
	}
}

func readXML(t *testing.T, out string) {
	var got struct {
		XMLName xml.Name `xml:"testsuites"`
		Tests   int      `xml:"tests,attr"`
		Suites  []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name  string `xml:"name,attr"`
				Class string `xml:"classname,attr"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	d := xml.NewDecoder(strings.NewReader(out))
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) && err != nil {
		t.Fatal(err)
	}
	seen, tests := map[string]bool{}, 0
	for _, s := range got.Suites {
		for _, c := range s.Cases {
			tests++
			name := s.Name + "\x00" + c.Class + "\x00" + c.Name
			if c.Name == "" || c.Class == "" || seen[name] {
				t.Errorf("two tests, or none, are called %q of %q", c.Name, c.Class)
			}
			seen[name] = true
		}
	}
	if len(got.Suites) != 1 || got.Tests != tests {
		t.Errorf("%d suites, %d tests of %d", len(got.Suites), tests, got.Tests)
	}
}

var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) ((file|line|col|endLine|endColumn|title)=[^:,]*,?)+::.+$`)

func readCommands(t *testing.T, out string) {
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for _, line := range lines[:len(lines)-1] {
		if !workflowCommand.MatchString(line) {
			t.Errorf("no workflow command: %s", line)
		}
	}
}

func readIssues(t *testing.T, out string) {
	var issues []struct {
		Description string `json:"description"`
		CheckName   string `json:"check_name"`
		Fingerprint string `json:"fingerprint"`
		Severity    string `json:"severity"`
		Location    struct {
			Path  string `json:"path"`
			Lines struct {
				Begin int `json:"begin"`
			} `json:"lines"`
		} `json:"location"`
	}
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range issues {
		if seen[i.Fingerprint] || i.Location.Lines.Begin < 1 || filepath.IsAbs(i.Location.Path) || i.Location.Path == "" {
			t.Errorf("repeated or without a place: %+v", i)
		}
		seen[i.Fingerprint] = true
	}
}

// readMarkdown renders a comment as HTML; no text of a fixture may turn into an
// element or a link.
func readMarkdown(t *testing.T, out string) {
	var b strings.Builder
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(out), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<a ") || strings.Contains(b.String(), "<img") {
		t.Errorf("a link in %s", b.String())
	}
	if strings.Contains(out, "| rule |") && !strings.Contains(b.String(), "<table>") {
		t.Errorf("no table in %s", b.String())
	}
}
