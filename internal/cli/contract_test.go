package cli_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plan403/plan403/fixtures"
	"github.com/plan403/plan403/internal/clitest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The JSON is a contract with those who parse it: fields may be added, and then
// stand here, but none goes away, changes its name or its type.
var lintContract = []string{
	"format_version string", "plan403_version string",
	"plans[].path string", "plans[].terraform_version string", "plans[].source string", "plans[].notes[] string",
	"plans[].outcomes[].distribution string", "plans[].outcomes[].behavior string", "plans[].outcomes[].origin string",
	"plans[].outcomes[].bucket string", "plans[].outcomes[].caller string", "plans[].outcomes[].method string",
	"plans[].outcomes[].scheme string", "plans[].outcomes[].path string", "plans[].outcomes[].before string",
	"plans[].outcomes[].after string", "plans[].outcomes[].status number", "plans[].outcomes[].rules[] string",
	"plans[].outcomes[].host string", "plans[].outcomes[].signed bool",
	"plans[].findings[].rule string", "plans[].findings[].severity string", "plans[].findings[].certainty string",
	"plans[].findings[].change string", "plans[].findings[].address string", "plans[].findings[].attribute string",
	"plans[].kind string", "plans[].findings[].related[] string", "plans[].findings[].distribution string", "plans[].findings[].requests[] number", "plans[].findings[].message string", "plans[].findings[].evidence[] string",
	"plans[].findings[].fix string", "plans[].findings[].documentation string",
	"plans[].findings[].range.filename string",
	"plans[].findings[].range.start.line number", "plans[].findings[].range.start.column number",
	"plans[].findings[].range.end.line number", "plans[].findings[].range.end.column number",
	"plans[].findings[].places[].label string", "plans[].findings[].places[].range.filename string",
	"plans[].findings[].places[].range.start.line number", "plans[].findings[].places[].range.start.column number",
	"plans[].findings[].places[].range.end.line number", "plans[].findings[].places[].range.end.column number",
	"plans[].findings[].trace[].step string", "plans[].findings[].trace[].address string",
	"plans[].findings[].trace[].attribute string", "plans[].findings[].trace[].detail string",
	"plans[].findings[].trace[].range.filename string",
	"plans[].findings[].trace[].range.start.line number", "plans[].findings[].trace[].range.start.column number",
	"plans[].findings[].trace[].range.end.line number", "plans[].findings[].trace[].range.end.column number",
	"plans[].findings[].no_edit string", "plans[].findings[].edits[].text string",
	"plans[].findings[].edits[].range.filename string",
	"plans[].findings[].edits[].range.start.line number", "plans[].findings[].edits[].range.start.column number",
	"plans[].findings[].edits[].range.end.line number", "plans[].findings[].edits[].range.end.column number",
	"plans[].undecided[].address string", "plans[].undecided[].missing string",
	"plans[].undecided[].reason string", "plans[].undecided[].remedy string",
	"plans[].undecided[].range.filename string",
	"plans[].undecided[].range.start.line number", "plans[].undecided[].range.start.column number",
	"plans[].undecided[].range.end.line number", "plans[].undecided[].range.end.column number",
	"summary.errors number", "summary.warnings number", "summary.notices number", "summary.undecided number",
}

var requestContract = []string{
	"distribution string", "behavior string", "origin string", "bucket string", "caller string",
	"method string", "scheme string", "path string", "key string", "verdict string", "status number", "rules[] string",
	"host string",
	"trace[].step string", "trace[].address string", "trace[].attribute string", "trace[].detail string",
	"trace[].range.filename string",
	"trace[].range.start.line number", "trace[].range.start.column number",
	"trace[].range.end.line number", "trace[].range.end.column number",
	"undecided[] string",
	"findings[].rule string", "findings[].severity string", "findings[].certainty string",
	"findings[].change string", "findings[].address string", "findings[].attribute string",
	"findings[].related[] string", "findings[].distribution string", "findings[].message string", "findings[].evidence[] string",
	"findings[].fix string", "findings[].documentation string",
	"findings[].range.filename string",
	"findings[].range.start.line number", "findings[].range.start.column number",
	"findings[].range.end.line number", "findings[].range.end.column number",
	"findings[].trace[].step string", "findings[].trace[].address string",
	"findings[].trace[].attribute string", "findings[].trace[].detail string",
	"findings[].trace[].range.filename string",
	"findings[].trace[].range.start.line number", "findings[].trace[].range.start.column number",
	"findings[].trace[].range.end.line number", "findings[].trace[].range.end.column number",
	"findings[].places[].label string", "findings[].places[].range.filename string",
	"findings[].places[].range.start.line number", "findings[].places[].range.start.column number",
	"findings[].places[].range.end.line number", "findings[].places[].range.end.column number",
}

