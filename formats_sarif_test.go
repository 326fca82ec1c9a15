package main

import (
	"path/filepath"
	"testing"
)

// TestSARIFPlacesOfAnApply: what happens while apply runs has steps at more than
// one place, as a refused request has.
func TestSARIFPlacesOfAnApply(t *testing.T) {
	for name, rule := range map[string]string{"oai-to-oac-at-once": "apply-window", "first-apply-may-fail": "apply-order"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("fixtures", name)
			_, out, errs := command("lint", "--format", "sarif", "--source", dir, "--rule", rule, filepath.Join(dir, "plan.json"))
			var log struct {
				Runs []struct{ Results []sarifResult }
			}
			decode(t, out, &log)
			if len(log.Runs) != 1 || len(log.Runs[0].Results) == 0 {
				t.Fatalf("no result; errors %q, output %s", errs, out)
			}
			for _, r := range log.Runs[0].Results {
				if lines := r.lines(); len(lines) < 2 {
					t.Errorf("%s: steps at lines %v, want more than one", r.RuleID, lines)
				}
			}
		})
	}
}

// sarifResult is what these tests read of a result.
type sarifResult struct {
	RuleID    string
	CodeFlows []struct {
		ThreadFlows []struct {
			Locations []struct {
				Location struct {
					PhysicalLocation struct{ Region struct{ StartLine int } }
				}
			}
		}
	}
}

// lines are the different lines at which the steps of a result stand.
func (r sarifResult) lines() map[int]bool {
	lines := map[int]bool{}
	for _, flow := range r.CodeFlows {
		for _, thread := range flow.ThreadFlows {
			for _, l := range thread.Locations {
				lines[l.Location.PhysicalLocation.Region.StartLine] = true
			}
		}
	}
	return lines
}
