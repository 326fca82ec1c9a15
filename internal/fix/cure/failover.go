package cure

import (
	"slices"

	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
)

// grantMember lets the distribution read the bucket of the other member of an origin
// group, by the statement that nearly does or by one of its own.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
func grantMember(c *Case) (out []Candidate) {
	o, ok := c.Outcome()
	if !ok || o.Standby == nil || len(o.Standby.Refusals) == 0 {
		return nil
	}
	o.Result = *o.Standby
	f := o.Refusals[0]
	o = o.At(f)
	if o.Origin == nil || !o.Reached() {
		return nil
	}
	a := c.reads(o)
	if f.Code == trace.SourceMismatch {
		out = a.sourceValues(f.Key, f.Step.Place())
	}
	policy := trace.Place{Address: f.Step.Address, Attribute: f.Step.Attribute}
	if slices.ContainsFunc(o.Bucket().Policies, func(p *s3.Policy) bool { return p.Address() == policy.Address }) {
		out = append(out, a.statement(policy)...)
	}
	for i := range out {
		out[i].Why += "; it is asked when the first member fails"
	}
	return out
}
