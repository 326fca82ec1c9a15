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
				Gets: "returns 403 or 400",
				Fix: "Move the origin to an origin access control and allow it kms:Decrypt in the key policy, or " +
					"encrypt with SSE-S3 (sse_algorithm = \"AES256\").",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
