package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var oacSourceMismatch = Rule{
	Name:  "oac-source-mismatch",
	Title: "the policy's aws:SourceArn or aws:SourceAccount is not this distribution's",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.SourceMismatch) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Message: p.asks(i) + ": " + f.Step.Detail,
				Fix:     compare(f, o.Distribution),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// compare says what the failed condition key has to be compared with, and how
// the ARN in the policy differs from that.
func compare(f simulate.Refusal, d *cloudfront.Distribution) string {
	arn := "et aws:SourceArn in the condition to the arn of " + d.Place() + ", the whole of it, by reference rather " +
		"than as text."
	switch {
	case strings.EqualFold(f.Key, "aws:SourceArn"):
		return "S" + arn + difference(f.Wanted, d.ARN)
	case f.Key == "":
		return "S" + arn
	case strings.EqualFold(f.Key, "aws:SourceAccount"):
		return "Compare aws:SourceAccount with the account of the distribution, " + d.Account +
			", which is not always the bucket's. Better: s" + arn
	}
	return "Drop the condition on " + f.Key + ". S" + arn
}
