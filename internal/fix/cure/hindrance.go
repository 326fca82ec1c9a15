package cure

import (
	"github.com/plan403/plan403/plan"
)

// hindrance says why nothing can be edited where a finding is, otherwise what its rule says
// of that.
func (c *Case) hindrance(otherwise string) string {
	r := c.Resource(c.Finding.Address)
	switch {
	case r == nil:
		return otherwise
	case r.From != "":
		return "it stands in another configuration, " + r.From
	case r.Action == plan.Untouched && c.Before != c.After:
		return "the plan leaves " + c.Finding.Address + " as it is, whatever the source says: plan all of it"
	}
	spot, ok := c.Spot(c.Place())
	if !ok {
		return "it is not in the source"
	}
	if why, own := Editable(spot.Range.Filename); !own {
		return why
	}
	return otherwise
}
