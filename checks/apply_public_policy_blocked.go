package checks

var applyPublicPolicyBlocked = Rule{
	Name:  "apply-public-policy-blocked",
	Title: "apply stops with 403: a public policy meets BlockPublicPolicy",
	Worst: Error,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, policy := range b.Policies {
				if policy.Refused == "" {
					continue
				}
				p.Report(Finding{
					Severity: Error, Change: Introduced,
					Address: policy.Address(), Attribute: policy.Attribute, Part: policy.PublicPart(),
					Related: related("", []string{b.Address(), b.Block.Address, b.Block.WiderAddress}),
					Message: "apply stops with 403 AccessDenied at " + policy.Address() + ": the policy is public, and " +
						policy.Refused + " blocks public policies",
					Fix: "Grant CloudFront's origin access control instead of everyone, which is not public. If the bucket " +
						"is meant to be public, set block_public_policy = false in an aws_s3_bucket_public_access_block and let the " +
						"policy depend on it.",
				})
			}
		}
	},
}
