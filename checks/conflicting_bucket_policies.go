package checks

import "strings"

var conflictingBucketPolicies = Rule{
	Name:  "conflicting-bucket-policies",
	Title: "several policies compete for one bucket, which has room for one",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			if len(b.Policies) < 2 {
				continue
			}
			var names []string
			for _, policy := range b.Policies {
				names = append(names, policy.Address())
			}
			p.Report(Finding{
				Severity: Warning, Certainty: Possible, Change: p.changeAt(names),
				Address: names[0], Related: append(names[1:], b.Address()),
				Message: "the bucket " + b.Address() + " gets " + strings.Join(names, " and ") + ": a bucket has " +
					"one policy, the one applied last replaces the other, and every apply may flip them",
				Fix: "Join the statements into one policy, for instance with source_policy_documents of " +
					"aws_iam_policy_document, and keep one aws_s3_bucket_policy.",
			})
		}
	},
}

// changeAt is Existing if all the resources were there before.
func (p *Pass) changeAt(addresses []string) Change {
	for _, a := range addresses {
		if p.Before.State.Resource(a) == nil {
			return Introduced
		}
	}
	return Existing
}
