package s3

import (
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// AccessPoint is an access point in front of a bucket. A request through it
// needs both policies: its own and the bucket's (S3 User Guide, Configuring
// IAM policies for using access points).
type AccessPoint struct {
	Resource *plan.Resource
	ARN      string
	Account  string
	Bucket   *Bucket
	// Policy is nil without one. kept is the one that it had, where S3 does not take a
	// new one.
	Policy, kept *Policy
	// InVPC: it lets in only requests from a VPC.
	InVPC tri.Value
}

// AccessPoint finds an access point by its alias, or by its name; nil if it is
// not in the plan.
func (s *Store) AccessPoint(alias, name string) *AccessPoint {
	text, attribute := alias, "alias" // both are in lower case, as AWS makes them
	if alias == "" {
		text, attribute = name, "name"
	}
	r := s.state.Find([]string{text}, []string{attribute}, "aws_s3_access_point")
	if r == nil {
		return nil
	}
	return s.pointOf(r)
}

// AccessPoints lists those that the judged root manages.
func (s *Store) AccessPoints() []*AccessPoint {
	var out []*AccessPoint
	for _, r := range s.state.OfType("aws_s3_access_point") {
		if r.From == "" {
			out = append(out, s.pointOf(r))
		}
	}
	return out
}

func (s *Store) pointOf(r *plan.Resource) *AccessPoint {
	p := &AccessPoint{
		Resource: r, ARN: r.String("arn"), Account: r.Account,
		Bucket: s.Bucket(r.String("bucket"), r.Region, r.Partition),
	}
	_, p.InVPC = r.First(VPCOnly)
	p.readPolicy(s)
	return p
}

// Authorize decides a request through the access point.
func (p *AccessPoint) Authorize(r Request) Answer {
	r.AccessPoint = p
	if r.Method == "PATCH" || r.Method == "OPTIONS" {
		return p.ask(r).both(p.Bucket.Authorize(r))
	}
	return p.Bucket.authorize(r, func(r Request) Answer {
		return p.enter().both(p.ask(r)).both(asAccessPoint(p, p.Bucket.access(r)))
	})
}

// enter refuses what does not come from the VPC that an access point belongs to,
// whatever its policy says (S3 User Guide, Creating access points restricted to a
// virtual private cloud).
func (p *AccessPoint) enter() Answer {
	a := Answer{Allowed: p.InVPC.Not()}
	if p.InVPC.IsTrue() {
		a.refuse(trace.Refusal{Code: trace.AccessPointDenied, Step: trace.Step{
			Step: "access point", Address: p.Resource.Address, Attribute: VPCOnly,
			Detail: "the access point lets in only requests from its VPC, and CloudFront's come from outside",
		}})
	}
	return a
}

// VPCOnly is the block that closes an access point to all but a VPC.
const VPCOnly = "vpc_configuration"

// ask evaluates the access point's own policy, on the ARN that it gives the
// object.
func (p *AccessPoint) ask(r Request) Answer {
	step := trace.Step{Step: "access point policy", Address: p.Resource.Address, Attribute: "policy"}
	if p.Policy != nil && p.Policy.Refused != "" {
		if p.kept == nil {
			return p.neverStored()
		}
		old := *p
		old.Policy = p.kept
		return old.ask(r)
	}
	if p.Policy == nil {
		a := Answer{Allowed: tri.False}
		step.Detail = "the access point has no policy, so nothing grants " + action(r) + " through it"
		a.refuse(trace.Refusal{Code: trace.AccessPointDenied, Step: step})
		return a
	}
	document := p.Policy.Document()
	if document == nil {
		step.Detail = "the access point's policy is malformed: S3 refuses it at apply with 400"
		return Answer{Allowed: tri.False, Status: 400, Steps: []trace.Step{step}}
	}
	resource := p.ARN
	if r.Key != "" {
		resource += "/object/" + r.Key
	}
	asked := p.Bucket.asked(r)
	asked.Resource = resource
	d := document.Evaluate(asked)
	a := Answer{Allowed: d.Allowed()}
	p.Bucket.explain(&a, p.Policy, r, d, tri.False, d.Allow)
	return asAccessPoint(p, a)
}

// asAccessPoint names what is missing on either layer as the access point's:
// the two policies have to be read together.
func asAccessPoint(p *AccessPoint, a Answer) Answer {
	for i, f := range a.Refusals {
		switch f.Code {
		case trace.PolicyMissing, trace.PrincipalMissing, trace.SourceMismatch, trace.ConditionNotMet,
			trace.ActionMissing, trace.ResourceMissing:
			a.Refusals[i].Code = trace.AccessPointDenied
			a.Refusals[i].Related = append(a.Refusals[i].Related, p.Resource.Address)
		}
	}
	return a
}
