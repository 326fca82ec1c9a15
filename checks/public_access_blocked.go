package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var publicAccessBlocked = Rule{
	Name:  "public-access-blocked",
	Title: "a public access block cancels the public grant",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PublicBlocked) {
			o := p.Outcomes[i].At(f)
			if refusedAt(o, f.Step.Address) || p.refusedPoint(f.Step.Address) {
				continue // told with the apply that stops there
			}
			p.Explain(i, f, Finding{
				Fix:     signedInstead(o, f),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// signedInstead says how a reader who was everyone becomes one that the block lets in.
// A distribution takes minutes to deploy, and a block closes at once.
func signedInstead(o simulate.Outcome, f simulate.Refusal) string {
	fix := "Give the origin an origin access control and allow that instead of everyone"
	if o.Before == simulate.Served {
		fix += ", in an apply before the one that closes the bucket"
	}
	whose := "its public access block"
	if wider := o.Bucket().Block.WiderAddress; wider == f.Step.Address && wider != "" {
		whose = wider
	}
	return fix + ". If the bucket is meant to be public, set the flags of " + whose + " to false."
}

// refusedPoint reports whether an address is that of an access point's policy that is
// never stored.
func (p *Pass) refusedPoint(address string) bool {
	return slices.ContainsFunc(p.accessPoints(), func(a *s3.AccessPoint) bool {
		return a.Policy != nil && a.Policy.Address() == address && a.Policy.Refused != ""
	})
}

// refusedAt reports whether an address is that of a policy of the bucket that is
// never stored.
func refusedAt(o simulate.Outcome, address string) bool {
	return slices.ContainsFunc(o.Bucket().Policies, func(p *s3.Policy) bool {
		return p.Address() == address && p.Refused != ""
	})
}
