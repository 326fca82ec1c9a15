package s3

import (
	"slices"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// judgePuts finds the documents that S3 will not take when they are put: those
// that are malformed, and public ones where a public access block that is in
// force then blocks public policies.
func (b *Bucket) judgePuts() {
	for _, p := range b.Policies {
		p.Taken = tri.Of(p.Err == nil)
		if b.store.earlier == nil || !p.put() {
			continue
		}
		if p.read.valid && b.store.rewritten(p) {
			p.object(p.read.objectionsOf(policy.Target{Partition: b.Partition, ARN: b.ARN}))
		}
		if !p.Public.IsTrue() {
			continue
		}
		if p.Refused, _ = b.stops(p.Resource, b.barriers("block_public_policy")); p.Refused != "" {
			p.Taken = tri.False
		}
	}
}

// haltPuts finds the documents that are never put, because apply stops at a setting of
// the same bucket, or at a key, that they wait for.
func (b *Bucket) haltPuts() {
	if b.store.earlier == nil || !slices.ContainsFunc(b.Policies, (*Policy).put) {
		return
	}
	stops := b.stopping()
	for _, p := range b.Policies {
		for _, at := range stops {
			if p.put() && !p.Taken.IsFalse() && p.Resource != at && b.waits(p.Resource, at) {
				p.Taken, p.Halted = tri.False, at.Address
			}
		}
	}
}

// stopping lists the resources at which apply certainly stops, of the bucket's settings
// beside its policies, and of keys.
func (b *Bucket) stopping() []*plan.Resource {
	out := b.RefusedACLs()
	for _, r := range slices.Concat(b.Refusals(), b.store.malformedKeys(), b.store.RefusedKeys()) {
		if r.Certain.IsTrue() {
			out = append(out, r.Resource)
		}
	}
	return out
}

// rewritten reports whether the document is not what is there already, which AWS
// took once.
func (s *Store) rewritten(p *Policy) bool {
	old := s.earlier.state.Resource(p.Address())
	return old == nil || p.Resource.Action == plan.Replace || old.Sealed(p.Attribute) != p.Resource.Sealed(p.Attribute)
}

// object notes why the document is not taken, or may not be.
func (p *Policy) object(objections []policy.Objection) {
	for _, o := range objections {
		p.Taken = p.Taken.And(o.Certain.Not())
		if o.Certain.IsTrue() {
			p.Err = &o.SyntaxError
			return
		}
	}
	causes := slices.Clone(p.Taken.Causes())
	for i := range causes {
		causes[i].Address, causes[i].Attribute = p.Address(), p.Attribute
		causes[i].Remedy = "write the policy so that it cannot be read in two ways"
	}
	p.Taken = tri.From(p.Taken.Truth(), causes...)
}

// put reports whether the plan writes the document.
func (p *Policy) put() bool { return written(p.Resource) }

// InForce lists the documents that can be in force after apply: those that are
// put and taken, and where S3 may not take any, those that stay.
func (b *Bucket) InForce() []*Policy {
	var out []*Policy
	for _, p := range b.Policies {
		if !p.Taken.IsFalse() {
			out = append(out, p)
		}
	}
	return append(out, b.staying()...)
}

// keeps tells whether the bucket keeps the policy that it has, because S3 takes
// none of those that are put.
func (b *Bucket) keeps() tri.Value {
	out := tri.Of(len(b.Policies) > 0)
	for _, p := range b.Policies {
		out = out.And(p.Taken.Not())
	}
	return out
}

// staying lists the documents that the bucket has already and may keep. One that
// is deleted before another is put in its place is gone.
func (b *Bucket) staying() []*Policy {
	if b.keeps().IsFalse() || b.previous() == nil {
		return nil
	}
	var out []*Policy
	for _, p := range b.previous().Policies {
		next := b.store.state.Resource(p.Address())
		if next == nil || next.Action != plan.Replace || next.CreateBeforeDestroy {
			out = append(out, p)
		}
	}
	return out
}

// previous is the bucket before apply, nil if there was none.
func (b *Bucket) previous() *Bucket {
	if b.New || b.store.earlier == nil {
		return nil
	}
	return b.store.earlier.Bucket(b.Name, b.Region, b.Partition)
}

// afterRefusal is what S3 answers where none of the new policies is taken and the
// bucket has no other.
func (b *Bucket) afterRefusal(r Request) Answer {
	if old := b.previous(); old != nil && !old.PolicyKnown.IsTrue() {
		a := Answer{Allowed: tri.Because(old.PolicyKnown.Causes()...)}
		a.step(trace.Step{Step: "bucket policy", Address: b.Address(), Detail: "the policy that the bucket keeps is " +
			"not known"})
		return a
	}
	if i := slices.IndexFunc(b.Policies, func(p *Policy) bool { return p.Err != nil }); i >= 0 {
		return Answer{Allowed: tri.False, Status: 400, Steps: []trace.Step{b.Policies[i].malformed()}}
	}
	a := Answer{Allowed: tri.False}
	a.refuse(b.noPolicy(r))
	return a
}

// malformed is the step that says why a policy is not taken.
func (p *Policy) malformed() trace.Step {
	detail := "S3 refuses it at apply with 400 MalformedPolicy"
	if !p.Hidden {
		detail += ": " + p.Err.Error()
	}
	return trace.Step{
		Step: "bucket policy", Address: p.Address(), Attribute: p.Attribute, Part: p.FaultPart(), Detail: detail,
	}
}
