package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var bucketPolicyMissing = Rule{
	Name:  "bucket-policy-missing",
	Title: "the bucket has no policy, so CloudFront may not read it",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PolicyMissing) {
			o := p.Outcomes[i]
			if o.Bucket.RemovedPolicy() != nil {
				continue // policy-removed
			}
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     p.newPolicy(o),
			})
		}
	},
}

// newPolicy says which policy the bucket needs: one that the configuration holds
// and leaves out by count or for_each, or else a new one.
func (p *Pass) newPolicy(o simulate.Outcome) string {
	grant := "s3:GetObject on " + o.Bucket.ARN + "/* to " + grantee(o) + "."
	if off := p.After.State.SwitchedOff(o.Bucket.Resource, "aws_s3_bucket_policy"); len(off) > 0 {
		return strings.Join(off, " or ") + " is there, but its count or for_each leaves it without an instance: switch it on, by a value that is known before apply, as a count has to be. It has to allow " + grant
	}
	return "Add an aws_s3_bucket_policy for " + o.Bucket.Address() + " that allows " + grant
}
