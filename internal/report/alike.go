package report

import (
	"slices"

	"github.com/plan403/plan403/checks"
)

// alike groups findings that one change at one place ends, in the order of the first
// of each: instances of a resource, or distributions, to which one line of source does
// the same. They stay findings of their own for whoever counts or silences them.
func alike(findings []checks.Finding) [][]checks.Finding {
	var groups [][]checks.Finding
	for _, f := range findings {
		i := slices.IndexFunc(groups, func(g []checks.Finding) bool { return oneChange(g[0], f) })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// oneChange reports whether one change ends two findings.
func oneChange(a, b checks.Finding) bool {
	return a.Range != nil && b.Range != nil && *a.Range == *b.Range && a.Fix == b.Fix && a.Fix != "" &&
		a.Rule == b.Rule && a.Severity == b.Severity && a.Certainty == b.Certainty && a.Change == b.Change &&
		a.Known == b.Known
}
