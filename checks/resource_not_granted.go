package checks

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var resourceNotGranted = Rule{
	Name:  "resource-not-granted",
	Title: "the policy's Resource covers none or only some of the keys asked for",
	Worst: Error,
	Run: func(p *Pass) {
		missing := map[string][]string{}
		for i, f := range p.Forbidden(trace.ResourceMissing) {
			o := p.Outcomes[i].At(f)
			if at := uncovered(o, f); !slices.Contains(missing[at], keysOf(o)) {
				missing[at] = append(missing[at], keysOf(o))
			}
		}
		for i, f := range p.Forbidden(trace.ResourceMissing) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     covering(o, missing[uncovered(o, f)]),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// uncovered tells apart the findings of this rule: outcomes of one distribution
// that fail on one policy are joined.
func uncovered(o simulate.Outcome, f simulate.Refusal) string {
	return o.Distribution.Address + " " + f.Step.Address
}

// keysOf is the ARN that covers all keys of an outcome's behavior.
func keysOf(o simulate.Outcome) string {
	pattern := "/*"
	if b := o.Result.Behavior; b != nil && b.Pattern != "" {
		pattern = "/" + strings.TrimPrefix(b.Pattern, "/")
	}
	return o.Bucket().ARN + o.Origin.Path + pattern
}

// maxResources bounds the ARNs that a fix lists.
const maxResources = 4

// covering says what the Resource lacks for the keys that are asked for.
func covering(o simulate.Outcome, missing []string) string {
	all := o.Bucket().ARN + "/*"
	if slices.Contains(missing, all) || len(missing) > maxResources {
		return "Add " + all + " to the Resource of the statement."
	}
	return "Add " + strings.Join(missing, ", ") + " to the Resource of the statement, or " + all +
		" for all. Keys begin with the origin path, and a behavior's pattern is not stripped from them."
}
