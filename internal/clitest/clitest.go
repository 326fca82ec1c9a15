// Package clitest runs plan403 in tests as it is typed, from the root of the
// module: fixtures and documents are found there by the names that users know.
package clitest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/plan403/plan403/docs"
	"github.com/plan403/plan403/internal/cli"
)

// Failing is a plan that has findings.
const Failing = "fixtures/region-in-source-arn/plan.json"

// Main is the TestMain of a package. Called by the name plan403, the test binary
// is plan403; otherwise its tests run in the module's root.
func Main(m *testing.M) {
	testscript.Main(inRoot{m}, map[string]func(){"plan403": func() { os.Exit(cli.Main("", "")) }})
}

type inRoot struct{ m *testing.M }

func (r inRoot) Run() int {
	for {
		if _, err := os.Stat("go.mod"); err == nil {
			return r.m.Run()
		}
		if err := os.Chdir(".."); err != nil {
			panic(err)
		}
	}
}

// Run runs one command line with nothing on standard input.
func Run(args ...string) (status int, out, errs string) {
	var o bytes.Buffer
	status, errs = RunOn(strings.NewReader(""), &o, args...)
	return status, o.String(), errs
}

// RunOn is Run with something on standard input and a chosen output.
func RunOn(in io.Reader, out io.Writer, args ...string) (status int, errs string) {
	var e bytes.Buffer
	status = cli.Program{In: in, Out: out, Err: &e}.Run(context.Background(), args)
	return status, e.String()
}

// Process is plan403 as a process of its own: the test binary under that name.
func Process(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "plan403")
	if err := os.Symlink(self, bin); err != nil {
		t.Skip("no symbolic links here")
	}
	cmd := exec.Command(bin, args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	return cmd
}

// Report is what tests read of the JSON of one plan.
type Report struct {
	Outcomes []Outcome
	Findings []Finding
}

// Outcome is what tests read of an outcome.
type Outcome struct {
	Distribution, Behavior, Method, Scheme, Host, Path, Before, After string
	Signed                                                            bool
	Rules                                                             []string
}

// Key names the request of an outcome.
func Key(o Outcome) string {
	key := strings.Join([]string{o.Distribution, o.Behavior, o.Method, o.Scheme + "://" + o.Host + o.Path}, " ")
	if o.Signed {
		key += " signed"
	}
	return key
}

// Finding is what tests read of a finding.
type Finding struct {
	Rule, Severity, Certainty, Change, Address, Message string
	Related                                             []string
	Range                                               *struct {
		Filename string
		Start    struct{ Line int }
	}
}

// Place is where a finding points, "" and 0 without source.
func (f Finding) Place() (file string, line int) {
	if f.Range == nil {
		return "", 0
	}
	return f.Range.Filename, f.Range.Start.Line
}

// Lint checks one plan, which has to succeed, and reads the JSON report.
func Lint(t *testing.T, args ...string) Report {
	t.Helper()
	status, out, errs := Run(append([]string{"lint", "--format", "json"}, args...)...)
	if errs != "" || status == cli.StatusFailed {
		t.Fatalf("lint %v: status %d: %s", args, status, errs)
	}
	var all struct {
		Plans   []Report
		Summary struct{ Errors int }
	}
	Decode(t, out, &all)
	if len(all.Plans) != 1 {
		t.Fatalf("lint %v: %d plans", args, len(all.Plans))
	}
	if (status == cli.StatusFindings) != (all.Summary.Errors > 0) {
		t.Errorf("lint %v: status %d with %d errors", args, status, all.Summary.Errors)
	}
	return all.Plans[0]
}

// OneLine fails unless a failure has one line on standard error.
func OneLine(t *testing.T, what string, status int, errs string) {
	t.Helper()
	if status != cli.StatusFailed {
		t.Errorf("%s: status %d, want %d", what, status, cli.StatusFailed)
	}
	if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "plan403: ") {
		t.Errorf("%s: want one line that begins with plan403: on standard error, got %q", what, errs)
	}
}

// Decode reads JSON.
func Decode(t *testing.T, text string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// ReadFile reads a text, with the line endings of Unix.
func ReadFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}

// FileOf writes a file of a name into a folder of its own.
func FileOf(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Block returns the first fenced block of a document after a mark.
func Block(t *testing.T, text, mark, language string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, mark)
	_, text, ok2 := strings.Cut(text, "```"+language+"\n")
	text, _, ok3 := strings.Cut(text, "```\n")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("no block of %s after %q", language, mark)
	}
	return text
}

// UnixOnly skips a test of signals, pipes and devices.
func UnixOnly(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no signals, pipes and devices as on Unix")
	}
}

// Sample thins a list out in short mode, in which the race detector runs: what it
// looks for does not hang on one plan, and the other runs take them all.
func Sample[T any](list []T) []T {
	if !testing.Short() {
		return list
	}
	var out []T
	for i := 0; i < len(list); i += 4 {
		out = append(out, list[i])
	}
	return out
}

// AsCertain checks that a finding is as certain as its rule's page says.
func AsCertain(t *testing.T, f Finding) {
	t.Helper()
	text, _ := docs.Rule(f.Rule)
	_, text, _ = strings.Cut(text, "|---|---|\n")
	if head, _, _ := strings.Cut(text, "\n"); !strings.Contains(head, f.Certainty) {
		t.Errorf("the page of %s says %s, the finding is %s", f.Rule, head, f.Certainty)
	}
}
