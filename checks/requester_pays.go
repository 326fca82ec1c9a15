package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
)

var requesterPays = Rule{
	Name:  "requester-pays",
	Title: "the bucket is Requester Pays, and CloudFront does not pay",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.RequesterPays) {
			gets := ""
			if p.Outcomes[i].Verdict == simulate.Unknown {
				gets = words.MayBeForbidden
			}
			p.Explain(i, f, Finding{
				Gets:    gets,
				Why:     "the bucket is Requester Pays, and " + f.Step.Detail,
				Fix:     "Set payer to \"BucketOwner\".",
				Related: []string{p.Outcomes[i].At(f).Bucket().Address()},
			})
		}
	},
}
