package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/plan"
)

var applyPublicACLBlocked = Rule{
	Name:  "apply-public-acl-blocked",
	Title: "apply stops with 403: BlockPublicAcls refuses a public ACL",
	Worst: Error,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, r := range b.RefusedACLs() {
				p.Report(refusedACL(b, r))
			}
		}
	},
}

func refusedACL(b *s3.Bucket, r *plan.Resource) Finding {
	where := b.Block.Where("block_public_acls")
	if where == "" {
		where = "the default of new buckets"
	}
	return Finding{
		Severity: Error, Change: Introduced,
		Address: r.Address, Attribute: "acl",
		Related: related(r.Address, []string{b.Address(), b.Block.Address, b.Block.WiderAddress}),
		What:    "apply stops with 403 AccessDenied at " + r.Address,
		Why:     "the ACL is public, and " + where + " blocks public ACLs",
		Fix: "Remove the ACL and allow the read in a bucket policy. If public ACLs are meant, set block_public_acls " +
			"= " +
			"false and make the ACL depend on the public access block.",
	}
}
