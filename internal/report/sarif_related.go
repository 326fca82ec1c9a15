package report

import (
	"fmt"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/trace"
)

// maxLinks bounds the links of a message.
const maxLinks = 8

// aside is another place of a finding, and the words for a link to it.
type aside struct {
	at   *sarif.Location
	text string
}

// asides are the other places of a finding: its own where it is shown at the
// block that calls its module, those that tell why, the module blocks that lead to
// it, and the resources that take part.
func (p Plan) asides(f checks.Finding) []aside {
	var out []aside
	if p.elsewhere(f) != "" {
		at := &sarif.Location{PhysicalLocation: p.own(f), LogicalLocations: logical(f.Address, f.Attribute)}
		out = append(out, aside{at, f.Address})
	}
	for _, m := range f.Places {
		out = append(out, aside{&sarif.Location{PhysicalLocation: p.physical(m.Range)}, m.Label})
	}
	for _, c := range p.calls(f) {
		at := &sarif.Location{PhysicalLocation: p.physical(c.Range), LogicalLocations: logicalModule(c.Module)}
		out = append(out, aside{at, c.Module + " is called here"})
	}
	for _, address := range f.Related {
		out = append(out, aside{p.locationOf(trace.Place{Address: address}, p.planFile()), address})
	}
	return out
}

func logicalModule(address string) []*sarif.LogicalLocation {
	return []*sarif.LogicalLocation{{FullyQualifiedName: new(inert(address)), Kind: new("module")}}
}

// number gives places the ids that links name, from 1.
func number(list []aside) []*sarif.Location {
	var out []*sarif.Location
	for i, a := range list {
		m := sarifMessage(a.text)
		a.at.Id, a.at.Message = new(uint(i+1)), &m
		out = append(out, a.at)
	}
	return out
}

// sarifLinked is a message that ends in links to places, in their order: GitHub
// shows a place only behind one (SARIF 2.1.0, 3.11.6 Messages with embedded
// links).
func sarifLinked(list []aside, paragraphs ...string) sarif.Message {
	if len(list) == 0 {
		return sarifMessage(paragraphs...)
	}
	var to []string
	for i, a := range list[:min(len(list), maxLinks)] {
		to = append(to, fmt.Sprintf("[%s](%d)", links.Replace(inert(a.text)), i+1))
	}
	text := links.Replace(sarifText(paragraphs)) + "\n\nSee also: " + strings.Join(to, ", ")
	return sarif.Message{Text: &text}
}
