package planfile

import (
	"github.com/hashicorp/hcl/v2"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source"
)

// FromSource makes a plan of a configuration alone, as for its first apply: nothing
// is there before. given are the values of the root module's variables; state, which
// may be nil, is one that lies beside the source.
func FromSource(path string, tree *source.Tree, given map[string]cty.Value, state *Plan) *Plan {
	return &Plan{Path: path, Alone: true, Config: configOf(tree), Given: given, Existing: existing(state)}
}

// existing are the resources of a state by address, none without one.
func existing(state *Plan) map[string]*tfjson.StateResource {
	out := map[string]*tfjson.StateResource{}
	if state != nil {
		for _, r := range state.Prior {
			out[r.Address] = r
		}
	}
	return out
}

// Gap is a part of a configuration of which it is not known what it makes.
type Gap struct {
	Address, Missing, Reason, Remedy string
	// Others counts what else has no instances that are known, for the same reason.
	Others int
	// Range is where that stands in the source.
	Range hcl.Range
}
