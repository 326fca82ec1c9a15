package report

import (
	"bytes"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"github.com/hashicorp/hcl/v2"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/trace"
)

// location is the place of a finding: in the source, else in the plan's file.
func (p Plan) location(f checks.Finding) *sarif.Location {
	at := p.planFile()
	if r := p.reviewed(f); r != nil && r.Filename != "" {
		at = p.physical(*r)
	}
	return &sarif.Location{PhysicalLocation: at, LogicalLocations: logical(f.Address, f.Attribute)}
}

// locationOf is the place of another resource that a finding speaks of, or
// what is given instead where it is not at hand.
func (p Plan) locationOf(place trace.Place, otherwise *sarif.PhysicalLocation) *sarif.Location {
	at := otherwise
	if r := p.Places.of(place); r != nil {
		at = p.physical(*r)
	}
	return &sarif.Location{PhysicalLocation: at, LogicalLocations: logical(place.Address, place.Attribute)}
}

func logical(address, attribute string) []*sarif.LogicalLocation {
	if address == "" {
		return nil
	}
	name := inert(address)
	out := &sarif.LogicalLocation{FullyQualifiedName: &name, Kind: new("resource")}
	if attribute != "" {
		out.Name = new(inert(attribute))
	}
	return []*sarif.LogicalLocation{out}
}

// codeFlows is how a finding comes about, each step at its place in the source.
// Steps that are about no resource stand at the finding's place.
func (p Plan) codeFlows(f checks.Finding) []*sarif.CodeFlow {
	if len(f.Steps) == 0 {
		return nil
	}
	own := p.own(f)
	flow := &sarif.ThreadFlow{}
	for i, text := range f.Evidence() {
		s := f.Steps[i]
		l := &sarif.Location{PhysicalLocation: own}
		if s.Address != "" {
			l = p.locationOf(s.Place(), p.near(s.Address, f, own))
		}
		m := sarifMessage(text)
		l.Message = &m
		flow.Locations = append(flow.Locations, &sarif.ThreadFlowLocation{Location: l})
	}
	return []*sarif.CodeFlow{{ThreadFlows: []*sarif.ThreadFlow{flow}}}
}

// own is the place of a finding's own resource.
func (p Plan) own(f checks.Finding) *sarif.PhysicalLocation {
	if f.Range == nil || f.Range.Filename == "" {
		return p.planFile()
	}
	return p.physical(*f.Range)
}

// near is where a step stands whose place is not at hand.
func (p Plan) near(address string, f checks.Finding, own *sarif.PhysicalLocation) *sarif.PhysicalLocation {
	if address == f.Address {
		return own
	}
	return p.planFile()
}

func (p Plan) planFile() *sarif.PhysicalLocation {
	return &sarif.PhysicalLocation{ArtifactLocation: artifact(p.file()), Region: &sarif.Region{StartLine: new(1)}}
}

func (p Plan) physical(r hcl.Range) *sarif.PhysicalLocation {
	region := &sarif.Region{StartLine: new(max(r.Start.Line, 1)), StartColumn: new(p.units(r.Filename, r.Start))}
	if r.End.Line > r.Start.Line || r.End.Line == r.Start.Line && r.End.Column > r.Start.Column {
		region.EndLine, region.EndColumn = new(max(r.End.Line, 1)), new(p.units(r.Filename, r.End))
	}
	if line, ok := p.Places.line(&r); ok {
		region.Snippet = &sarif.ArtifactContent{Text: new(inert(line))}
	}
	return &sarif.PhysicalLocation{ArtifactLocation: artifact(r.Filename), Region: region}
}

// units is a column counted in UTF-16 code units, as SARIF's readers do. HCL
// counts characters as people see them; without the source its count is taken.
func (p Plan) units(filename string, at hcl.Pos) int {
	column := max(at.Column, 1)
	text := p.Places.Texts[filename]
	if at.Byte < 0 || at.Byte > len(text) || at.Byte == 0 && column > 1 {
		return column
	}
	line := text[bytes.LastIndexByte(text[:at.Byte], '\n')+1 : at.Byte]
	return len(utf16.Encode([]rune(string(line)))) + 1
}

// artifact names a file by a URI reference: relative to where the command
// runs, or absolute.
func artifact(name string) *sarif.ArtifactLocation {
	name = filepath.ToSlash(name)
	u := url.URL{Path: name}
	switch {
	case strings.HasPrefix(name, "/"):
		u.Scheme = "file"
	case filepath.IsAbs(name):
		u = url.URL{Scheme: "file", Path: "/" + name}
	}
	uri := u.String()
	return &sarif.ArtifactLocation{URI: &uri}
}

// lineOf is the line on which a range begins, in a file that is not source.
func lineOf(r hcl.Range) *sarif.PhysicalLocation {
	at := &sarif.Region{StartLine: new(max(r.Start.Line, 1))}
	return &sarif.PhysicalLocation{ArtifactLocation: artifact(r.Filename), Region: at}
}
