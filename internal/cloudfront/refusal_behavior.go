package cloudfront

import (
	"slices"
	"strings"
)

// missingTargets: a behavior has to name an origin or an origin group of its
// distribution.
func (d *Distribution) missingTargets() []place {
	var out []place
	for _, b := range d.Behaviors {
		if d.Known.IsTrue() && len(d.Targets(b)) == 0 {
			out = append(out, at(b.At("target_origin_id"),
				"behavior "+b.Name()+" sends requests to "+b.Target+", and no origin has that id",
				"Set target_origin_id to the origin_id of an origin or origin group of the distribution."))
		}
	}
	return out
}

// missingMembers: the members of a group are origins of the distribution.
func (d *Distribution) missingMembers() []place {
	var out []place
	origins := newIDs(d.Origins, func(o *Origin) string { return o.ID })
	for _, g := range d.Groups {
		for _, id := range g.Members {
			if d.Known.IsTrue() && len(origins.that(id)) == 0 {
				out = append(out, at(g.Path(), "origin group "+g.ID+" has the member "+id+", and no origin has that id",
					"Name origins of the distribution, by their origin_id, as members of the group."))
			}
		}
	}
	return out
}

// allowedSets are the three lists of methods that a behavior can allow (CloudFront
// API Reference, AllowedMethods).
var allowedSets = [][]string{
	{"GET", "HEAD"},
	{"GET", "HEAD", "OPTIONS"},
	{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"},
}

func oddMethods(b *Behavior) (place, bool) {
	methods := slices.Sorted(slices.Values(b.Methods))
	if len(methods) == 0 || !b.methodsKnown.And(noneUnknown(methods)).IsTrue() {
		return place{}, false
	}
	fits := slices.ContainsFunc(
		allowedSets, func(set []string) bool { return slices.Equal(set, slices.Compact(methods)) },
	)
	return at(
		b.At("allowed_methods"),
		"allows "+strings.Join(b.Methods, ", ")+", which is not a list that CloudFront accepts",
		"Allow GET and HEAD, these and OPTIONS, or all seven methods.",
	), !fits
}

// writesToGroups: CloudFront says "AllowedMethods cannot include POST, PUT, PATCH,
// or DELETE for a cached behavior associated with an origin group".
func (d *Distribution) writesToGroups() []place {
	var out []place
	for _, b := range d.Behaviors {
		targets := d.Targets(b)
		grouped := len(targets) == 1 && targets[0].Group != nil
		writes := slices.ContainsFunc([]string{"POST", "PUT", "PATCH", "DELETE"}, func(m string) bool {
			return slices.Contains(b.Methods, m)
		})
		if grouped && writes {
			out = append(out, at(
				b.At("allowed_methods"),
				"behavior "+b.Name()+" allows writing and sends requests to an origin group, which accepts only GET, "+
					"HEAD and OPTIONS",
				"Allow GET, HEAD and OPTIONS, or send the behavior's requests to one origin.",
			))
		}
	}
	return out
}

// twoWaysToForward: CloudFront says that ForwardedValues cannot be used when a
// cache policy is associated with the behavior.
func twoWaysToForward(b *Behavior) (place, bool) {
	p := at(b.At("forwarded_values"), "has both forwarded_values and a cache_policy_id",
		"Keep cache_policy_id and remove forwarded_values.")
	return p, b.forwarded.legacy && b.forwarded.sure && written(b.String("cache_policy_id"))
}

// noWayToForward: CloudFront says that ForwardedValues is required where a behavior
// has no cache policy.
func noWayToForward(b *Behavior) (place, bool) {
	if b.owner.Type == multitenantType {
		return place{}, false
	}
	_, old := b.First("forwarded_values")
	p := at(
		b.Path(), "has neither a cache_policy_id nor forwarded_values",
		"Add a cache_policy_id, such as that of the managed policy CachingOptimized "+
			"(658327ea-f89d-4fab-a63d-7e88639e58f6).",
	)
	return p, b.String("cache_policy_id") == "" && old.IsFalse()
}

// keysWithoutQuery: CloudFront says that QueryString cannot be false if query strings
// are set in QueryStringCacheKeys.
func keysWithoutQuery(b *Behavior) (place, bool) {
	old, there := b.First("forwarded_values")
	keys, known := old.Texts("query_string_cache_keys")
	p := at(old.At("query_string_cache_keys"), "lists query_string_cache_keys, and query_string is false",
		"Set query_string = true, or query_string_cache_keys = [].")
	return p, there.And(known).IsTrue() && len(keys) > 0 && old.Bool("query_string", false).IsFalse()
}

// oddTimes: of the three times that objects are kept the default lies between the
// others (CloudFront API Reference, UpdateDistribution, InvalidTTLOrder). With a cache
// policy they are not used.
func oddTimes(b *Behavior) (place, bool) {
	for _, pair := range [][2]string{{"min_ttl", "default_ttl"}, {"default_ttl", "max_ttl"}, {"min_ttl", "max_ttl"}} {
		low, lowKnown := b.Int(pair[0])
		high, highKnown := b.Int(pair[1])
		if lowKnown.And(highKnown).IsTrue() && low > high && b.forwarded.sure {
			return at(
				b.At(pair[0]), "has a "+pair[0]+" above its "+pair[1],
				"Make min_ttl the smallest and max_ttl the largest of the three.",
			), true
		}
	}
	return place{}, false
}
