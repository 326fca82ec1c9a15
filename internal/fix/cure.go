package fix

// cure is what can be done about the findings of a rule.
type cure struct {
	// find lists ways to end a finding, the safest first. What it returns is proved
	// before it is offered; nil where nothing is known.
	find func(*Case) []Candidate
	// none says in words why there is no edit: instead of find for a rule whose cause
	// does not stand in the source, and beside it for what find does not know.
	none string
}

// rowOf is what can be done about the findings of a rule. Every rule has a row, in
// the table of those that stand in policies or in that of all others.
func rowOf(rule string) cure {
	if row, ok := policyCures[rule]; ok {
		return row
	}
	return argumentCures[rule]
}

// Candidates lists ways to end a finding, the safest first, or says why there is
// none.
func Candidates(c *Case) (list []Candidate, none string) {
	row := rowOf(c.Finding.Rule)
	if row.find != nil {
		list = row.find(c)
	}
	if list = c.tidied(list); len(list) == 0 {
		return nil, c.hindrance(row.none)
	}
	return list, row.none
}

// tidied are candidates whose edits write as terraform fmt does. What does not fit
// together is left out.
func (c *Case) tidied(list []Candidate) (out []Candidate) {
next:
	for _, candidate := range list {
		var edits []Edit
		for _, of := range inFiles(candidate.Edits) {
			fit, err := tidy(c.sheet(of[0].Range.Filename), of) // which sees edits that overlap, too
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
