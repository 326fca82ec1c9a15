package simulate

import (
	"slices"
	"strings"
	"sync"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// stop is where apply stops at a distribution: at its own call, and at others that it
// waits for. It is found once, since every request asks for it.
type stop struct {
	once        sync.Once
	own, others []cloudfront.Refusal
	// first is what is told of them: the first that is certain, if one is.
	first cloudfront.Refusal
	// still: all that it answers with stays as it was.
	still bool
}

func (w *World) stopOf(d *cloudfront.Distribution) *stop {
	s := w.stops[d]
	if s == nil { // one of another world
		s = &stop{}
	}
	s.once.Do(func() {
		if d.Changed() && w.before != nil {
			s.own = slices.Concat(d.Refusals(), w.logRefusals(d), w.sharedAliases(d))
			s.others = w.halts(d)
			s.first = firstCertain(slices.Concat(s.own, s.others))
			s.still = s.stops() && !w.between && !w.since(w.before).touched.reaches(w, w.before, d)
		}
	})
	return s
}

func firstCertain(refusals []cloudfront.Refusal) cloudfront.Refusal {
	for _, r := range refusals {
		if r.Certain.IsTrue() {
			return r
		}
	}
	if len(refusals) == 0 {
		return cloudfront.Refusal{}
	}
	return refusals[0]
}

func (s *stop) stops() bool { return len(s.own)+len(s.others) > 0 }

// Refusals lists why the API refuses to make or change a distribution as the plan
// wants it. One that the plan leaves alone has been accepted once.
func (w *World) Refusals(d *cloudfront.Distribution) []cloudfront.Refusal { return w.stopOf(d).own }

// sharedAliases: a name is the alias of one distribution (CloudFront Developer Guide,
// Requirements for using alternate domain names). Of two that are made either may come
// first; one that has the name already keeps it.
func (w *World) sharedAliases(d *cloudfront.Distribution) []cloudfront.Refusal {
	for _, alias := range d.Aliases {
		owners := w.aliasOwners()[strings.ToLower(alias)]
		if len(owners) < 2 || w.before.hasAlias(d.Address, alias) || symbol.Contains(alias) {
			continue
		}
		first := owners[0]
		if first == d {
			first = owners[1]
		}
		r := cloudfront.Refusal{
			Status: 409, Error: "CNAMEAlreadyExists", Attribute: "aliases", Related: []string{first.Address},
			Certain: tri.True,
			Why:     first.Address + " has the alias " + alias + " as well",
			Fix: "Keep the alias on one of the two. To move it, remove it from the old one and make the new one " +
				"depend on that.",
		}
		if !w.before.hasAlias(first.Address, alias) {
			r.Certain, r.Either = tri.Because(
				d.Missing("aliases", "either of the two with the alias "+alias+" may be made", r.Fix),
			), d == owners[1]
		}
		return []cloudfront.Refusal{r}
	}
	return nil
}

// aliasOwners finds the distributions by their aliases. One for staging shares those
// of the one that it stands for.
func (w *World) aliasOwners() map[string][]*cloudfront.Distribution {
	w.ownersOnce.Do(func() {
		w.owners = map[string][]*cloudfront.Distribution{}
		for _, d := range w.Distributions {
			if d.Tenant || !d.Bool("staging", false).IsFalse() {
				continue
			}
			for _, alias := range d.Aliases {
				alias = strings.ToLower(alias)
				w.owners[alias] = append(w.owners[alias], d)
			}
		}
	})
	return w.owners
}

func (w *World) hasAlias(distribution, alias string) bool {
	d := w.Distribution(distribution)
	return d != nil && slices.ContainsFunc(d.Aliases, func(a string) bool { return strings.EqualFold(a, alias) })
}

// logRefusals: the bucket of standard logs has to have ACLs enabled, and to be in a
// region into which CloudFront delivers them (CloudFront Developer Guide, Choose an
// Amazon S3 bucket for standard logs). What is not known of it is taken to be fit.
func (w *World) logRefusals(d *cloudfront.Distribution) []cloudfront.Refusal {
	e := cloudfront.ParseEndpoint(d.LogBucket())
	if !e.Bucketed() {
		return nil
	}
	b := w.Store.Bucket(e.Bucket, e.Region, d.Partition)
	refusal := cloudfront.Refusal{
		Status: 400, Error: "InvalidArgument", Attribute: "logging_config[0].bucket",
		Related: []string{b.Address()}, Certain: tri.True,
	}
	switch {
	case b.Region != "" && !symbol.Contains(b.Region) && !cloudfront.DeliversLogs(b.Region):
		refusal.Status, refusal.Error = 403, "AccessDenied"
		refusal.Why = "logging_config names " + b.Address() + " in " + b.Region + ", where CloudFront does not " +
			"deliver standard logs"
		refusal.Fix = "Send the logs to a bucket in a region that is enabled by default, or use standard logging v2 " +
			"(aws_cloudwatch_log_delivery)."
	case b.Ownership.ACLsEnabled().IsFalse():
		refusal.Why = "logging_config names " + b.Address() + ", which does not enable ACL access " +
			"(BucketOwnerEnforced, the default of new buckets)"
		refusal.Fix = "Set object_ownership = \"BucketOwnerPreferred\" in aws_s3_bucket_ownership_controls of the " +
			"log bucket and make the distribution depend on it, or use standard logging v2 " +
			"(aws_cloudwatch_log_delivery)."
	default:
		return nil
	}
	return []cloudfront.Refusal{refusal}
}

// afterRefusal is what becomes of a request to a distribution that the API refuses.
// Apply stops there: a new distribution does not come to be, and one that existed
// stays as it was.
func (x exchange) afterRefusal(first cloudfront.Refusal) Result {
	refused := x.stays(first)
	if first.Certain.IsTrue() {
		return refused
	}
	refused.Refusals = nil // what may be refused is undecided, and no finding
	return eitherBy(x.received(), refused, first.Certain)
}

func (x exchange) stays(why cloudfront.Refusal) Result {
	d := x.distribution
	step := trace.Step{
		Step: "apply", Address: d.Place(), Attribute: why.Attribute,
		Detail: "the API refuses the distribution, because " + why.Detail(),
	}
	if why.At != "" {
		step.Address, step.Detail = why.At, "the API refuses what the distribution depends on, because "+why.Detail()
	}
	var old *cloudfront.Distribution
	if d.Action != plan.Replace || d.CreateBeforeDestroy {
		old = x.world.before.Distribution(d.Address)
	}
	if old == nil {
		x.step(step)
		if why.Code != "" {
			cause := why.Cause
			if cause == (trace.Step{}) {
				cause = step
			}
			x.note(trace.Refusal{Code: why.Code, Step: cause, Related: why.Related, Wanted: why.Wanted, Got: why.Got})
		}
		return x.end(Other, why.Status)
	}
	still := x.world.stopOf(x.distribution).still
	step.Detail += "; what was there before stays"
	x.step(step)
	x.distribution = old
	first := x.earlier()
	if still && x.request.Host == "" && first.Verdict != Unknown {
		return first
	}
	// Where what stands behind it changes as well, it is open how far apply gets.
	return either(first, x.received(), tri.Cause{
		Address: d.Place(), Attribute: why.Attribute, Reason: "apply stops here, and what else has changed by then " +
			"is not known",
	})
}

// earlier is what becomes of the request in the world before, where no API refuses
// anything. It is asked for in one world after the other, so what nobody wants to be
// traced is remembered.
func (x exchange) earlier() Result {
	before := x.world.before
	if x.untold {
		return before.recent.of(x.distribution, x.request, before.decide)
	}
	x.world = before
	return x.received()
}