// contractFixtures show every field between them: findings with and without a
// place, something undecided, a note.
var contractFixtures = []string{"kms-key-not-in-plan", "public-acls", "policy-taken-out", "only-the-distribution", "no-distribution", "nothing-to-do", "www-not-among-aliases", "signed-viewers-without-grant"}

func TestLintContract(t *testing.T) {
	got := map[string]bool{}
	for _, name := range contractFixtures {
		dir := filepath.Join("fixtures", name)
		_, out, _ := clitest.Run("lint", "--format", "json", "--source", dir, filepath.Join(dir, "plan.json"))
		shapeOf(t, out, got)
	}
	compareShape(t, lintContract, got)
}

func TestRequestContract(t *testing.T) {
	got := map[string]bool{}
	for _, name := range []string{
		"kms-key-not-in-plan", "region-in-source-arn", "policy-taken-out",
	} {
		dir := filepath.Join("fixtures", name)
		for _, f := range fixtures.Read(t, dir).Requests {
			_, out, _ := clitest.Run("request", "--format", "json", "--source", dir, "--distribution", f.Distribution, filepath.Join(dir, "plan.json"), f.Path)
			shapeOf(t, out, got)
		}
	}
	dir := filepath.Join("fixtures", "www-not-among-aliases")
	_, out, _ := clitest.Run("request", "--format", "json", "--source", dir, filepath.Join(dir, "plan.json"), "https://example.com/")
	shapeOf(t, out, got)
	compareShape(t, requestContract, got)
}

// TestEmptyListsAreLists: readers iterate over lists without asking for null.
func TestEmptyListsAreLists(t *testing.T) {
	_, out, _ := clitest.Run("lint", "--format", "json", "fixtures/no-distribution/plan.json")
	var got struct{ Plans []map[string]any }
	clitest.Decode(t, out, &got)
	for _, name := range []string{"outcomes", "findings", "undecided"} {
		if list, ok := got.Plans[0][name].([]any); !ok || len(list) != 0 {
			t.Errorf("%s: %v, want []", name, got.Plans[0][name])
		}
	}
}

// TestEveryDistributionIsAsked: each distribution with an S3 origin has at
// least GET https of a plain key in each behavior, and of the root.
func TestEveryDistributionIsAsked(t *testing.T) {
	for _, f := range clitest.Sample(fixtures.All(t)) {
		got := map[string]bool{}
		for _, o := range clitest.Lint(t, "--source", f.Dir, filepath.Join(f.Dir, "plan.json")).Outcomes {
			if o.Method == "GET" && o.Scheme == "https" {
				got[o.Distribution+" "+o.Path] = true
				got[o.Distribution+" behavior "+o.Behavior] = true
			}
		}
		for _, a := range f.Requests {
			if !got[a.Distribution+" /"] && !slices.Contains(a.After, "absent") {
				t.Errorf("%s: nobody asks %s for /", f.Dir, a.Distribution)
			}
		}
	}
}

func compareShape(t *testing.T, contract []string, got map[string]bool) {
	t.Helper()
	want := slices.Sorted(slices.Values(contract))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("fields of the JSON (-contract +output):\n%s", diff)
	}
}

// shapeOf adds one line for each scalar's path and type.
func shapeOf(t *testing.T, text string, to map[string]bool) {
	t.Helper()
	var v any
	clitest.Decode(t, text, &v)
	addShape(v, "", to)
}

func addShape(v any, path string, to map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			if path != "" {
				name = path + "." + name
			}
			addShape(x, name, to)
		}
	case []any:
		for _, x := range v {
			addShape(x, path+"[]", to)
		}
	case string:
		to[path+" string"] = true
	case float64:
		to[path+" number"] = true
	default:
		to[fmt.Sprintf("%s %T", path, v)] = true
	}
}

// TestText compares what people read with the golden files; -update writes
// them anew, to be read before they are kept.
func TestText(t *testing.T) {
	for _, name := range []string{"region-in-source-arn", "kms-key-not-in-plan"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("fixtures", name)
			_, got, errs := clitest.Run("lint", "--color", "never", "--source", dir, filepath.Join(dir, "plan.json"))
			if errs != "" {
				t.Fatal(errs)
			}
			golden := filepath.Join("internal", "cli", "testdata", "text", name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-golden +output):\n%s", golden, diff)
			}
		})
	}
}
