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
				Message: p.asks(i) + ": " + f.Step.Detail + ", so the request is not the one that was signed",
				Fix:     withoutHost(f.Step.Attribute),
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
			"(b689b0a8-53d0-40ab-baf2-68738e2966ac) " +
			"or CORS-S3Origin (88a5eaf4-2fd4-4709-b370-b4c650ea3fcf), or take Host out of your own."
	case strings.HasSuffix(attribute, "cache_policy_id"):
		return "Use the managed cache policy CachingOptimized (658327ea-f89d-4fab-a63d-7e88639e58f6), or take Host " +
			"out of your own."
	}
	return "Take Host and * out of the headers that are forwarded, or use the managed policies CachingOptimized and " +
		"CORS-S3Origin instead of forwarded_values."
}
