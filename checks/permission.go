package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
)

// permission says in a fix what a statement has to allow the caller of an outcome.
func permission(action, resource string, o simulate.Outcome) string {
	switch o.Caller {
	case cloudfront.OAC:
		return action + " on " + resource + " for the service " + s3.ServicePrincipal + ", if aws:SourceArn equals " +
			o.Distribution.Place() + ".arn"
	case cloudfront.OAI:
		return action + " on " + resource + " for the AWS principal " + o.Origin.Identity.ARN
	}
	return action + " on " + resource + " for everyone (Principal \"*\")"
}
