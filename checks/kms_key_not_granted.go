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
				Fix:     admission(f, o),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// admission says which statement a key policy lacks. A policy that is written for
// the first time takes the place of the default one, and without its statement
// nobody could manage the key any more. One that denies lacks an exception.
func admission(f simulate.Refusal, o simulate.Outcome) string {
	if f.Wanted == s3.DenyingKeyPolicy {
		return exemption(f, o)
	}
	statement := permission("kms:Decrypt (and kms:GenerateDataKey* for uploads)", "*", o)
	if f.Wanted == s3.DefaultKeyPolicy {
		return "Give the key a policy with two statements: one that allows kms:* on * for the root of its account, " +
			"as " +
			"the default does, and one that allows " + statement + "."
	}
	return "Add a statement to the key policy that allows " + statement + "."
}
