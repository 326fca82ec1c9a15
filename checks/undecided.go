package checks

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/tri"
)

// Undecided is something that could not be decided, and what would decide it.
type Undecided struct {
	// Address and Missing name what is not known: an argument of a resource, or
	// something of it in words. Neither is empty.
	Address, Missing string
	Reason, Remedy   string
	// Range is its place in the source, nil where that is not at hand.
	Range *hcl.Range
}

// Open lists what is missing behind undecided outcomes, each thing once, and
// the distributions that change in too many ways to look at every order. What a
// finding tells already as possible is left to that.
func Open(w, before *simulate.World, outcomes []simulate.Outcome, findings []Finding) []Undecided {
	var out []Undecided
	for _, address := range simulate.TooManyChanges(w, before, outcomes) {
		out = append(out, Undecided{
			Address: address, Missing: "the states during apply", Reason: "too many changes to examine in every order",
			Remedy: "apply in smaller steps",
		})
	}
	out = append(out, unread(w)...)
	told := map[Undecided]bool{}
	found := foundAt(outcomes, findings)
	for i, o := range outcomes {
		for _, x := range o.Expected {
			if o.Verdict != simulate.Unknown && x.Meets(o.Before, o.Verdict).IsUnknown() {
				out = append(out, unknownBefore(w, o, x))
			}
		}
		if o.Verdict != simulate.Unknown || (o.Elsewhere || unmeant(o)) && o.Expected == nil {
			continue
		}
		for _, c := range o.Causes {
			if u := undecided(w, o, c); !told[u] && !found[spot{u.Address, u.Missing, i}] {
				told[u] = true
				out = append(out, u)
			}
		}
		if len(o.Causes) == 0 {
			if u := undecided(w, o, tri.Cause{Reason: "the outcome could not be decided"}); !told[u] {
				told[u] = true
				out = append(out, u)
			}
		}
	}
	return out
}

// unknownBefore: whether a request still gets what it got cannot be told.
func unknownBefore(w *simulate.World, o simulate.Outcome, x *simulate.Expectation) Undecided {
	return undecided(w, o, tri.Cause{
		Address: o.Distribution.Place(), Attribute: "the answer to " + o.Method + " " + o.Path + " before apply",
		Reason: fmt.Sprintf("expectation %q compares with it, and it is not known", x.Name),
		Remedy: "plan403 request --state before says what is missing",
	})
}

// spot is a place that an outcome has to do with.
type spot struct {
	address, attribute string
	outcome            int
}

// foundAt are the places that findings about undecided outcomes are about.
func foundAt(outcomes []simulate.Outcome, findings []Finding) map[spot]bool {
	out := map[spot]bool{}
	for _, f := range findings {
		for _, i := range f.Outcomes {
			if i < len(outcomes) && outcomes[i].Verdict == simulate.Unknown { // else of another plan
				out[spot{f.Address, f.Attribute, i}] = true
			}
		}
	}
	return out
}

// unread are distributions that no model reads: nothing is sent to them.
func unread(w *simulate.World) []Undecided {
	var out []Undecided
	for _, r := range w.State.Unmodelled("AWS::CloudFront::Distribution") {
		out = append(out, Undecided{
			Address: r.Address, Missing: "the distribution", Reason: r.Type + " is not read, and may create a " +
				"distribution: no request is sent to it",
			Remedy: "manage the distribution with aws_cloudfront_distribution",
		})
	}
	return out
}

func undecided(w *simulate.World, o simulate.Outcome, c tri.Cause) Undecided {
	u := Undecided{Address: c.Address, Missing: c.Attribute, Reason: c.Reason, Remedy: c.Remedy}
	if c.Symbol != 0 {
		origin := w.State.Symbols.Origin(c.Symbol)
		u = Undecided{Address: origin.Address, Missing: origin.Attribute, Reason: origin.Reason, Remedy: origin.Remedy}
	}
	if u.Address == "" {
		last := o.LastPlace()
		u.Address, u.Missing = last.Address, last.Attribute
	}
	if u.Missing == "" && c.Symbol != 0 {
		u.Missing = "value" // of a variable, for all requests that it decides
	}
	if u.Missing == "" {
		u.Missing = "its effect on " + o.Method + " " + o.Path
	}
	if u.Reason == "" {
		u.Reason = "its value is not known before apply"
	}
	switch {
	case u.Remedy != "":
	case c.Symbol == 0:
		u.Remedy = "none: it depends on more than a plan holds"
	default:
		u.Remedy = "none from this plan; run plan403 again after apply"
	}
	t := w.State.Symbols
	return Undecided{
		Address: t.Show(u.Address), Missing: t.Display(u.Missing),
		Reason: t.Display(u.Reason), Remedy: t.Display(u.Remedy),
	}
}

// unmeant reports whether an undecided preflight goes to a bucket without CORS:
// whether it gets 403 or 400 is of interest to nobody.
func unmeant(o simulate.Outcome) bool {
	return o.Method == "OPTIONS" && o.Bucket().CORS.Configured.IsFalse()
}
