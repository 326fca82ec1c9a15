package analysis

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/simulate"
)

// asked tells which expectations name requests to a distribution of a plan, and
// which of them do not tell to which of several.
func (a *analysis) asked(list []simulate.Expectation) (asked map[hcl.Range]bool, open []checks.Undecided) {
	asked = map[hcl.Range]bool{}
	for _, x := range list {
		for _, r := range x.Requests {
			_, err := simulate.Find(a.after, a.before, x.Distribution, r.Host)
			var missing *simulate.NotFound
			switch {
			case err == nil:
				asked[x.Range] = true
			case errors.As(err, &missing) && missing.Ambiguous && !asked[x.Range]:
				asked[x.Range] = true
				open = append(open, checks.Undecided{
					Address: config.Place(x.Range), Missing: fmt.Sprintf("the distribution of expectation %q", x.Name),
					Reason: err.Error(), Remedy: "set distribution in the block", Range: &x.Range,
				})
			}
		}
	}
	return asked, open
}

// unasked says of expectations whose distribution is in no plan of the run that
// they hold nothing.
func unasked(list []simulate.Expectation, plans []Checked) []string {
	var out []string
	for _, x := range list {
		if !slices.ContainsFunc(plans, func(c Checked) bool { return c.asked[x.Range] }) {
			out = append(out, fmt.Sprintf("%s: no plan has the distribution of expectation %q; correct the block or "+
				"remove it",
				config.Place(x.Range), x.Name))
		}
	}
	return out
}
