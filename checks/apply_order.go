package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

var applyOrder = Rule{
	Name:  "apply-order",
	Title: "a policy or ACL may be applied before the setting that has to come first",
	Worst: Error,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, n := range b.Needs() {
				if !refuses(b, n.Change) {
					p.order(b, n)
				}
			}
		}
	},
}

// refuses reports whether a policy is certainly refused, which its own rule tells
// with all that follows.
func refuses(b *s3.Bucket, r *plan.Resource) bool {
	return slices.ContainsFunc(b.Policies, func(p *s3.Policy) bool { return p.Resource == r && p.Refused != "" })
}

// order reports a change that does not wait for the setting that it needs: it
// certainly comes too early if the setting waits for it.
func (p *Pass) order(b *s3.Bucket, n s3.Need) {
	graph := p.After.State.Graph
	if graph == nil || graph.DependsOn(n.Change, n.First) != tri.No {
		return
	}
	if n.Gone {
		p.deletedLate(b, n)
		return
	}
	waits := "nothing makes this wait for " + n.First.Address
	f := Finding{
		Severity: Warning, Certainty: Possible, Change: DuringApply,
		Address: n.Change.Address, Attribute: "depends_on", Related: []string{n.First.Address, b.Address()},
		What: "apply may stop with " + n.Refusal + " at " + n.Change.Address,
		Why:  "nothing makes it wait for " + n.First.Address,
		Fix:  waiting(n.First),
	}
	if graph.DependsOn(n.First, n.Change) == tri.Yes {
		f.Severity, f.Certainty = Error, Certain
		f.What = "apply stops with " + n.Refusal + " at " + n.Change.Address
		f.Why = "it comes before " + n.First.Address + ", which waits for it and has to come first"
		waits = n.First.Address + " waits for this"
		f.Places = []Mark{mark("this waits, but has to come first", n.First.Address, "depends_on")}
		f.Fix = turnedRound(n)
	}
	f.Steps = p.steps([]trace.Step{
		{Step: "apply", Address: n.Change.Address, Attribute: n.Attribute, Detail: waits},
		{Step: "apply", Address: n.First.Address, Detail: "until this is applied, S3 returns " + n.Refusal},
	})
	p.Report(f)
}

// waiting says how a change is made to wait for a setting.
func waiting(first *plan.Resource) string {
	fix := "Add " + local(first) + " to its depends_on"
	if first.Has("bucket").IsFalse() { // that of an account
		return fix + "."
	}
	return fix + ", or set its bucket to " + local(first) + ".bucket."
}

// deletedLate reports a change for which a setting has to be gone that the plan deletes:
// nothing in the source can wait for what is no longer in it.
func (p *Pass) deletedLate(b *s3.Bucket, n s3.Need) {
	p.Report(Finding{
		Severity: Warning, Certainty: Possible, Change: DuringApply,
		Address: n.Change.Address, Attribute: n.Attribute, Related: []string{n.First.Address, b.Address()},
		What: "apply may stop with " + n.Refusal + " at " + n.Change.Address,
		Why:  "the plan deletes " + n.First.Address + ", and nothing orders that before this is put",
		Fix: "Keep " + n.First.Address + " with its flags set to false, and make this wait for it by depends_on; or " +
			"delete it in an apply of its own first.",
		Steps: p.steps([]trace.Step{
			{Step: "apply", Address: n.Change.Address, Attribute: n.Attribute, Detail: "this may be put first"},
			{Step: "apply", Address: n.First.Address, Detail: "until this is deleted, S3 returns " + n.Refusal},
		}),
	})
}

// turnedRound says what to do where what has to come first waits for a change.
func turnedRound(n s3.Need) string {
	return "Reverse the dependency: " + local(n.Change) + " has to wait for " + local(n.First) + "."
}

// local is a resource's address inside its module, without instance key.
func local(r *plan.Resource) string { return r.Type + "." + r.Name }
