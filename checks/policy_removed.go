package checks

import "github.com/plan403/plan403/internal/trace"

var policyRemoved = Rule{
	Name:  "policy-removed",
	Title: "this plan deletes the policy that lets CloudFront read the bucket",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PolicyMissing, trace.NotPublic, trace.WebsitePrivate) {
			o := p.Outcomes[i].At(f)
			if !o.Reached() || o.Bucket().RemovedPolicy() == nil {
				continue
			}
			removed := o.Bucket().RemovedPolicy().Address
			fix := "Keep " + removed + ". If another configuration manages the policy from now on, use a removed " +
				"block with destroy = false, so that the policy is not deleted."
			if p.After.State.Resource(removed) != nil {
				fix = "Remove create_before_destroy from " + removed + ": deleting the old policy last deletes the " +
					"new one, since a bucket has only one."
			}
			p.Explain(i, f, Finding{
				Address: removed, Home: o.Bucket().Address(),
				Fix:     fix,
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
