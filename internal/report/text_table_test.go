package report

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// several is a report of two plans, one of which has a name of wide letters.
func several() Report {
	one, two := sample().Plans[0], Plan{Path: "網/plan.json", Took: 1250 * time.Millisecond}
	one.Path = "a/plan.json"
	return Report{Plans: []Plan{one, two}}
}

func TestEachOfSeveralPlansIsNamedFirst(t *testing.T) {
	got := written(t, "text", several(), Style{Width: 80})
	if !strings.HasPrefix(got, "== a/plan.json ==\n") || !strings.Contains(got, "\n\n== 網/plan.json ==\n") {
		t.Errorf("the plans are not named before their findings:\n%s", got)
	}
	_, table, _ := strings.Cut(got, "\nplan ")
	want := `         errors  warnings  undecided  time
a/plan.json        1         0          1  0.0s
網/plan.json       0         0          0  1.2s
total: 1 error, 1 notice, 1 undecided
`
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
}

func TestOnePlanHasNoTable(t *testing.T) {
	if got := written(t, "text", sample(), Style{Width: 80}); strings.Contains(got, "==") || strings.Contains(got, "warnings  undecided") {
		t.Errorf("a heading or a table of one plan:\n%s", got)
	}
}

func TestCompactNamesThePlan(t *testing.T) {
	for line := range strings.Lines(written(t, "compact", several(), Style{})) {
		if !strings.HasSuffix(line, " [a/plan.json]\n") {
			t.Errorf("%q does not name its plan", line)
		}
	}
}
