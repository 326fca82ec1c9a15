package report

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/simulate"
)

// A site that returns 502 has no 403, and is no site where nothing is wrong.
func TestFailuresOfOtherKindsAreTold(t *testing.T) {
	ask := func(method string, verdict simulate.Verdict, status int) Outcome {
		return Outcome{Distribution: "d", Request: simulate.Request{Method: method, Scheme: "https", Path: "/"}, After: verdict, Status: status}
	}
	for _, c := range []struct {
		name    string
		outcome Outcome
		want    string
	}{
		{"a gateway's error", ask("GET", simulate.Other, 502), "no 403 found, but 1 request not served;"},
		{"a failure whose status is not documented", ask("GET", simulate.Other, 0), "no 403 found, but 1 request not served;"},
		{"a redirect is an answer", ask("GET", simulate.Other, 301), "no 403 found;"},
		{"a preflight is not what people ask for", ask("OPTIONS", simulate.Other, 400), "no 403 found;"},
		{"what is served", ask("GET", simulate.Served, 200), "no 403 found;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Report{Plans: []Plan{{Path: "plan.json", Outcomes: []Outcome{c.outcome}}}}
			if got := written(t, "text", r, Style{Width: 80}); !strings.Contains(got, c.want) {
				t.Errorf("no %q in %s", c.want, got)
			}
		})
	}
}
