package cure

import (
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/trace"
)

// signAlways lets the origin access control sign every request, whatever the viewer
// sends.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func signAlways(c *Case) []Candidate {
	spot, ok := c.Spot(trace.Place{Address: c.Finding.Address, Attribute: c.Finding.Attribute})
	if !ok || spot.Left > 0 {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{{Range: spot.Range, Text: `"always"`}},
		Why:   "CloudFront has to sign its requests, or S3 sees an anonymous caller",
	}}
}
