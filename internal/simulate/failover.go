package simulate

import (
	"slices"
	"strconv"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// ofTarget asks an origin, or the members of an origin group in turn.
func (x exchange) ofTarget(t cloudfront.Target) Result {
	if len(t.Origins) == 0 {
		d := x.distribution
		return undecided(x.Result, d.Known.And(t.Known), tri.Cause{
			Address: d.Place(), Attribute: t.Group.Path(),
			Reason: "the origin group has no member that is an origin of the distribution",
		})
	}
	out := x.inTurn(t)
	if !t.Known.IsTrue() {
		return undecided(out, t.Known, tri.Cause{
			Address: x.distribution.Place(), Attribute: t.Group.Path(),
			Reason: "which origins are the members of the group is not known",
		})
	}
	return out
}

// inTurn asks the second member of a group where the first one fails.
func (x exchange) inTurn(t cloudfront.Target) Result {
	first := x.from(t.Origins[0])
	if t.Group == nil || len(t.Origins) < 2 || !x.failsOver() {
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
	second := x.failover(t, first)
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
	switch {
	case out.Verdict == Forbidden && out.Status == 403:
		return 403
	case out.Verdict == Other && out.Status == 404 && !out.Final:
		return 404
	}
	return 0
}

// failsOver reports whether CloudFront asks the second member of a group when
// the first one answers a status that the group lists (CloudFront Developer
// Guide, Optimize high availability with CloudFront origin failover).
func (x exchange) failsOver() bool {
	switch x.request.Method {
	case "GET", "HEAD":
		return true
	case "OPTIONS":
		return slices.Contains(x.Behavior.CachedMethods, "OPTIONS")
	}
	return false
}

// failover asks the second member of a group.
func (x exchange) failover(t cloudfront.Target, first Result) Result {
	member := t.Origins[1]
	x.Result = Result{Met: Met{Behavior: x.Behavior}, Trace: first.Trace, untold: first.untold, last: first.last}
	x.step(trace.Step{
		Step: "origin group", Address: x.distribution.Place(), Attribute: t.Group.Path(),
		Detail: listed(first) + " is among the failover criteria: the second member " + member.ID + " is asked",
	})
	second := x.from(member)
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
