package report

import (
	"strconv"

	"github.com/plan403/plan403/checks"
)

// undecidedRule is what readers that know nothing but rules are told in place of
// one, with the page that explains it.
const (
	undecidedRule  = "undecided"
	undecidedTitle = "the plan does not hold enough to decide"
	undecidedPage  = "docs/verdicts.md"
)

// undecided are the items of a plan that could not be decided as findings, for
// formats whose readers know nothing else. Where the run fails because of them they
// are errors, else notices.
func (r Report) undecided(p Plan) []checks.Finding {
	severity := checks.Notice
	if r.UndecidedFails {
		severity = checks.Error
	}
	var out []checks.Finding
	for _, u := range p.Undecided {
		out = append(out, checks.Finding{
			Rule: undecidedRule, Severity: severity, Change: checks.Existing,
			Address: u.Address, Attribute: u.Missing, Range: u.Range,
			Message: "undecided: " + missing(u), Fix: u.Remedy,
		})
	}
	return out
}

// missing says what is not known, and why.
func missing(u checks.Undecided) string { return place(u.Address, u.Missing) + ": " + u.Reason }

// undecidedPrints are the fingerprints of what undecided lists, by plan and item.
// They name the place and, since two things may be missing there, the reason.
func (r Report) undecidedPrints() [][]string {
	seen := map[string]int{}
	out := make([][]string, len(r.Plans))
	for i, p := range r.Plans {
		for _, u := range p.Undecided {
			print := digest(undecidedRule, u.Address, u.Missing, u.Reason)
			seen[print]++
			if n := seen[print]; n > 1 {
				print = digest(print, strconv.Itoa(n))
			}
			out[i] = append(out[i], print)
		}
	}
	return out
}

// advice is what to do about a finding, behind its label.
func advice(f checks.Finding) string {
	if f.Rule == undecidedRule {
		return "remedy: " + f.Fix
	}
	return "fix: " + f.Fix
}
