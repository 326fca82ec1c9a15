package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
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
			p.Explain(i, f, Finding{Fix: naming(o, f), Related: []string{o.Bucket().Address()}})
		}
	},
}

// naming says how a policy comes to name the service principal.
func naming(o simulate.Outcome, f simulate.Refusal) string {
	if f.Step.Part.Key == "AWS" && f.Step.Part.Entry == s3.ServicePrincipal {
		return "Write the principal as { Service = \"" + s3.ServicePrincipal + "\" }."
	}
	return "Add a statement that allows " + permission("s3:GetObject", o.Bucket().ARN+"/*", o) + "."
}
