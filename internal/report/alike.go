package report

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// alike groups findings that one change at one place ends, in the order of the first
// of each: instances of a resource, or distributions, to which one line of source does
// the same. Without source it is one argument that does the same to several, for the
// same reason: a rule of a web ACL, or a bucket that they share. They stay findings of
// their own for whoever counts or silences them.
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
	// address, attribute and why are set where there is no source.
	address, attribute, why string

	severity  checks.Severity
	certainty checks.Certainty
	change    checks.Change
	known     bool
}

// changeOf is what ends a finding; ok is false if that is not told.
func changeOf(f *checks.Finding) (c oneChange, ok bool) {
	c = oneChange{
		fix: f.Fix, rule: f.Rule, severity: f.Severity, certainty: f.Certainty, change: f.Change, known: f.Known,
	}
	if f.Range != nil {
		c.at = *f.Range
	} else {
		c.address, c.attribute, c.why = f.Address, f.Attribute, f.Why
	}
	return c, f.Fix != ""
}
