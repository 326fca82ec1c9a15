package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var oaiNotGranted = Rule{
	Name:  "oai-not-granted",
	Title: "the bucket policy does not name the origin access identity",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PrincipalMissing) {
			o := p.Outcomes[i].At(f)
			if o.Caller != cloudfront.OAI {
				continue
			}
			p.Explain(i, f, Finding{
				Fix: "Add a statement that allows " + permission("s3:GetObject", o.Bucket().ARN+"/*", o) +
					", or move the origin to an origin access control and allow that.",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
