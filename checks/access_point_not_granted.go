package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var accessPointNotGranted = Rule{
	Name:  "access-point-not-granted",
	Title: "the origin is an access point, and one of its policies does not allow the read",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.AccessPointDenied) {
			p.Explain(i, f, Finding{Fix: passage(f), Related: []string{p.Outcomes[i].At(f).Bucket().Address()}})
		}
	},
}

// passage says how CloudFront gets through an access point.
func passage(f simulate.Refusal) string {
	if f.Step.Attribute == s3.VPCOnly {
		return "Take an access point without vpc_configuration as the origin, or the bucket itself."
	}
	return "Allow the read in both policies: the access point's, on its …/object/* ARN, and the bucket's, which may " +
		"delegate to access points by the condition s3:DataAccessPointAccount."
}
