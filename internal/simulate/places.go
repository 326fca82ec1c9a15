package simulate

import (
	"maps"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/plan"
)

// places finds resources by where they stand. A plan may hold thousands of sites,
// and each is asked for what stands around it alone.
type places struct {
	at       map[string][]int
	anywhere []int
}

// newStanding finds the resources of a state by their index.
func newStanding(s *plan.State) places {
	var out places
	for i, r := range s.Resources {
		if !bystander(r) {
			out.add(i, r)
		}
	}
	return out
}

func (l *places) add(i int, r *plan.Resource) {
	if l.at == nil {
		l.at = map[string][]int{}
	}
	bucket := r.String("bucket")
	switch own := ownPlace(r); {
	case own != "":
		l.at[own] = append(l.at[own], i)
	case r.Mode == "managed" && attached(r) && bucket != "" && !symbol.Contains(bucket):
		l.at["bucket "+bucket] = append(l.at["bucket "+bucket], i)
	default:
		l.anywhere = append(l.anywhere, i)
	}
}

// attached reports whether a resource is a bucket or belongs to one.
func attached(r *plan.Resource) bool {
	return r.Type == "aws_s3_object" || strings.HasPrefix(r.Type, "aws_s3_bucket")
}

// near returns what may belong to surroundings, in order.
func (l *places) near(p *surroundings) []int {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(p.identities)), maps.Keys(p.addresses))
	for name := range p.buckets.known {
		keys = append(keys, "bucket "+name)
	}
	if len(p.buckets.open) > 0 {
		for key := range l.at {
			if name, ok := strings.CutPrefix(key, "bucket "); ok && !p.buckets.known[name] && p.buckets.mayHold(name) {
				keys = append(keys, key)
			}
		}
	}
	out := slices.Clone(l.anywhere)
	for _, key := range keys {
		out = append(out, l.at[key]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ownPlace is the address of a resource that stands on the routes that name it
// and on no other, "" for other resources.
func ownPlace(r *plan.Resource) string {
	switch r.Type {
	case "aws_cloudfront_distribution", "aws_cloudfront_multitenant_distribution", "aws_cloudfront_distribution_tenant",
		"aws_cloudfront_origin_access_control", "aws_cloudfront_origin_access_identity":
		if r.Mode == "managed" {
			return r.Address
		}
	}
	return ""
}

// bystander reports whether no answer to a request hangs on a resource: names
// lead to distributions, and documents are read where they are used.
func bystander(r *plan.Resource) bool {
	switch r.Type {
	case "aws_route53_record", "aws_route53_zone", "aws_iam_policy_document":
		return true
	}
	return false
}
