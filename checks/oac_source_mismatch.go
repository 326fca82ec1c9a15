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
			finding := Finding{Fix: p.compare(f, o.Distribution), Related: []string{o.Bucket().Address()}}
			if strings.EqualFold(f.Key, sourceARN) {
				finding.Label = difference(f.Wanted, o.Distribution.ARN)
			}
			p.Explain(i, f, finding)
		}
	},
}

// sourceARN is the condition key by which a policy names the distribution.
const sourceARN = "aws:SourceArn"

// compare says what the failed condition key has to be compared with. What the
// statement asks for stays where another distribution of the plan meets it.
func (p *Pass) compare(f simulate.Refusal, d *cloudfront.Distribution) string {
	arn := d.Place() + ".arn"
	switch {
	case f.Key == "":
		return "Compare aws:SourceArn with " + arn + ", by reference rather than as text."
	case strings.EqualFold(f.Key, sourceARN):
		if other := p.named(f.Wanted, d); other != "" {
			return "Add " + arn + " to the values of " + f.Key + "; keep that of " + other + ", which has the same " +
				"grant."
		}
		return "Replace the value of " + f.Key + " with " + arn + ", by reference rather than as text."
	case strings.EqualFold(f.Key, "aws:SourceAccount"):
		return "Compare " + f.Key + " with " + d.Account + ", the account of the distribution, or compare " +
			"aws:SourceArn " +
			"with " + arn + " instead."
	}
	return "Replace the condition on " + f.Key + " with one that compares aws:SourceArn with " + arn + "."
}

// named finds another distribution of the plan whose ARN is among those that a
// condition asks for.
func (p *Pass) named(wanted string, own *cloudfront.Distribution) string {
	if p.byARN == nil {
		p.byARN = map[string]string{}
		for _, d := range p.After.Distributions {
			p.byARN[d.ARN] = d.Address
		}
	}
	for _, value := range alternatives(wanted) {
		if other := p.byARN[value]; other != "" && value != own.ARN {
			return other
		}
	}
	return ""
}

// alternatives are the values of a list in words.
func alternatives(list string) []string {
	return strings.Split(strings.ReplaceAll(list, " or ", ", "), ", ")
}
