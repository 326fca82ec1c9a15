package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
)

var oacSourceMismatch = Rule{
	Name:  "oac-source-mismatch",
	Title: "the policy's aws:SourceArn or aws:SourceAccount is not this distribution's",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.SourceMismatch) {
			o := p.Outcomes[i]
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     compare(f.Key, o.Distribution),
				Related: []string{o.Bucket.Address()},
			})
		}
	},
}

// compare says what the failed condition key has to be compared with.
func compare(key string, d *cloudfront.Distribution) string {
	arn := "Compare aws:SourceArn with the arn of " + d.Address + ": StringEquals, the whole ARN, by reference rather than as text."
	if strings.EqualFold(key, "aws:SourceArn") || key == "" {
		return arn
	}
	if strings.EqualFold(key, "aws:SourceAccount") {
		return "Compare aws:SourceAccount with the account of the distribution, " + d.Account + ", which is not always the bucket's. Better: c" + arn[1:]
	}
	return "Drop the condition on " + key + ". C" + arn[1:]
}
