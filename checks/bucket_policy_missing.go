package checks

import "github.com/plan403/plan403/internal/trace"

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
				Fix:     "Add an aws_s3_bucket_policy for " + o.Bucket.Address() + " that allows s3:GetObject on " + o.Bucket.ARN + "/* to " + grantee(o) + ".",
			})
		}
	},
}
