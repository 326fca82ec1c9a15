package checks

import "github.com/plan403/plan403/internal/trace"

var policyRemoved = Rule{
	Name:  "policy-removed",
	Title: "this plan deletes the policy that lets CloudFront in",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PolicyMissing, trace.NotPublic, trace.WebsitePrivate) {
			o := p.Outcomes[i].At(f)
			if !o.Reached() || o.Bucket().RemovedPolicy() == nil {
				continue
			}
			removed := o.Bucket().RemovedPolicy().Address
			fix := "Keep " + removed + " in the configuration; if another configuration manages the policy from " +
				"now on, take it out with a removed block (destroy = false) or terraform state rm first."
			if p.After.State.Resource(removed) != nil {
				fix = "Take create_before_destroy from " + removed + ": the old policy is deleted after the new " +
					"one is put, and a bucket has only one."
			}
			p.Explain(i, f, Finding{
				Address: removed, Home: o.Bucket().Address(),
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     fix,
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
