package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var oacNotGranted = Rule{
	Name:  "oac-not-granted",
	Title: "the bucket policy never names the CloudFront service principal",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.PrincipalMissing) {
			o := p.Outcomes[i].At(f)
			if o.Caller != cloudfront.OAC {
				continue
			}
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix: "Add a statement to " + f.Step.Address + " that allows s3:GetObject " +
					"on " + o.Bucket().ARN + "/* to " +
					grantee(o) + ".",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
