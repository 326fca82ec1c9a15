package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

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
			removed := o.Bucket().RemovedPolicy()
			p.Explain(i, f, Finding{
				Address: removed.Address, Home: o.Bucket().Address(),
				Fix:     retention(p, o.Bucket(), removed),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// retention says how a bucket keeps the policy that it had.
func retention(p *Pass, b *s3.Bucket, removed *plan.Resource) string {
	next := p.After.State.Resource(removed.Address)
	switch {
	case next == nil:
		return "Keep " + removed.Address + ". If another configuration manages the policy from now on, use a removed " +
			"block with destroy = false, so that the policy is not deleted."
	case next.String("bucket") != removed.String("bucket"):
		return "Give " + b.Address() + " a policy of its own: " + removed.Address + " is for another bucket now, and " +
			"what it put on this one is deleted."
	}
	return "Remove create_before_destroy from " + removed.Address + ": deleting the old policy last deletes the new " +
		"one, since a bucket has only one."
}
