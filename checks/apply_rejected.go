package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
)

var applyRejected = Rule{
	Name:  "apply-rejected",
	Title: "apply fails: the API refuses the change",
	Worst: Error,
	Run: func(p *Pass) {
		for _, d := range p.After.Distributions {
			for _, r := range p.After.Refusals(d) {
				if (r.Certain.IsTrue() || r.Either) && !p.meets(d, r.Code) {
					p.Report(p.rejected(d, r), p.to(d.Address)...)
				}
			}
		}
		for _, r := range p.After.RefusedResources() {
			if r.Certain.IsTrue() || r.Either {
				p.Report(p.rejectedResource(r), p.halted(r.Address)...)
			}
		}
		for _, r := range p.After.RefusedKeys() {
			p.Report(p.rejectedKey(r), p.halted(r.Resource.Address)...)
		}
		for _, b := range p.buckets() {
			for _, r := range b.Refusals() {
				if r.Certain.IsTrue() {
					p.Report(p.rejectedCall(b, r), append(p.through(b), p.halted(r.Resource.Address)...)...)
				}
			}
		}
	},
}

// meets reports whether requests of a distribution meet a refusal by the API that has a
// rule of its own, which tells it with what it does to them.
func (p *Pass) meets(d *cloudfront.Distribution, code trace.Code) bool {
	return code != "" && slices.ContainsFunc(p.to(d.Address), func(i int) bool { return has(p.Outcomes[i], code) })
}

// rejectedResource says the same of what stands beside a distribution.
func (p *Pass) rejectedResource(r cloudfront.RefusedResource) Finding {
	return Finding{
		Severity: Warning, Change: Introduced, Address: r.Address, Attribute: r.Attribute, Fix: r.Fix,
		Related: related(r.Address, []string{r.RelatedAddress}),
		What:    "apply fails at " + r.Address, Why: r.Detail() + "; whatever depends on it is not created",
	}
}

// rejectedKey says the same of a KMS key.
func (p *Pass) rejectedKey(r s3.Refusal) Finding {
	return Finding{
		Severity: Warning, Change: Introduced, Address: r.Resource.Address, Attribute: r.Attribute, Fix: r.Fix,
		What: "apply fails at " + r.Resource.Address, Why: r.Detail() + "; " + r.After,
	}
}

// rejectedCall says the same of a bucket.
func (p *Pass) rejectedCall(b *s3.Bucket, r s3.Refusal) Finding {
	return Finding{
		Severity: Warning, Change: Introduced, Address: r.Resource.Address, Attribute: r.Attribute, Fix: r.Fix,
		Related: related(r.Resource.Address, []string{b.Address()}),
		What:    "apply fails at " + r.Resource.Address, Why: r.Detail() + "; " + r.After,
	}
}

// rejected says what stops apply, and what remains: a refusal with 403 is what
// the whole program is about.
func (p *Pass) rejected(d *cloudfront.Distribution, r cloudfront.Refusal) Finding {
	f := Finding{
		Severity: Warning, Change: Introduced, Address: d.Place(), Attribute: r.Attribute, Related: r.Related,
		Fix:  r.Fix,
		What: "apply fails at " + d.Place(), Why: r.Detail() + remains(p.Before.Distribution(d.Address)),
	}
	if r.Status == 403 {
		f.Severity = Error
	}
	return f
}

// remains says what stands after apply has stopped at a distribution.
func remains(old *cloudfront.Distribution) string {
	if old == nil {
		return ""
	}
	return "; the distribution stays as it is"
}
