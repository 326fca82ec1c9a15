package checks

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
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
			finding := Finding{
				Fix:     covering(o, f, missing[uncovered(o, f)]),
				Related: []string{o.Bucket().Address()},
			}
			if f.Wanted != "" && o.Only { // all keys of the behavior, and not the example
				finding.Why = strings.Replace(f.Step.Detail, f.Got, keysOf(o), 1)
			}
			if f.Wanted != "" {
				finding.Label = "this does not cover " + words.Some(missing[uncovered(o, f)], maxResources)
			}
			p.Explain(i, f, finding)
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

// covering says what the Resource lacks for the keys that are asked for. What is of
// another bucket can never be right: S3 refuses such a policy.
func covering(o simulate.Outcome, f simulate.Refusal, missing []string) string {
	all := o.Bucket().ARN + "/*"
	keys := words.And(missing) + " (or " + all + ")"
	if slices.Contains(missing, all) || len(missing) > maxResources {
		keys = all
	}
	if f.Wanted != "" && !strings.Contains(f.Wanted, o.Bucket().ARN) && !strings.Contains(f.Wanted, "everything but") {
		return "Replace the Resource of the statement with " + keys + "."
	}
	fix := "Add " + keys + " to the Resource of the statement."
	if o.Origin.Path != "" {
		fix += " Keys begin with the origin path."
	}
	return fix
}
