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
func (i Ignore) Matches(f checks.Finding) bool { return i.matches(&f, i.addresses()) }

// addresses is the pattern of addresses. In it * stands for any run of characters, dots
// and brackets included, and ? for one.
func (i Ignore) addresses() glob.Pattern { return glob.Compile(i.Address) }

func (i *Ignore) matches(f *checks.Finding, addresses glob.Pattern) bool {
	switch {
	case i.Rule != "" && i.Rule != f.Rule:
		return false
	case i.Within != nil && !i.stands(f):
		return false
	}
	names := func(address string) bool { return addresses.Match(address) == tri.Yes }
	return i.Address == "" || names(f.Address) || slices.ContainsFunc(f.Related, names)
}

// stands reports whether a comment stands where the finding is, or on the way
// there: at the policy's resource as well as at the local value that it is made of.
func (i *Ignore) stands(f *checks.Finding) bool {
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
	if len(ignores) == 0 {
		return findings, nil, nil
	}
	used = make([]bool, len(ignores))
	addresses := make([]glob.Pattern, len(ignores))
	for n, i := range ignores {
		addresses[n] = i.addresses()
	}
	for k := range findings {
		f, by := &findings[k], -1
		for n := range ignores {
			if !ignores[n].matches(f, addresses[n]) {
				continue
			}
			used[n] = true
			if by < 0 && !ignores[n].Over(now) {
				by = n
			}
		}
		if by < 0 {
			kept = append(kept, *f)
		} else {
			silenced = append(silenced, Silenced{*f, ignores[by]})
		}
	}
	return kept, silenced, used
}
