package checks

import "github.com/plan403/plan403/internal/trace"

var hostHeaderForwarded = Rule{
	Name:  "host-header-forwarded",
	Title: "the viewer's Host header is sent to S3 and breaks the signature",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.HostForwarded) {
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail + ", so the request is not the one that was signed",
				Fix:     "Use the managed origin request policy AllViewerExceptHostHeader or CORS-S3Origin, or take Host out of the cache policy, origin request policy or forwarded_values.",
			})
		}
	},
}
