package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/plan"
)

// touched is what a plan changes, as far as requests can tell. A distribution
// beyond it answers after apply as before, so that its requests need not be sent
// twice.
type touched struct {
	// everything: a change whose reach is not looked into.
	everything    bool
	distributions map[string]bool
	buckets       names
	// hosts: what names DNS leads to distributions, or they have as aliases.
	hosts bool
}

func newTouched(after, before *World, tags *retagging) *touched {
	t := &touched{distributions: map[string]bool{}}
	for _, r := range after.State.Resources {
		old := before.State.Resource(r.Address)
		if old == nil || r.Action != plan.NoOp && r.Action != plan.Untouched && !tags.idle(r, old) {
			t.add(r)
			t.add(old)
		}
	}
	for _, old := range before.State.Resources {
		if after.State.Resource(old.Address) == nil {
			t.add(old)
		}
	}
	return t
}

func (t *touched) add(r *plan.Resource) {
	switch {
	case r == nil:
	case strings.HasPrefix(r.Type, "aws_route53_"):
		t.hosts = true
	case !answers(r.Type):
	case r.Mode != "managed":
		t.everything = true
	case r.Type == "aws_cloudfront_distribution":
		t.distributions[r.Address], t.hosts = true, true
	case strings.HasPrefix(r.Type, "aws_s3_bucket") || r.Type == "aws_s3_object" || r.Type == "aws_s3_object_copy":
		t.buckets.add(r.String("bucket"))
	default:
		t.everything = true
	}
}

// answers reports whether resources of a type take part in an answer, and not
// only in the values of others.
func answers(typ string) bool {
	families := []string{"aws_cloudfront_", "aws_kms_", "aws_s3", "aws_waf", "plan403_"}
	return slices.ContainsFunc(families, func(family string) bool { return strings.HasPrefix(typ, family) })
}

// changes reports whether the plan may change a distribution itself, and not only what
// stands behind it.
func (t *touched) changes(before *World, d *cloudfront.Distribution) bool {
	return t.everything || before.Distribution(d.Address) == nil || t.distributions[d.Address]
}

// reaches reports whether the plan may change what a distribution answers.
func (t *touched) reaches(after, before *World, d *cloudfront.Distribution) bool {
	if t.changes(before, d) {
		return true
	}
	if t.buckets.none() { // then no model of a bucket need be made to see it
		return false
	}
	return t.reachesOrigins(after, d) || t.reachesOrigins(before, before.Distribution(d.Address))
}

func (t *touched) reachesOrigins(w *World, d *cloudfront.Distribution) bool {
	return slices.ContainsFunc(d.Origins, func(o *cloudfront.Origin) bool {
		b := w.Behind(d, o)
		return b != nil && t.buckets.mayHold(b.Name)
	})
}
