package config

import (
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Matches reports whether all that is set fits a finding. It does not ask
// whether the time is over.
func (i Ignore) Matches(f checks.Finding) bool {
	switch {
	case i.Rule != "" && i.Rule != f.Rule:
		return false
	case i.Within != nil && !i.stands(f):
		return false
	}
	return i.Address == "" || slices.ContainsFunc(append([]string{f.Address}, f.Related...), i.names)
}

// names reports whether the pattern fits an address. In it * stands for any
// run of characters, dots and brackets included, and ? for one.
func (i Ignore) names(address string) bool {
	return glob.Compile(i.Address).Match(address) == tri.Yes
}

// stands reports whether a comment stands where the finding is, or on the way
// there: at the policy's resource as well as at the local value that it is made of.
func (i Ignore) stands(f checks.Finding) bool {
	return f.Range != nil && (begins(*i.Within, *f.Range) ||
		slices.ContainsFunc(f.Along, func(at hcl.Range) bool { return begins(*i.Within, at) }))
}

func begins(within, at hcl.Range) bool {
	return at.Filename == within.Filename && at.Start.Byte >= within.Start.Byte && at.Start.Byte < within.End.Byte
}

// Over reports whether the last day is past, in the time zone of now.
func (i Ignore) Over(now time.Time) bool {
	if i.Until.IsZero() {
		return false
	}
	end := time.Date(i.Until.Year(), i.Until.Month(), i.Until.Day()+1, 0, 0, 0, 0, now.Location())
	return !now.Before(end)
}

// Silenced is a finding with what silences it.
type Silenced struct {
	Finding checks.Finding
	By      Ignore
}

// Sift splits findings into those to report and those that are silenced. used
// tells by index which of the ignores fit a finding; one that is over silences
// nothing, but fits.
func Sift(findings []checks.Finding, ignores []Ignore, now time.Time) (
	kept []checks.Finding, silenced []Silenced, used []bool,
) {
	used = make([]bool, len(ignores))
	for _, f := range findings {
		by := -1
		for n, i := range ignores {
			if !i.Matches(f) {
				continue
			}
			used[n] = true
			if by < 0 && !i.Over(now) {
				by = n
			}
		}
		if by < 0 {
			kept = append(kept, f)
		} else {
			silenced = append(silenced, Silenced{f, ignores[by]})
		}
	}
	return kept, silenced, used
}
