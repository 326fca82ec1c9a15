package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/trace"
)

var hostHeaderForwarded = Rule{
	Name:  "host-header-forwarded",
	Title: "the viewer's Host header is sent to S3 and breaks the signature",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.HostForwarded) {
			p.Explain(i, f, Finding{
				Why: f.Step.Detail + " and breaks the signature",
				Fix: withoutHost(f.Step.Attribute),
			})
		}
	},
}

// withoutHost says what to put where the Host header is forwarded (CloudFront
// Developer Guide, Use managed cache policies; Use managed origin request
// policies).
func withoutHost(attribute string) string {
	switch {
	case strings.HasSuffix(attribute, "origin_request_policy_id"):
		return "Use the managed origin request policy AllViewerExceptHostHeader " +
			"(b689b0a8-53d0-40ab-baf2-68738e2966ac), or remove Host from your own."
	case strings.HasSuffix(attribute, "cache_policy_id"):
		return "Use the managed cache policy CachingOptimized (658327ea-f89d-4fab-a63d-7e88639e58f6), or remove Host " +
			"from your own."
	}
	return "Remove Host and * from the headers that are forwarded, or use the managed cache policy CachingOptimized " +
		"(658327ea-f89d-4fab-a63d-7e88639e58f6) instead of forwarded_values."
}
