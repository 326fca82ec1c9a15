package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// What S3 answers is 400, not 403, but the site is as little there.
var globalEndpointRegion = Rule{
	Name:  "global-endpoint-region",
	Title: "bucket.s3.amazonaws.com does not reach a bucket in a newer region",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.GlobalEndpoint) {
			o := p.Outcomes[i].At(f)
			failed := o
			failed.Verdict = simulate.Forbidden
			p.Explain(i, f, Finding{
				Severity: extent(failed),
				Gets:     "returns 400",
				Fix:      "Use bucket_regional_domain_name instead of bucket_domain_name.",
			})
		}
	},
}
