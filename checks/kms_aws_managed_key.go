package checks

import "github.com/plan403/plan403/internal/trace"

var kmsAWSManagedKey = Rule{
	Name:  "kms-aws-managed-key",
	Title: "objects are encrypted with the aws/s3 key, which CloudFront can never use",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ManagedKey) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Fix: "Encrypt with SSE-S3 (AES256), or with a customer managed key whose policy allows kms:Decrypt " +
					"for the service cloudfront.amazonaws.com, and copy existing objects over themselves.",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
