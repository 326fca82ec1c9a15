package checks

import (
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

var applyPublicPolicyBlocked = Rule{
	Name:  "apply-public-policy-blocked",
	Title: "apply stops with 403: BlockPublicPolicy refuses a public policy",
	Worst: Error,
	Run: func(p *Pass) {
		for _, b := range p.buckets() {
			for _, policy := range b.Policies {
				if policy.Refused != "" {
					p.refusedPolicy(b, policy)
				}
			}
		}
		for _, point := range p.accessPoints() {
			if point.Policy != nil && point.Policy.Refused != "" {
				p.refusedPolicy(point.Bucket, point.Policy)
			}
		}
	},
}

// refusedPolicy reports that a policy is never stored, together with the requests
// that fail for that: one change mends both.
func (p *Pass) refusedPolicy(b *s3.Bucket, policy *s3.Policy) {
	f := Finding{
		Severity: Error, Change: Introduced,
		Address: policy.Address(), Attribute: policy.Attribute, Part: policy.PublicPart(),
		Related: related("", []string{b.Address(), b.Block.Address, b.Block.WiderAddress}),
		What:    "apply stops with 403 AccessDenied at " + policy.Address(),
		Why:     "the policy is public, and " + policy.Refused + " blocks public policies",
		Fix:     admittingPublic(b, policy),
	}
	if n, ok := p.late(b, policy.Resource); ok {
		f.Fix = turnedRound(n) + " Or give the origin an origin access control and allow that instead of everyone."
		f.Places = []Mark{mark("this waits, but has to come first", n.First.Address, "depends_on")}
	}
	failing, first := p.unstored(policy.Address())
	if len(failing) > 0 {
		o := p.Outcomes[failing[0]]
		requests, _ := p.subject(failing)
		f.What += ", and " + requests.On(o.Distribution.Address) + " " + p.gets(&f, requests)
		f.Steps = p.cameAbout(o)
		f.Related = related("", f.Related, []string{o.Distribution.Address})
		f.Places = append(f.Places, p.whoAsks(o, first)...)
	}
	for _, i := range failing {
		p.explained[i] = true
	}
	p.Report(f, failing...)
}

// admittingPublic says how a public policy gets in, or what does without one. What an
// account blocks, none of its buckets can let in.
func admittingPublic(b *s3.Bucket, policy *s3.Policy) string {
	const instead = "Give the origin an origin access control and allow that instead of everyone. If the bucket is " +
		"meant to be public, set block_public_policy = false in "
	if policy.Resource.Type == "aws_s3_access_point" || policy.Resource.Type == "aws_s3control_access_point_policy" {
		return "Allow the service principal cloudfront.amazonaws.com for the distribution instead of everyone. If " +
			"the access point is meant to be public, set block_public_policy = false in its " +
			"public_access_block_configuration, which makes it anew, and for its bucket."
	}
	if policy.Refused == b.Block.WiderAddress {
		return instead + policy.Refused + ", and let the policy wait for that."
	}
	return instead + "an aws_s3_bucket_public_access_block and make the policy depend on it."
}

// unstored lists the outcomes that are refused because a policy is never stored,
// and what refuses the first.
func (p *Pass) unstored(address string) (outcomes []int, first simulate.Refusal) {
	for i, f := range p.Forbidden(trace.PublicBlocked) {
		if f.Step.Address != address {
			continue
		}
		if len(outcomes) == 0 {
			first = f
		}
		outcomes = append(outcomes, i)
	}
	return outcomes, first
}

// late is the need of a change that certainly comes too early: what has to come
// first waits for it.
func (p *Pass) late(b *s3.Bucket, r *plan.Resource) (s3.Need, bool) {
	graph := p.After.State.Graph
	for _, n := range b.Needs() {
		if graph != nil && n.Change == r && graph.DependsOn(n.First, n.Change) == tri.Yes {
			return n, true
		}
	}
	return s3.Need{}, false
}
