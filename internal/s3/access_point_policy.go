package s3

import (
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// readPolicy finds the policy of an access point: that of a resource of its own, or its
// argument. Where that is computed, and the plan deletes the resource that set it, it
// shows the past.
func (p *AccessPoint) readPolicy(s *Store) {
	const separate = "aws_s3control_access_point_policy"
	name := []string{p.ARN}
	r := s.state.Find(name, []string{"access_point_arn"}, separate)
	if r == nil {
		text := p.Resource.String("policy")
		stale := s.earlier != nil && s.earlier.state.Find(name, []string{"access_point_arn"}, separate) != nil
		if text == "" || text == "{}" || stale && !s.state.Configures(p.Resource, "policy") {
			return
		}
		r = p.Resource
	}
	p.Policy = s.policy(r, "policy")
	p.judgePut(s)
}

// judgePut finds whether S3 takes the policy: no public one while the access point, its
// bucket or the account blocks such (S3 User Guide, Blocking public access).
func (p *AccessPoint) judgePut(s *Store) {
	if s.earlier == nil || !p.Policy.put() || !p.Policy.Public.IsTrue() || !s.rewritten(p.Policy) {
		return
	}
	if p.Policy.Refused = p.blocks(); p.Policy.Refused == "" {
		return
	}
	p.Policy.Taken = tri.False
	if old := s.earlier.state.Resource(p.Resource.Address); old != nil && !p.Resource.New() {
		p.kept = s.earlier.pointOf(old).Policy
	}
}

// blocks names what certainly blocks public policies when the policy is put, "" if
// nothing does for certain. The settings of an access point are fixed when it is made,
// and on unless they are set.
func (p *AccessPoint) blocks() string {
	const flag = "block_public_policy"
	switch block, there := p.Resource.First("public_access_block_configuration"); {
	case there.IsFalse():
		return "the default of access points"
	case there.IsTrue() && block.Bool(flag, true).IsTrue():
		return p.Resource.Address
	}
	by, _ := p.Bucket.stops(p.Policy.Resource, p.Bucket.barriers(flag))
	return by
}

// neverStored is the answer where the only policy is one that S3 does not take.
func (p *AccessPoint) neverStored() Answer {
	a := Answer{Allowed: tri.False}
	a.refuse(trace.Refusal{Code: trace.PublicBlocked, Related: []string{p.Resource.Address}, Step: trace.Step{
		Step: "public access block", Address: p.Policy.Address(), Attribute: "policy", Part: p.Policy.PublicPart(),
		Detail: "the policy is public and never stored: " + p.Policy.Refused + " blocks public policies",
	}})
	return a
}
