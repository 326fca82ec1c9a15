package checks

import "github.com/plan403/plan403/internal/s3"

var objectOwnerMismatch = Rule{
	Name:  "object-owner-mismatch",
	Title: "other accounts may upload objects that the bucket policy does not apply to",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, b := range p.served() {
			if w := b.OtherWriter(); w != nil {
				p.Report(Finding{
					Severity: Warning, Certainty: Possible, Change: p.foreignChange(b),
					Address: b.Ownership.Address, Attribute: "rule[0].object_ownership",
					Related: []string{w.Policy.Address(), b.Address()},
					What:    "objects that " + p.display(w.Who) + " uploads to " + b.Address() + " may return 403",
					Why: "under " + b.Ownership.Mode + " they belong to the uploader, and the bucket policy does not " +
						"apply to them",
					Fix: "Set object_ownership to \"BucketOwnerEnforced\": the bucket's account then owns every " +
						"object.",
				}, p.through(b)...)
			}
		}
	},
}

// foreignChange is Existing if other accounts could do so before.
func (p *Pass) foreignChange(b *s3.Bucket) Change {
	if p.Before.Store.Bucket(b.Name, b.Region, b.Partition).OtherWriter() != nil {
		return Existing
	}
	return Introduced
}
