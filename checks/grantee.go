package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
)

// grantee says in a fix whom a statement has to name.
func grantee(o simulate.Outcome) string {
	switch o.Caller {
	case cloudfront.OAC:
		return "the service principal " + s3.ServicePrincipal + " under the condition that aws:SourceArn equals " +
			o.Distribution.ARN
	case cloudfront.OAI:
		return "the AWS principal " + o.Origin.Identity.ARN
	}
	return "everyone (Principal \"*\")"
}
