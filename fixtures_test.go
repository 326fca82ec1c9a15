package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plan403/plan403/checks"
)

// TestFixtures reads every plan of fixtures twice, with its source and without,
// and compares what is found with what the source's comments say.
func TestFixtures(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(filepath.Base(f.dir), func(t *testing.T) {
			t.Parallel()
			plan := filepath.Join(f.dir, "plan.json")
			report := lintJSON(t, "--source", f.dir, plan)
			compareFindings(t, f, report.Findings)
			explained(t, report)
			explained(t, lintJSON(t, "--no-source", plan))
			if unchanged(t, plan) {
				nothingIntroduced(t, report)
			}
			for _, a := range sample(f.requests) {
				compareVerdicts(t, f, plan, a)
			}
		})
	}
}

// TestFixturesCoverRules holds the promise of docs/rules: every rule is shown
// by a plan. access-denied is what is left when no rule fits, so none shows it.
func TestFixturesCoverRules(t *testing.T) {
	shown := map[string]bool{"access-denied": true}
	for _, f := range fixtures(t) {
		for _, w := range f.wants {
			shown[w.rule] = true
			if _, ok := checks.Find(w.rule); !ok {
				t.Errorf("%s wants %s, which is no rule", f.dir, w.rule)
			}
		}
	}
	for _, r := range checks.All {
		if !shown[r.Name] {
			t.Errorf("no fixture wants %s", r.Name)
		}
	}
}

// lintReport is what these tests read of the JSON of one plan.
type lintReport struct {
	Outcomes []struct {
		Distribution, Behavior, Method, Scheme, Path, Before, After string
		Rules                                                       []string
	}
	Findings []lintFinding
}

type lintFinding struct {
	Rule, Severity, Certainty, Change, Address, Message string
	Range                                               *struct {
		Filename string
		Start    struct{ Line int }
	}
}

func (f lintFinding) place() (file string, line int) {
	if f.Range == nil {
		return "", 0
	}
	return f.Range.Filename, f.Range.Start.Line
}

// oneAtATime: the command line library keeps its help flag in a variable of its
// package, which a process that is one command never notices.
var oneAtATime sync.Mutex

// start runs a command line as main does. Only reading it is done one at a time.
func start(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	oneAtATime.Lock()
	j := read(ctx, append([]string{"plan403"}, args...), streams{in, out, errs})
	oneAtATime.Unlock()
	return j.run()
}

// command runs one command line as main does, with nothing on standard input.
func command(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = start(context.Background(), args, strings.NewReader(""), &o, &e)
	return status, o.String(), e.String()
}

func lintJSON(t *testing.T, args ...string) lintReport {
	t.Helper()
	status, out, errs := command(append([]string{"lint", "--format", "json"}, args...)...)
	if errs != "" || status == exitFailed {
		t.Fatalf("lint %v: status %d: %s", args, status, errs)
	}
	var all struct {
		Plans   []lintReport
		Summary struct{ Errors int }
	}
	decode(t, out, &all)
	if len(all.Plans) != 1 {
		t.Fatalf("lint %v: %d plans", args, len(all.Plans))
	}
	if (status == exitFindings) != (all.Summary.Errors > 0) {
		t.Errorf("lint %v: status %d with %d errors", args, status, all.Summary.Errors)
	}
	return all.Plans[0]
}

func decode(t *testing.T, text string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// compareFindings fails for a finding that no comment wants and for a want that
// no finding meets. Notices tell what is probably meant, so they need no want.
func compareFindings(t *testing.T, f fixture, found []lintFinding) {
	t.Helper()
	for _, x := range found {
		asCertain(t, x)
		file, line := x.place()
		wanted := false
		for _, w := range f.wants {
			samePlace := w.line == line && (line == 0 || w.file == file)
			if samePlace && w.rule == x.Rule && w.message.MatchString(x.Message) {
				w.met, wanted = true, true
			}
		}
		if !wanted && x.Severity != "notice" {
			t.Errorf("%s:%d: unexpected %s %s: %s", file, line, x.Severity, x.Rule, x.Message)
		}
	}
	for _, w := range f.wants {
		if !w.met {
			t.Errorf("%s: wanted and not found", w)
		}
	}
}

// explained holds the two invariants: every forbidden outcome has a rule that
// explains it, and every certain error points at a forbidden outcome or at an
// API call that is refused.
func explained(t *testing.T, r lintReport) {
	t.Helper()
	forbidden := map[string]bool{}
	for _, o := range r.Outcomes {
		if o.After != "forbidden" {
			continue
		}
		if len(o.Rules) == 0 {
			t.Errorf("no rule explains %s %s %s of %s, which is forbidden", o.Method, o.Scheme, o.Path, o.Distribution)
		}
		for _, rule := range o.Rules {
			forbidden[rule] = true
		}
	}
	for _, f := range r.Findings {
		refused := strings.HasPrefix(f.Rule, "apply-")
		if f.Severity == "error" && f.Certainty == "certain" && !forbidden[f.Rule] && !refused {
			t.Errorf("%s is a certain error and points at no forbidden outcome: %s", f.Rule, f.Message)
		}
	}
}

// unchanged reports whether a plan changes nothing.
func unchanged(t *testing.T, path string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var plan struct {
		Changes []struct{ Change struct{ Actions []string } } `json:"resource_changes"`
	}
	decode(t, string(text), &plan)
	for _, c := range plan.Changes {
		if !slices.Equal(c.Change.Actions, []string{"no-op"}) {
			return false
		}
	}
	return true
}

func nothingIntroduced(t *testing.T, r lintReport) {
	t.Helper()
	for _, f := range r.Findings {
		if f.Change != "existing" {
			t.Errorf("%s is %s by a plan that changes nothing: %s", f.Rule, f.Change, f.Message)
		}
	}
	for _, o := range r.Outcomes {
		if o.Before != o.After {
			t.Errorf("%s %s turns from %s to %s by a plan that changes nothing", o.Method, o.Path, o.Before, o.After)
		}
	}
}

// compareVerdicts asks for one request after apply and before it, and from the
// JSON alone, which may leave it open but must not contradict.
func compareVerdicts(t *testing.T, f fixture, plan string, a asked) {
	t.Helper()
	verdict := func(state string, source ...string) string {
		args := append([]string{"request", "--format", "json", "--state", state, "--scheme", a.scheme, "-X", a.method, "--distribution", a.distribution}, source...)
		status, out, errs := command(append(args, plan, a.path)...)
		if status == exitFailed {
			t.Fatalf("%s: %s", a, errs)
		}
		var answer struct{ Verdict string }
		decode(t, out, &answer)
		return answer.Verdict
	}
	if got := verdict("after", "--source", f.dir); !slices.Contains(a.after, got) {
		t.Errorf("%s: %s, want %v", a, got, a.after)
	}
	if got := verdict("after", "--no-source"); got != "unknown" && !slices.Contains(a.after, got) {
		t.Errorf("%s from the JSON alone: %s, want %v or unknown", a, got, a.after)
	}
	if a.before == nil {
		return
	}
	if got := verdict("before", "--source", f.dir); !slices.Contains(a.before, got) {
		t.Errorf("%s before apply: %s, want %v", a, got, a.before)
	}
}
