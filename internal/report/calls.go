package report

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/plan"
)

// A resource inside a module has two places that matter: the block that is
// wrong, and the module blocks that brought it here, which is where the reader
// can change the arguments.

// calls is the chain of module blocks that leads to a finding's place, the
// nearest first.
func (p Plan) calls(f checks.Finding) []plan.CalledFrom {
	if f.Range == nil {
		return nil
	}
	return p.Places.Calls[f.Address]
}

// called says where the modules around a finding are called, one line each.
func (p Plan) called(f checks.Finding) []string {
	var lines []string
	for _, c := range p.calls(f) {
		lines = append(lines, fmt.Sprintf("called from %s:%d, %s", c.Range.Filename, c.Range.Start.Line, c.Module))
	}
	return lines
}

// calledFrom is called in short: the places alone.
func (p Plan) calledFrom(f checks.Finding) string {
	var list []string
	for _, c := range p.calls(f) {
		list = append(list, lineAt(c.Range.Filename, c.Range.Start.Line))
	}
	return strings.Join(list, ", ")
}

// lineAt names a line of a file.
func lineAt(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }

// route is called on one line, for formats that have only one.
func (p Plan) route(f checks.Finding) string {
	if lines := p.called(f); len(lines) > 0 {
		return "; " + strings.Join(lines, "; ")
	}
	return ""
}

// reviewed is the place of a finding for formats that show it in the files of
// the repository: where its own file is one that terraform init has fetched,
// which no repository holds, the nearest module block in one that is not.
func (p Plan) reviewed(f checks.Finding) *hcl.Range {
	if f.Range == nil || !plan.Fetched(f.Range.Filename) {
		return f.Range
	}
	for _, c := range p.calls(f) {
		if !plan.Fetched(c.Range.Filename) {
			return &c.Range
		}
	}
	return f.Range
}

// elsewhere names a finding's own place if reviewed is another, else it is "".
func (p Plan) elsewhere(f checks.Finding) string {
	if f.Range == nil || *p.reviewed(f) == *f.Range {
		return ""
	}
	return fmt.Sprintf("at %s:%d, %s", f.Range.Filename, f.Range.Start.Line, place(f.Address, f.Attribute))
}
