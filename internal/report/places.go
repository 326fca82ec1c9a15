package report

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// Places are where in the source stands what a report speaks of, with what is
// written there. The zero value is that of a plan without source.
type Places struct {
	// Ranges are the places of attributes, and of resources by the attribute "".
	Ranges map[trace.Place]hcl.Range
	// Calls are the module blocks that lead to a resource, the nearest first.
	Calls map[string][]plan.CalledFrom
	// Texts are the files of all these places.
	Texts map[string][]byte
}

// of is where something stands, nil where that is not at hand.
func (p Places) of(at trace.Place) *hcl.Range {
	if r, ok := p.Ranges[at]; ok {
		return &r
	}
	return nil
}
