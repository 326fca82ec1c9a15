package checks

import "github.com/plan403/plan403/internal/trace"

var kmsKeyNotGranted = Rule{
	Name:  "kms-key-not-granted",
	Title: "the KMS key's policy does not let CloudFront use the key",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.KeyNotGranted) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     "Add a statement to the key policy that allows kms:Decrypt (and kms:GenerateDataKey* for uploads) to the service principal cloudfront.amazonaws.com under the condition that aws:SourceArn equals " + o.Distribution.ARN + ".",
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}
