package checks

import "github.com/plan403/plan403/internal/words"

var conflictingBucketPolicies = Rule{
	Name:  "conflicting-bucket-policies",
	Title: "several policies for one bucket, which can have only one",
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
				What: words.And(names) + " replace each other",
				Why:  "a bucket has one policy: the one applied last stays, and every apply may flip them",
				Fix: "Merge the statements into one aws_s3_bucket_policy (source_policy_documents of " +
					"aws_iam_policy_document joins them) and delete the other.",
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
