package analysis

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/simulate"
)

// breakRulesAt adds a rule that breaks down where the plan has a resource.
func breakRulesAt(t *testing.T, address string, fault func()) {
	rules := checks.All
	t.Cleanup(func() { checks.All = rules })
	checks.All = append(slices.Clone(rules), checks.Rule{Name: "breaks", Run: func(p *checks.Pass) {
		if p.After.State.Resource(address) != nil {
			fault()
		}
	}})
}

func TestFaultIsErrorOfItsPlan(t *testing.T) {
	var list []string
	const broken, whole = "../../fixtures/films-for-everybody/plan.json", "../../fixtures/oac-never-signs/plan.json"
	for _, c := range []struct {
		name  string
		fault func()
		want  string
		never string
	}{
		{"index out of range", func() { _ = list[3] }, "index out of range", "hunter2"},
		{"in a goroutine", func() { parallel.Each(4, func(int) { _ = list[3] }) }, "index out of range", "hunter2"},
		{"words of a library, which may quote the plan", func() { panic("not a number: hunter2") }, "(panic", "hunter2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			breakRulesAt(t, "aws_cloudfront_distribution.films", c.fault)
			options := Options{Least: checks.Notice}
			r, err := options.Gather(options.CheckAll(context.Background(), []Input{{Path: broken}, {Path: whole}}), time.Now())
			if len(r.Plans) != 1 || r.Plans[0].Path != whole || len(r.Plans[0].Findings) == 0 {
				t.Errorf("the other plan is not reported: %v", r.Plans)
			}
			if err == nil {
				t.Fatal("no error")
			}
			said := err.Error()
			for _, want := range []string{broken + ": a fault in plan403", c.want, "guard_test.go:"} {
				if !strings.Contains(said, want) {
					t.Errorf("%q lacks %q", said, want)
				}
			}
			if strings.Contains(said, c.never) || strings.Contains(said, "\n") {
				t.Errorf("%q holds what may not be printed", said)
			}
			q := Question{Request: simulate.Request{Method: "GET", Scheme: "https", Path: "/"}}
			if _, err := Ask(context.Background(), Input{Path: broken}, q); err == nil || err.Error() != said {
				t.Errorf("request says %v, want %v", err, said)
			}
		})
	}
}
