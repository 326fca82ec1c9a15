package checks

import "github.com/plan403/plan403/internal/trace"

var globalEndpointRegion = Rule{
	Name:  "global-endpoint-region",
	Title: "bucket.s3.amazonaws.com does not lead to a bucket in a new region",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.GlobalEndpoint) {
			p.Explain(i, f, Finding{
				Message: p.asks(i) + " or 400: " + f.Step.Detail,
				Fix:     "Use bucket_regional_domain_name instead of bucket_domain_name.",
			})
		}
	},
}
