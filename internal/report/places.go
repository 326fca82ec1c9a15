package report

import (
	"slices"

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

	// starts are where the lines of files begin, nil where few are asked for.
	starts map[string][]int
}

// startsOf is where the lines of a file begin.
func (p Places) startsOf(file string) []int {
	starts, known := p.starts[file]
	if known {
		return starts
	}
	starts = []int{0}
	for i, b := range p.Texts[file] {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	if p.starts != nil {
		p.starts[file] = starts
	}
	return starts
}

// withLines is a report that remembers where the lines of source begin, which many
// findings may ask for.
func (r Report) withLines() Report {
	r.Plans = slices.Clone(r.Plans)
	for i := range r.Plans {
		r.Plans[i].Places.starts = map[string][]int{}
	}
	return r
}

// of is where something stands, nil where that is not at hand.
func (p Places) of(at trace.Place) *hcl.Range {
	if r, ok := p.Ranges[at]; ok {
		return &r
	}
	return nil
}
