// Package cure knows ways to end findings: for each rule, the edits of the source that a
// careful colleague would try, the safest first. Whether one does end the finding and
// harms nothing is for package fix to prove.
package cure

import "github.com/plan403/plan403/internal/hcledit"

// row is what can be done about the findings of a rule.
type row struct {
	// find lists ways to end a finding, the safest first. What it returns is proved
	// before it is offered; nil where nothing is known.
	find func(*Case) []Candidate
	// none says in words why there is no edit: instead of find for a rule whose cause
	// does not stand in the source, and beside it for what find does not know.
	none string
}

// rowOf is what can be done about the findings of a rule. Every rule has a row, in
// the table of those that stand in policies or in that of all others.
func rowOf(rule string) row {
	if r, ok := policyCures[rule]; ok {
		return r
	}
	return argumentCures[rule]
}

// Candidates lists ways to end a finding, the safest first, or says why there is
// none.
func Candidates(c *Case) (list []Candidate, none string) {
	r := rowOf(c.Finding.Rule)
	if r.find != nil {
		list = r.find(c)
	}
	if list = c.tidied(list); len(list) == 0 {
		return nil, c.hindrance(r.none)
	}
	return list, r.none
}

// tidied are candidates whose edits write as terraform fmt does. What does not fit
// together is left out.
func (c *Case) tidied(list []Candidate) (out []Candidate) {
next:
	for _, candidate := range list {
		var edits []hcledit.Edit
		for _, of := range hcledit.InFiles(candidate.Edits) {
			fit, err := hcledit.Tidy(c.sheet(of[0].Range.Filename), of) // which sees edits that overlap, too
			if err != nil {
				continue next
			}
			edits = append(edits, fit...)
		}
		candidate.Edits = edits
		out = append(out, candidate)
	}
	return out
}
