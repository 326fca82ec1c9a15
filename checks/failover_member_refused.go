package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/words"
)

var failoverMemberRefused = Rule{
	Name:  "failover-member-refused",
	Title: "one origin of an origin group is refused, so failover ends in 403",
	Worst: Warning,
	Run: func(p *Pass) {
		plain := p.plainByBehavior()
		for _, d := range p.After.Distributions {
			for _, b := range d.Behaviors {
				if list := plain[b]; p.refusedBeside(list) {
					p.memberRefused(list)
				}
			}
		}
	},
}

// plainByBehavior finds the outcomes of keys by the behavior that takes them.
func (p *Pass) plainByBehavior() map[*cloudfront.Behavior][]int {
	out := map[*cloudfront.Behavior][]int{}
	for i, o := range p.Outcomes {
		if o.Path != "/" && o.ErrorPage == 0 && o.Method == "GET" && o.Scheme == "https" {
			out[o.Result.Behavior] = append(out[o.Result.Behavior], i)
		}
	}
	return out
}

// refusedBeside reports whether the other member of the origin group refuses all
// that the outcomes of a behavior stand for.
func (p *Pass) refusedBeside(outcomes []int) bool {
	served := func(i int) bool { return p.Outcomes[i].Standby == nil }
	return len(outcomes) > 0 && !slices.ContainsFunc(outcomes, served)
}

func (p *Pass) memberRefused(list []int) {
	o := p.Outcomes[list[0]]
	refused := *o.Standby
	why := refused.Refusals[0]
	requests := words.Requests{Method: "GET", Behaviors: []string{p.display(o.Behavior)}}
	subject := requests.On(o.Distribution.Address)
	f := Finding{
		Severity: Warning, Change: p.standbyChange(o), Address: why.Step.Address, Attribute: why.Step.Attribute,
		Related: related(why.Step.Address,
			[]string{o.Distribution.Address, o.Distribution.Place(), refused.Bucket().Address()}, why.Related),
		What: "when origin " + o.Origin.ID + " fails, " + subject + " returns 403",
		Why:  "origin " + refused.Origin.ID + ", which takes over, is refused: " + p.display(why.Step.Detail),
		Fix: "Let CloudFront read this member's bucket as it reads the other's: add the same statement, with the ARN " +
			"of this bucket (and allow its KMS key, if it has one).",
		Steps: p.steps(refused.Trace),
	}
	if refused.Possible() {
		f.Certainty = Possible
	}
	if !first(o, refused) {
		p.Report(f, list...)
		return
	}
	f.Severity = Notice
	f.What = "origin " + refused.Origin.ID + " is refused for " + subject + ", and " + o.Origin.ID + " serves them all"
	f.Why = p.display(why.Step.Detail)
	f.Fix = "Let CloudFront read the bucket of the first member, or point the behavior to the second one alone."
	p.Report(f, list...)
}

// first reports whether the member that refuses is the one that is asked first.
func first(o simulate.Outcome, refused simulate.Result) bool {
	return o.Distribution.Targets(o.Result.Behavior)[0].Origins[0].ID == refused.Origin.ID
}

// standbyChange is Existing if the member refused the same request before apply.
func (p *Pass) standbyChange(o simulate.Outcome) Change {
	if p.Before.Refuses(o.Distribution.Address, o.Request, o.Standby.Origin.ID) {
		return Existing
	}
	return Introduced
}
