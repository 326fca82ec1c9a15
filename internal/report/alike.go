package report

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// alike groups findings that one change at one place ends, in the order of the first
// of each: instances of a resource, or distributions, to which one line of source does
// the same. They stay findings of their own for whoever counts or silences them.
func alike(findings []checks.Finding) [][]*checks.Finding {
	var groups [][]*checks.Finding
	at := map[oneChange]int{}
	for k := range findings {
		f := &findings[k]
		key, ok := changeOf(f)
		i, known := at[key]
		if !ok || !known {
			i = len(groups)
			groups = append(groups, nil)
		}
		if ok {
			at[key] = i
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// oneChange is what findings share that one change ends.
type oneChange struct {
	at        hcl.Range
	fix, rule string
	severity  checks.Severity
	certainty checks.Certainty
	change    checks.Change
	known     bool
}

// changeOf is what ends a finding; ok is false if it is not told where.
func changeOf(f *checks.Finding) (c oneChange, ok bool) {
	if f.Range == nil || f.Fix == "" {
		return oneChange{}, false
	}
	return oneChange{*f.Range, f.Fix, f.Rule, f.Severity, f.Certainty, f.Change, f.Known}, true
}
