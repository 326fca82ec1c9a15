package simulate

import (
	"maps"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/plan"
)

// between makes the worlds on the way through the steps around one distribution. What
// few steps decide is made once for all worlds that have the same of these behind them.
type between struct {
	around *surroundings
	steps  []step
	// first tells for each step which others come before it.
	first []uint
	// still are the resources that no step changes.
	still []*plan.Resource

	edge          uint // the steps of CloudFront, on which no bucket hangs
	distributions map[uint][]*cloudfront.Distribution
	stores        map[uint][]*s3.Store // by the other steps, and in the order of their worlds
	worlds        map[uint][]*World
}

func (p *surroundings) between(steps []step, first []uint, standing places) *between {
	b := &between{
		around: p, steps: steps, first: first, still: p.still(steps, standing),
		distributions: map[uint][]*cloudfront.Distribution{}, stores: map[uint][]*s3.Store{},
		worlds: map[uint][]*World{},
	}
	for i, s := range steps {
		if strings.HasPrefix(s.resource().Type, "aws_cloudfront_") {
			b.edge |= 1 << i
		}
	}
	return b
}

// after are the worlds that can be when the steps in done have been made.
func (b *between) after(done uint) []*World {
	if known, made := b.worlds[done]; made {
		return known
	}
	var out []*World
	for i, resources := range b.standing(done) {
		out = append(out, b.world(done, i, plan.Between(b.around.before.State, b.around.after.State, resources)))
	}
	b.worlds[done] = out
	return out
}

// world is one of the worlds after some steps, of which there is one for each policy
// that may be in force.
func (b *between) world(done uint, policy int, state *plan.State) *World {
	distributions, read := b.distributions[done&b.edge]
	if !read {
		distributions = cloudfront.Distributions(state, b.around.before.Distribution)
		b.distributions[done&b.edge] = distributions
	}
	stores := b.stores[done&^b.edge]
	if policy == len(stores) {
		stores = append(stores, s3.NewStore(state, b.around.before.Store))
		b.stores[done&^b.edge] = stores
	}
	w := newWorld(state, distributions, stores[policy], b.around.before)
	w.between = true
	return w
}

// policyOf names the bucket whose policy a step puts or deletes, "" for other
// steps.
func (s step) policyOf() string {
	if s.resource().Type != "aws_s3_bucket_policy" {
		return ""
	}
	return s.resource().String("bucket")
}

// standing lists the resources that can stand when the steps in done have been made. A
// bucket has one policy, and deleting any policy resource deletes it, so where
// several steps write one bucket's policy the last of them decides; if their
// order is open, each may be the last.
func (b *between) standing(done uint) [][]*plan.Resource {
	resources := slices.Clone(b.still)
	policies := map[string][]int{}
	for i, s := range b.steps {
		made := done&(1<<i) != 0
		switch {
		case s.policyOf() != "":
			policies[s.policyOf()] = append(policies[s.policyOf()], i)
		case made && s.new != nil:
			resources = append(resources, s.new)
		case !made && s.old != nil:
			resources = append(resources, s.old)
		}
	}
	options := [][]*plan.Resource{resources}
	for _, bucket := range slices.Sorted(maps.Keys(policies)) {
		indices := policies[bucket]
		var next [][]*plan.Resource
		for _, so := range options {
			for _, policy := range b.inForce(indices, done) {
				with := slices.Clone(so)
				if policy != nil {
					with = append(with, policy)
				}
				next = append(next, with)
			}
		}
		options = next
	}
	return options
}

// inForce lists the policies that can be a bucket's after some steps, nil for
// none.
func (b *between) inForce(indices []int, done uint) []*plan.Resource {
	var out []*plan.Resource
	for _, i := range indices {
		if done&(1<<i) == 0 {
			continue
		}
		last := !slices.ContainsFunc(indices, func(j int) bool { return done&(1<<j) != 0 && b.first[j]&(1<<i) != 0 })
		if last {
			out = append(out, b.steps[i].new)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, i := range indices { // none written yet: the one from before
		if b.steps[i].old != nil {
			return []*plan.Resource{b.steps[i].old}
		}
	}
	return []*plan.Resource{nil}
}
