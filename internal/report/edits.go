package report

import (
	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/words"
)

// Edits are what a run of fix found.
type Edits struct {
	Version string
	Plans   []EditedPlan
	// Written: the edits are made.
	Written bool
}

// EditedPlan is what can be done about the findings of one plan. Ranges name files as
// seen from the working directory.
type EditedPlan struct {
	Path, Kind, Source string
	// Proposals are proved edits, each on top of those before, and what they end.
	Proposals []fix.Proposal
	// Left are findings without an edit.
	Left []fix.Left
	// Untried is how many of them were not tried.
	Untried int
	// Done are findings of the plan that the source ends already.
	Done  []checks.Finding
	Files []EditedFile
	Notes []string
}

// EditedFile is a file that is edited.
type EditedFile struct {
	Name string
	// Text is what it holds, Shown the same with stars over what is secret.
	Text, Shown []byte
	// Edits are all of it.
	Edits []hcledit.Edit
}

// Ended counts the findings that edits end.
func (p EditedPlan) Ended() (n int) {
	for _, x := range p.Proposals {
		n += len(x.Ends)
	}
	return n
}

// Open reports whether something is left to mend: edits that nobody has made, or
// findings without any.
func (r Edits) Open() bool {
	for _, p := range r.Plans {
		if len(p.Left) > 0 || len(p.Proposals) > 0 && !r.Written {
			return true
		}
	}
	return false
}

// Summary says in a few lines what can be done, or was: written are the files.
func (r Edits) Summary(written []string) (lines []string) {
	if len(written) > 0 {
		lines = append(lines, "wrote "+words.And(written))
	}
	edits, ended, left, planned := 0, 0, 0, false
	for _, p := range r.Plans {
		edits, ended, left = edits+len(p.Proposals), ended+p.Ended(), left+len(p.Left)
		planned = planned || p.Kind == "plan"
	}
	switch {
	case edits == 0 && left == 0:
		return append(lines, "nothing to fix")
	case edits == 0:
		return append(lines, count(left, "finding")+" without an edit")
	}
	line := count(edits, "edit") + " for " + count(ended, "finding")
	if left > 0 {
		line += "; " + count(left, "finding") + " without an edit"
	}
	switch {
	case r.Written && planned:
		line += "; make the plan again"
	case !r.Written:
		line += "; plan403 fix --write makes them"
	}
	return append(lines, line)
}

func (p EditedPlan) title() string { return Plan{Path: p.Path}.title() }

// text is the content of a file that is edited or that a finding points into.
func (p EditedPlan) text(name string) []byte {
	for _, f := range p.Files {
		if f.Name == name {
			return f.Text
		}
	}
	return nil
}

// edit is a proved edit in formats for programs.
type jsonEdit struct {
	Range jsonRange `json:"range"`
	Text  string    `json:"text"`
}

func editsJSON(list []hcledit.Edit) (out []jsonEdit) {
	for _, e := range list {
		out = append(out, jsonEdit{rangeJSON(e.Range), e.Text})
	}
	return out
}
