package planfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
)

var unexported = cmp.AllowUnexported(Plan{}, HeldElement{}, ModuleConfig{}, heldBlock{})

// heldPrior decodes what prior_state holds of a referred type.
func heldPrior(t testing.TB, p *Plan, typ string) []*tfjson.StateResource {
	t.Helper()
	var r Resources
	for _, e := range p.Held {
		if e.Section == "prior_state" && strings.Contains(e.Address, typ+".") {
			if err := e.Decode(&r); err != nil {
				t.Fatal(err)
			}
		}
	}
	return r.Prior
}
