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
	lists := listed(t.Group, first)
	if lists.IsFalse() {
		return first
	}
	second := x.failover(t, first)
	if lists.IsTrue() && first.Verdict != Unknown {
		return second
	}
	return eitherBy(first, second, lists)
}

// listed tells whether a group lists the status that an answer has come to. Where it
// may be one of several, all of them have to be.
func listed(g *cloudfront.Group, answer Result) tri.Value {
	statuses := answered(answer)
	if answer.Verdict == Unknown {
		statuses = []int{403} // which is what it may be
	}
	if len(statuses) == 0 {
		return tri.False
	}
	lists := g.Lists(statuses[0])
	for _, status := range statuses[1:] {
		lists = lists.Agree(g.Lists(status))
	}
	return lists
}

// answered are the statuses that a failed request has come to, as failover and error
// pages see it: 403, 404, or what the origin fails with. It is none for what CloudFront
// answers by itself. A custom response of a web ACL is not replaced (WAF Developer
// Guide, Sending custom responses for Block actions).
func answered(out Result) []int {
	switch {
	case out.Verdict == Forbidden && out.Status == 403:
		return []int{403}
	case out.Verdict == Other && out.Status == 404 && !out.Final:
		return []int{404}
	case out.Verdict == Other:
		return out.failed
	}
	return nil
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
		Detail: statusText(first) + " is among the failover criteria: the second member " + member.ID + " is asked",
	})
	second := x.from(member)
	if second.Verdict == Forbidden {
		second.Refusals = append(slices.Clone(first.Refusals), second.Refusals...)
	}
	return second
}

func statusText(first Result) string {
	if first.Status != 0 && first.Verdict != Unknown {
		return strconv.Itoa(first.Status)
	}
	return "403"
}
