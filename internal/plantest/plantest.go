// Package plantest makes the states of small plans for the tests of what models
// them.
package plantest

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/plan"
)

// Account and Region are where the plans are applied.
const (
	Account = "111122223333"
	Region  = "eu-west-1"
)

// failer is a test, or one draw of a property test.
type failer interface {
	Helper()
	Fatal(...any)
}

// States returns the states before and after a plan with these resource_changes,
// as JSON writes them (Terraform, JSON Output Format, Plan Representation), with
// what is assumed beside it.
func States(t failer, changes []any, assume ...plan.Assumption) (before, after *plan.State) {
	t.Helper()
	text, err := json.Marshal(
		map[string]any{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes},
	)
	if err != nil {
		t.Fatal(err)
	}
	p, err := planfile.Read(context.Background(), "-", bytes.NewReader(text), planfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before, after, err = plan.States(p, plan.StateOptions{Account: Account, Region: Region, Assume: assume})
	if err != nil {
		t.Fatal(err)
	}
	return before, after
}
