package report

import (
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/plan403/plan403/checks"
)

// sarifFixes are the edits that end a finding, as one fix (SARIF 2.1.0, 3.55).
func (p Plan) sarifFixes(f checks.Finding) []*sarif.Fix {
	if len(f.Edits) == 0 {
		return nil
	}
	description := sarifMessage("Ends this finding, and makes no request fare worse")
	out := &sarif.Fix{Description: &description}
	changes := map[string]*sarif.ArtifactChange{}
	for _, e := range f.Edits {
		name := e.Range.Filename
		if changes[name] == nil {
			changes[name] = &sarif.ArtifactChange{ArtifactLocation: *artifact(name)}
			out.ArtifactChanges = append(out.ArtifactChanges, changes[name])
		}
		r := &sarif.Replacement{DeletedRegion: sarif.Region{
			StartLine: new(max(e.Range.Start.Line, 1)), StartColumn: new(p.units(name, e.Range.Start)),
			EndLine: new(max(e.Range.End.Line, 1)), EndColumn: new(p.units(name, e.Range.End)),
		}}
		if e.Text != "" {
			text := e.Text
			r.InsertedContent = &sarif.ArtifactContent{Text: &text}
		}
		changes[name].Replacements = append(changes[name].Replacements, r)
	}
	return []*sarif.Fix{out}
}
