package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var websiteEndpointPrivate = Rule{
	Name:  "website-endpoint-private",
	Title: "a website endpoint is read anonymously, and the bucket is private",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.WebsitePrivate, trace.PrincipalMissing) {
			o := p.Outcomes[i].At(f)
			if o.Caller != cloudfront.WebsiteCaller || o.Bucket().RemovedPolicy() != nil {
				continue
			}
			p.Explain(i, f, Finding{
				Why: "a website endpoint is always read anonymously, and " + f.Step.Detail,
				Fix: orGoOn(f, "Use the bucket's bucket_regional_domain_name with an origin access control "+
					"(directories then need a function that appends index.html), or make the objects public, with a "+
					"policy and a public access block that allows it."),
				Related: []string{o.Bucket().Address()},
			})
		}
		for i, f := range p.Refused(trace.WebsiteRejected) {
			p.Explain(i, f, Finding{
				What: p.refusedAtApply(i),
				Fix: "Use the bucket's bucket_regional_domain_name with the origin access control, or a custom " +
					"origin without it and a public bucket.",
			})
		}
	},
}
