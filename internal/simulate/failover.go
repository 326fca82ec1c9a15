package simulate

import (
	"slices"
	"strconv"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// ofTarget asks an origin, or the members of an origin group in turn.
func (w *World) ofTarget(d *cloudfront.Distribution, b *cloudfront.Behavior, t cloudfront.Target, r Request, out Result) Result {
	if len(t.Origins) == 0 {
		return undecided(out, d.Known, tri.Cause{Address: d.Address, Attribute: t.Group.Path(), Reason: "the origin group has no member that is an origin of the distribution"})
	}
	first := w.origin(d, b, t.Origins[0], r, out)
	if t.Group == nil || len(t.Origins) < 2 || !failsOver(b, r) {
		return first
	}
	status := answered(first)
	if first.Verdict == Unknown {
		status = 403 // which is what it may be
	}
	lists := t.Group.Lists(status)
	if status == 0 || lists.IsFalse() {
		return first
	}
	second := w.failover(d, b, t.Origins[1], r, t.Group, first)
	if lists.IsTrue() && first.Verdict != Unknown {
		return second
	}
	return eitherBy(first, second, lists)
}

// answered is the status that a failed request has come to, as failover and
// error pages see it: 403 or 404, 0 for others, which do not hang on the object.
// A custom response of a web ACL is not replaced (WAF Developer Guide, Sending
// custom responses for Block actions).
func answered(out Result) int {
	blocked := func(f trace.Refusal) bool { return f.Code == trace.WebACL }
	switch {
	case out.Verdict == Forbidden && out.Status == 403:
		return 403
	case out.Verdict == Other && out.Status == 404 && !slices.ContainsFunc(out.Refusals, blocked):
		return 404
	}
	return 0
}

// failsOver reports whether CloudFront asks the second member of a group when
// the first one answers a status that the group lists (CloudFront Developer
// Guide, Optimize high availability with CloudFront origin failover).
func failsOver(b *cloudfront.Behavior, r Request) bool {
	switch r.Method {
	case "GET", "HEAD":
		return true
	case "OPTIONS":
		return slices.Contains(b.CachedMethods, "OPTIONS")
	}
	return false
}

func (w *World) failover(d *cloudfront.Distribution, b *cloudfront.Behavior, o *cloudfront.Origin, r Request, g *cloudfront.Group, first Result) Result {
	base := Result{Behavior: b, Trace: slices.Clone(first.Trace)}
	base.step(trace.Step{Step: "origin group", Address: d.Address, Attribute: g.Path(), Detail: listed(first) + " is among the failover criteria: the second member " + o.ID + " is asked"})
	second := w.origin(d, b, o, r, base)
	if second.Verdict == Forbidden {
		second.Refusals = append(slices.Clone(first.Refusals), second.Refusals...)
	}
	return second
}

func listed(first Result) string {
	if status := answered(first); status != 0 {
		return strconv.Itoa(status)
	}
	return "403"
}
