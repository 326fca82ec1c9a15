package cure

import (
	"slices"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

const bucketPolicyType = "aws_s3_bucket_policy"

// writePolicy gives a bucket the policy that it lacks: by what switches on one that is
// there, or a new one behind the bucket.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func writePolicy(c *Case) (out []Candidate) {
	o, ok := c.refused(trace.PolicyMissing, trace.NotPublic, trace.WebsitePrivate)
	if !ok || o.Bucket().Resource == nil || o.Bucket().Resource.From != "" {
		return nil
	}
	if _, there := c.Block(c.Finding.Address); there && c.Finding.Rule == "policy-removed" {
		return c.deletedFirst()
	}
	if i := slices.IndexFunc(o.Bucket().Policies, func(p *s3.Policy) bool { return p.Halted != "" }); i >= 0 {
		return c.unhindered(o.Bucket().Policies[i])
	}
	a := c.reads(o)
	if c.Finding.Rule == "bucket-policy-missing" {
		out = a.switchedOn()
	}
	for m := o.Bucket().Resource.Module; ; m = m.Parent() {
		if edits, ok := a.newPolicy(m, true); ok {
			const why = "there is a policy document for the bucket that nothing puts on it"
			out = append(out, Candidate{Edits: edits, Why: why})
		}
		out = append(out, a.tries(a.why, func() ([]hcledit.Edit, bool) { return a.newPolicy(m, false) })...)
		if m.IsRoot() {
			break
		}
	}
	for i := range out {
		if c.Finding.Rule == "policy-removed" {
			out[i].Other = "a removed block with destroy = false, if another configuration manages the policy now"
		}
	}
	return out
}

// unhindered lets a policy no longer wait for a call at which apply stops.
func (c *Case) unhindered(p *s3.Policy) []Candidate {
	block, ok := c.Block(p.Address())
	stop, known := addr.Parse(p.Halted)
	if !ok || !known {
		return nil
	}
	edit, waits := c.noLonger(block, stop.BlockName())
	if !waits {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{edit}, Why: "apply stops at " + stop.BlockName() + ", and puts nothing that waits for it",
	}}
}

// deletedFirst lets a policy that is replaced be deleted before the new one is put: a
// bucket has one alone, and what is deleted last is the new one.
func (c *Case) deletedFirst() []Candidate {
	block, ok := c.Block(c.Finding.Address)
	if !ok {
		return nil
	}
	for _, b := range block.Syntax.Body.Blocks {
		attr := b.Body.Attributes["create_before_destroy"]
		if b.Type != "lifecycle" || attr == nil {
			continue
		}
		s := c.sheet(block.File)
		edit := s.RemoveArgument(attr)
		if len(b.Body.Attributes) == 1 && len(b.Body.Blocks) == 0 {
			edit = s.RemoveBlock(b)
		}
		return []Candidate{{
			Edits: []hcledit.Edit{edit},
			Why:   "a bucket has one policy, so deleting the old one after the new one is put deletes the new one",
		}}
	}
	return nil
}

// refused is the first outcome of the finding that a refusal with one of the codes met.
func (c *Case) refused(codes ...trace.Code) (o simulate.Outcome, ok bool) {
	for _, i := range c.Finding.Outcomes {
		for _, f := range c.Outcomes[i].Refusals {
			if o := c.Outcomes[i].At(f); slices.Contains(codes, f.Code) && o.Reached() {
				return o, true
			}
		}
	}
	return o, false
}

// newPolicy writes the policy of the bucket into a module: that of the bucket, or one
// around it. attach puts a document on it that is there.
func (a *admission) newPolicy(m addr.Module, attach bool) ([]hcledit.Edit, bool) {
	bucket := a.outcome.Bucket().Resource
	own, _ := addr.Parse(bucket.Address)
	block, ok := a.Block(bucket.Address)
	inside := m.String() == bucket.Module.String()
	if !inside {
		block, ok = a.Call(bucket.Module.Path()[m.Depth()])
	}
	if _, mine := Editable(block.File); !ok || !mine {
		return nil, false
	}
	w := policyBlock{admission: a, home: m.String(), block: block, label: own.Name}
	if !inside {
		w.label = bucket.Module.Path()[m.Depth()].Call().Name
	}
	if inside && own.Key != addr.NoKey {
		w.mirror(own)
	}
	w.document = a.freeLabelOf(m, "data.aws_iam_policy_document", w.label)
	w.label = a.freeLabelOf(m, bucketPolicyType, w.label)
	return w.write(attach)
}
