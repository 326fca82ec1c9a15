package checks

import "github.com/plan403/plan403/internal/trace"

var kmsNeedsOAC = Rule{
	Name:  "kms-needs-oac",
	Title: "objects encrypted with KMS are read without an origin access control",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.KeyNeedsSigner) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: p.asks(i) + " or 400: " + f.Step.Detail,
				Fix: "Move the origin to an origin access control and let the key's policy allow kms:Decrypt to " +
					"cloudfront.amazonaws.com for this distribution, or encrypt with SSE-S3 (sse_algorithm AES256).",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
