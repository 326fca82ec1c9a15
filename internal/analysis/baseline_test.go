package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
)

func TestKnownHolds(t *testing.T) {
	known := Known{Rule: "r", Address: "a", Attribute: "x", Distribution: "d", Severity: "warning"}
	with := func(change func(*Known)) Known {
		e := known
		change(&e)
		return e
	}
	for _, c := range []struct {
		name  string
		known Known
		found Known
		want  bool
	}{
		{"the same finding is known", known, known, true},
		{"a milder one is known", known, with(func(e *Known) { e.Severity = "notice" }), true},
		{"a worse one is new", known, with(func(e *Known) { e.Severity = "error" }), false},
		{"another rule's is new", known, with(func(e *Known) { e.Rule = "s" }), false},
		{"one at another resource is new", known, with(func(e *Known) { e.Address = "b" }), false},
		{"one at another attribute is new", known, with(func(e *Known) { e.Attribute = "" }), false},
		{"one of another distribution is new", known, with(func(e *Known) { e.Distribution = "e" }), false},
		{"an entry of this plan holds", with(func(e *Known) { e.Plan = "plan.json" }), known, true},
		{"an entry of another plan does not", with(func(e *Known) { e.Plan = "other.json" }), known, false},
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
	fixed := checks.Finding{Rule: "q", Address: "c", Severity: checks.Notice, Change: checks.Fixed}
	r := report.Report{Plans: []report.Plan{{Path: "p", Findings: []checks.Finding{f, other, f, fixed}}}}
	want := Baseline{{Rule: "r", Address: "a", Severity: "notice"}, {Rule: "r", Address: "b", Severity: "error"}}
	if diff := cmp.Diff(want, NewBaseline(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if gone := want.Mark(r); gone != 0 {
		t.Errorf("%d entries are gone, want none", gone)
	}
	if got := CountNew(r); got.Errors != 0 || got.Notices != 1 || got.Fixed != 1 {
		t.Errorf("%+v is new, want what is fixed alone", got)
	}
}

func TestBrokenBaselines(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"an object is no list":             {"{}", "not a list of findings"},
		"half a list is none":              {"[", "not a list of findings"},
		"two lists are none":               {"[][]", "not a list of findings"},
		"an entry without a rule":          {`[{"severity": "error"}]`, "entry 1: it needs a rule"},
		"an entry without a severity":      {`[{"rule": "r", "severity": "error"}, {"rule": "r"}]`, "entry 2: it needs a rule"},
		"a severity that is none of three": {`[{"rule": "r", "severity": "low"}]`, "entry 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseBaseline([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if list, err := ParseBaseline([]byte("null")); err != nil || len(list) != 0 {
		t.Errorf("null: %v, %v; want no entries", list, err)
	}
}
