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
				"Let target_origin_id be the origin_id of an origin, or of an origin group, of the distribution."))
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
					"Let the members name origins of the distribution by their origin_id."))
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
	fits := slices.ContainsFunc(allowedSets, func(set []string) bool { return slices.Equal(set, slices.Compact(methods)) })
	return at(b.At("allowed_methods"), "allows "+strings.Join(b.Methods, ", ")+", which is none of the lists that CloudFront takes",
		"Allow GET and HEAD, these and OPTIONS, or all seven methods."), !fits
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
			out = append(out, at(b.At("allowed_methods"),
				"behavior "+b.Name()+" allows writing and sends requests to an origin group, which takes GET, HEAD and OPTIONS only",
				"Allow GET, HEAD and OPTIONS, or send the behavior's requests to one origin."))
		}
	}
	return out
}

// twoWaysToForward: CloudFront says that ForwardedValues cannot be used when a
// cache policy is associated with the behavior.
func twoWaysToForward(b *Behavior) (place, bool) {
	p := at(b.At("forwarded_values"), "has both forwarded_values and a cache_policy_id",
		"Keep cache_policy_id and take forwarded_values out.")
	return p, b.forwarded.legacy && b.forwarded.sure && written(b.String("cache_policy_id"))
}
