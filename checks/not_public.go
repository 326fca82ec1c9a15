package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var notPublic = Rule{
	Name:  "not-public",
	Title: "the origin is read anonymously and nothing makes its objects public",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.NotPublic, trace.PrincipalMissing) {
			o := p.Outcomes[i].At(f)
			if o.Caller != cloudfront.Anonymous || o.Bucket().RemovedPolicy() != nil {
				continue
			}
			p.Explain(i, f, Finding{
				Why: "the origin asks anonymously, and " + f.Step.Detail,
				Fix: orGoOn(f, "Give the origin an origin access control and allow it to read in the bucket policy. A "+
					"public bucket ACL lets everyone list the bucket, not read its objects."),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
