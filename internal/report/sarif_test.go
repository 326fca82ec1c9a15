package report

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/checks"
)

// schema compiles the OASIS schema of SARIF 2.1.0, formats of strings included.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	document, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(sarifSchema, document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sarifReader(t *testing.T) func(*rapid.T, Report, string) {
	s := schema(t)
	return func(t *rapid.T, _ Report, out string) { validSARIF(t, s, out) }
}

func validSARIF(t rapid.TB, s *jsonschema.Schema, out string) any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(document); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	return document
}

func TestSARIFIsValid(t *testing.T) {
	s := schema(t)
	for name, r := range map[string]Report{"everything": ordinary.report(), "nothing": {}, "a plan without findings": {Plans: []Plan{{Path: "p"}}}} {
		t.Run(name, func(t *testing.T) { validSARIF(t, s, written(t, "sarif", r, Style{})) })
	}
}

// TestSARIFDescribesEveryRule: help has to have a text, and the first run that
// meets a rule must not be the first to notice.
func TestSARIFDescribesEveryRule(t *testing.T) {
	var p Plan
	for _, r := range checks.All {
		p.Findings = append(p.Findings, checks.Finding{Rule: r.Name, Address: "a.b", Message: "m"})
	}
	out := validSARIF(t, schema(t), written(t, "sarif", Report{Plans: []Plan{p}}, Style{}))
	rules := dig(out, "runs", 0, "tool", "driver", "rules").([]any)
	if len(rules) != len(checks.All) {
		t.Fatalf("%d rules, want %d", len(rules), len(checks.All))
	}
	for _, r := range rules {
		for _, part := range []string{"shortDescription", "fullDescription", "help"} {
			if text, _ := dig(r, part, "text").(string); len(text) < 10 {
				t.Errorf("%v: %s is %q", dig(r, "id"), part, text)
			}
		}
	}
}

// dig goes down into a JSON value by names and indices, nil where nothing is.
func dig(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		}
	}
	return v
}

func TestSARIFResults(t *testing.T) {
	out := validSARIF(t, schema(t), written(t, "sarif", ordinary.report(), Style{}))
	result := func(i int, path ...any) any {
		return dig(out, slices.Concat([]any{"runs", 0, "results", i}, path)...)
	}
	for _, c := range []struct {
		name string
		got  any
		want any
	}{
		{"an error is an error", result(0, "level"), "error"},
		{"a warning is a warning", result(1, "level"), "warning"},
		{"a notice is a note", result(3, "level"), "note"},
		{"what the plan repairs is left out", result(4, "suppressions", 0, "kind"), "inSource"},
		{"nobody suppressed the first", result(0, "suppressions"), nil},
		{"the place is the file's", result(0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "infra/s3.tf"},
		{"columns count UTF-16 code units", num(result(0, "locations", 0, "physicalLocation", "region", "startColumn")), 12},
		{"so do those of the end", num(result(0, "locations", 0, "physicalLocation", "region", "endColumn")), 18},
		{"a place that tells why is related", num(result(0, "relatedLocations", 0, "physicalLocation", "region", "startLine")), 4},
		{"a place is shown with its line", result(0, "locations", 0, "physicalLocation", "region", "snippet", "text"), "  /* 𝒳 */ policy = \"{}\""},
		{"a related resource has its place", num(result(0, "relatedLocations", 2, "physicalLocation", "region", "startLine")), 2},
		{"a step has its place", num(result(0, "codeFlows", 0, "threadFlows", 0, "locations", 0, "location", "physicalLocation", "region", "startLine")), 2},
		{"a step of the finding's resource stands at the finding", num(result(0, "codeFlows", 0, "threadFlows", 0, "locations", 1, "location", "physicalLocation", "region", "startLine")), 3},
		{"a step of an apply has its place", num(result(1, "codeFlows", 0, "threadFlows", 0, "locations", 0, "location", "physicalLocation", "region", "startLine")), 2},
		{"a step about no resource stands at the finding", result(1, "codeFlows", 0, "threadFlows", 0, "locations", 1, "location", "physicalLocation", "artifactLocation", "uri"), "plans/prod.json"},
		{"without source the place is the plan", result(1, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "plans/prod.json"},
		{"a silenced finding keeps its fingerprint", result(4, "partialFingerprints", printName), result(0, "partialFingerprints", printName)},
		{"what the baseline holds is unchanged", result(2, "baselineState"), "unchanged"},
		{"and suppressed", result(2, "suppressions", 0, "kind"), "external"},
		{"what it does not is new", result(0, "baselineState"), "new"},
		{"undecided is told", dig(out, "runs", 0, "invocations", 0, "toolExecutionNotifications", 0, "level"), "warning"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// num is a JSON number as an int.
func num(v any) any {
	if n, ok := v.(interface{ Int64() (int64, error) }); ok {
		i, _ := n.Int64()
		return int(i)
	}
	return v
}

func TestArtifactURI(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"a relative name stays relative", "modules/s3/main.tf", "modules/s3/main.tf"},
		{"a name above stays above", "../main.tf", "../main.tf"},
		{"an absolute name is a file URI", "/srv/main.tf", "file:///srv/main.tf"},
		{"a space is escaped", "my site/main.tf", "my%20site/main.tf"},
		{"a colon makes no scheme", "a:b.tf", "./a:b.tf"},
		{"control characters are escaped", "a\x1b.tf", "a%1B.tf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, *artifact(c.file).URI); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSARIFMessageHoldsNoLink(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"an index stays as it is", `aws_s3_bucket.a["b"]`, `aws_s3_bucket.a["b"]`},
		{"a link is escaped", "[a](http://e.example)", `\[a\](http://e.example)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, *sarifMessage(c.in).Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}
