package simulate

import (
	"math/bits"
	"slices"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/plan"
)

// hang returns the steps on which the answer to a request hangs: those of the
// distribution and of what is no bucket's, and those of the buckets that the
// request can reach. Buckets behind other behaviors may change meanwhile.
func (l *orders) hang(p *surroundings, r Request) uint {
	reached, ok := p.reached(r)
	if !ok {
		return l.all()
	}
	out := l.halting
	for i, s := range l.steps {
		if !s.ofBucket() || s.any(func(r *plan.Resource) bool { return reached.mayHold(r.String("bucket")) }) {
			out |= 1 << i
		}
	}
	return out
}

// ofBucket reports whether a step changes a bucket or one of its settings.
func (s step) ofBucket() bool { return !s.any(func(r *plan.Resource) bool { return !attached(r) }) }

// any asks the resource before and after a step.
func (s step) any(is func(*plan.Resource) bool) bool {
	return s.old != nil && is(s.old) || s.new != nil && is(s.new)
}

// reached are the names of the buckets that a request can reach through the
// distribution as it was and as it will be. ok is false where that is not looked
// into: tenants are made of several resources, and websites send viewers on.
func (p *surroundings) reached(r Request) (out names, ok bool) {
	for _, w := range []*World{p.before, p.after} {
		d := w.Distribution(p.distribution)
		if d == nil {
			continue
		}
		origins := reachedOrigins(d, r.Path)
		if d.Tenant ||
			slices.ContainsFunc(
				origins,
				func(o *cloudfront.Origin) bool { return o.Endpoint.Form == cloudfront.Website },
			) {
			return names{}, false
		}
		for _, o := range origins {
			if b := w.Behind(d, o); b != nil {
				out.add(b.Name)
			}
		}
		if logs := cloudfront.ParseEndpoint(d.LogBucket()); logs.Bucketed() {
			out.add(logs.Bucket)
		}
	}
	return out, true
}

// reachedOrigins are the origins of the behaviors that may take a path, those for
// the root object and for error pages included.
func reachedOrigins(d *cloudfront.Distribution, path string) []*cloudfront.Origin {
	paths := []string{atlas.Normalized(path)}
	if path == "/" && d.Root != "" {
		paths = append(paths, "/"+escapePath(d.Root))
	}
	for _, page := range d.ErrorPages {
		paths = append(paths, atlas.Normalized(page.Page))
	}
	var out []*cloudfront.Origin
	for _, path := range paths {
		b, maybe := d.Behavior(path)
		for _, b := range append(slices.Clip(maybe), b) {
			if b == nil {
				continue
			}
			for _, t := range d.Targets(b) {
				out = append(out, t.Origins...)
			}
		}
	}
	return out
}

// findHalting finds the steps of buckets that can keep the distribution from being
// changed: in some state between, S3 refuses a call for which it waits.
func (l *orders) findHalting(p *surroundings) {
	d := p.after.Distribution(p.distribution)
	if d == nil || !d.Changed() {
		return
	}
	var account, rest uint // of all buckets, and of none
	buckets, waits := map[string]uint{}, map[string]bool{}
	for i, s := range l.steps {
		r := s.resource()
		switch name := r.String("bucket"); {
		case s.ofBucket():
			buckets[name] |= 1 << i
			waits[name] = waits[name] || p.after.waits(d.Resource, r)
		case r.Type == "aws_s3_account_public_access_block":
			account |= 1 << i
		default:
			rest |= 1 << i
		}
	}
	for name, set := range buckets {
		if waits[name] && (bits.OnesCount(set|account) > maxSteps || l.halts(d.Address, rest, set|account)) {
			l.halting |= set
		}
	}
}

// halts reports whether the distribution is halted after some of the steps in set.
func (l *orders) halts(distribution string, rest, set uint) bool {
	for done := range subsets(set) {
		for _, w := range l.after(rest | done) {
			halted := func(d *cloudfront.Distribution) bool {
				return d.Address == distribution && len(w.stopOf(d).others) > 0
			}
			if slices.ContainsFunc(w.Distributions, halted) {
				return true
			}
		}
	}
	return false
}
