package simulate

import (
	"maps"
	"slices"

	"github.com/plan403/plan403/plan"
)

// policyOf names the bucket whose policy a step puts or deletes, "" for other
// steps.
func (s step) policyOf() string {
	if s.resource().Type != "aws_s3_bucket_policy" {
		return ""
	}
	return s.resource().String("bucket")
}

// worlds are the worlds that can be when the steps in done have been made. A
// bucket has one policy, and deleting any policy resource deletes it, so where
// several steps write one bucket's policy the last of them decides; if their
// order is open, each may be the last.
func (p *surroundings) worlds(steps []step, still []*plan.Resource, first []uint, done uint) []*World {
	resources := slices.Clone(still)
	policies := map[string][]int{}
	for i, s := range steps {
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
			for _, policy := range inForce(steps, indices, first, done) {
				with := slices.Clone(so)
				if policy != nil {
					with = append(with, policy)
				}
				next = append(next, with)
			}
		}
		options = next
	}
	var out []*World
	for _, o := range options {
		out = append(out, p.world(o))
	}
	return out
}

// inForce lists the policies that can be a bucket's after some steps, nil for
// none.
func inForce(steps []step, indices []int, first []uint, done uint) []*plan.Resource {
	var out []*plan.Resource
	for _, i := range indices {
		if done&(1<<i) == 0 {
			continue
		}
		last := !slices.ContainsFunc(indices, func(j int) bool { return done&(1<<j) != 0 && first[j]&(1<<i) != 0 })
		if last {
			out = append(out, steps[i].new)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, i := range indices { // none written yet: the one from before
		if steps[i].old != nil {
			return []*plan.Resource{steps[i].old}
		}
	}
	return []*plan.Resource{nil}
}

func (p *surroundings) world(resources []*plan.Resource) *World {
	return NewWorld(plan.Between(p.before.State, p.after.State, resources), p.before)
}
