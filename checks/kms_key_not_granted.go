package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var kmsKeyNotGranted = Rule{
	Name:  "kms-key-not-granted",
	Title: "the KMS key's policy does not let CloudFront use the key",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.KeyNotGranted) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     admission(f, o),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// admission says which statement a key policy lacks. A policy that is written for
// the first time takes the place of the default one, and without its statement
// nobody could manage the key any more.
func admission(f simulate.Refusal, o simulate.Outcome) string {
	statement := "a statement that allows kms:Decrypt (and kms:GenerateDataKey* for uploads) on * to the service " +
		"principal cloudfront.amazonaws.com under the condition that aws:SourceArn equals " + o.Distribution.ARN
	if f.Wanted == s3.DefaultKeyPolicy {
		return "Give the key a policy with two statements: the default one, which allows kms:* to the root of the " +
			"key's " +
			"account, and " + statement + "."
	}
	return "Add to the key policy " + statement + "."
}
