package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
)

var bucketPolicyMissing = Rule{
	Name:  "bucket-policy-missing",
	Title: "the bucket has no policy, so CloudFront cannot read it",
	Worst: Error,
	Run: func(p *Pass) {
		off := map[*s3.Bucket][]string{} // once for each bucket: a module may be large
		for i, f := range p.Forbidden(trace.PolicyMissing) {
			o := p.Outcomes[i].At(f)
			if o.Bucket().RemovedPolicy() != nil {
				continue // policy-removed
			}
			if _, known := off[o.Bucket()]; !known {
				off[o.Bucket()] = p.After.State.SwitchedOff(o.Bucket().Resource, "aws_s3_bucket_policy")
			}
			p.Explain(i, f, Finding{Fix: orGoOn(f, newPolicy(o, off[o.Bucket()]))})
		}
	},
}

// orGoOn is a fix, or where the policy is there and only never put, what to do about
// that.
func orGoOn(f simulate.Refusal, fix string) string {
	if f.Wanted == "" {
		return fix
	}
	return "Mend " + f.Wanted + ", at which apply stops: the policy is put after it. Or do not let the policy wait " +
		"for it."
}

// newPolicy says which policy the bucket needs: one that the configuration holds
// and leaves out by count or for_each, or else a new one.
func newPolicy(o simulate.Outcome, off []string) string {
	grant := permission("s3:GetObject", o.Bucket().ARN+"/*", o) + "."
	if len(off) > 0 {
		return "Switch on " + words.Or(off) + ", which count or for_each leaves without an instance, by a value that " +
			"is known before apply. It has to allow " + grant
	}
	return "Add an aws_s3_bucket_policy that allows " + grant
}
