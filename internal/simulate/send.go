package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// Send decides one viewer request to a distribution, in the order in which
// CloudFront works: its own gates, the behavior, the origin, failover, the
// error page.
func (w *World) Send(d *cloudfront.Distribution, r Request) Result {
	return w.exchange(d, r).sent()
}

// decide is Send without a trace.
func (w *World) decide(d *cloudfront.Distribution, r Request) Result {
	x := w.exchange(d, r)
	x.untold = true
	return x.sent()
}

func (x exchange) sent() Result {
	if stop := x.world.stopOf(x.distribution); stop.stops() {
		return x.afterRefusal(stop.first)
	}
	return x.received()
}

// Through is what a request would get if a behavior took it that another one takes
// before.
func (w *World) Through(d *cloudfront.Distribution, b *cloudfront.Behavior, r Request) Result {
	x := w.exchange(d, r)
	return x.withErrorPage(x.through(b))
}

// received is what becomes of a request that reaches a distribution as it stands.
func (x exchange) received() Result {
	d, r := x.distribution, x.request
	if d.Enabled.IsFalse() {
		return x.disabled()
	}
	out := x.byHost(r.Host)
	if !d.Enabled.IsTrue() {
		off := x.disabled()
		off.Refusals = nil // that it may be off is undecided, and no finding
		return eitherBy(out, off, d.Enabled)
	}
	return out
}

func (x exchange) disabled() Result {
	out := x.refuse(trace.Refusal{Code: trace.Disabled, Step: trace.Step{
		Step: "distribution", Address: x.distribution.EnabledAt.Address, Attribute: x.distribution.EnabledAt.Attribute,
		Detail: "the distribution is disabled and takes no requests",
	}})
	return out.end(Other, 0)
}

// byHost answers a request for a host name, or leaves that to the distribution that has
// it among its aliases.
func (x exchange) byHost(host string) Result {
	if host != "" {
		serves := x.distribution.Serves(host)
		other, may := x.world.owner(x.distribution, host)
		switch {
		case other != nil && !serves.IsUnknown():
			next := x.world.exchange(other, x.request)
			next.untold = x.untold
			return next.sent()
		case !serves.IsTrue():
			return unknownHost(x.distribution, x.request, serves.Or(may))
		}
	}
	return x.withErrorPage(x.answer())
}

// unknownHost: a name that leads to CloudFront and is on no distribution. One
// outside this plan may have it, whatever DNS says (CloudFront Developer Guide,
// HTTP 403 status code).
func unknownHost(d *cloudfront.Distribution, r Request, serves tri.Value) Result {
	step := trace.Step{
		Step: "host", Address: d.NamesAt.Address, Attribute: d.NamesAt.Attribute,
		Detail: r.Host + " is not among the distribution's aliases",
	}
	if serves.IsFalse() {
		return Result{}.refuse(trace.Refusal{Code: trace.AliasMissing, Step: step, Possible: true})
	}
	out := Result{}
	out.step(step)
	return undecided(out, serves)
}

// answer is the response before custom error responses.
func (x exchange) answer() Result {
	d := x.distribution
	b, maybe := d.Behavior(atlas.Normalized(x.request.Path))
	if b == nil {
		return undecided(Result{}, d.Known, tri.Cause{
			Address: d.Place(), Attribute: "default_cache_behavior",
			Reason: "it is not known which behaviors the distribution has",
		})
	}
	if !d.BehaviorsKnown.IsTrue() {
		return undecided(Result{Met: Met{Behavior: b}}, d.BehaviorsKnown, tri.Cause{
			Address: d.Place(), Attribute: "ordered_cache_behavior",
			Reason: "it is not known which behaviors the distribution has",
		})
	}
	out := x.through(b)
	for _, other := range maybe {
		out = either(out, x.through(other), tri.Cause{
			Address: d.Place(), Attribute: other.At("path_pattern"),
			Reason: "whether the pattern matches is not known",
		})
	}
	return out
}

// through sends a request through the gates of one behavior to its origin.
func (x exchange) through(b *cloudfront.Behavior) Result {
	d, r := x.distribution, x.request
	x.Behavior = b
	x.step(trace.Step{
		Step: "behavior", Address: d.Place(), Attribute: b.Path(),
		Detail: x.detail("path ", r.Path, " goes to behavior ", b.Name(), ", target ", b.Target),
	})
	acl := x.webACL()
	if acl.Allowed.IsFalse() {
		out := x.refuse(acl.Refusal)
		out.Final = acl.Own
		if acl.Status != 403 {
			return out.end(Other, acl.Status)
		}
		return out
	}
	closed, passes := x.gates()
	if passes.IsFalse() {
		return closed
	}
	x.Others = append(slices.Clip(x.Others), acl.Others...)
	out := x.root()
	if !passes.IsTrue() {
		out = eitherBy(out, closed, passes)
	}
	if !acl.Allowed.IsTrue() && out.Verdict == Served {
		out.step(acl.Refusal.Step)
		out.note(acl.Refusal)
		return undecided(out, acl.Allowed)
	}
	return rewritten(b, answeredFor(b, out))
}

// answeredFor: a function that sees the origin's answer may put another one in its
// place, so a refusal is not certain.
func answeredFor(b *cloudfront.Behavior, out Result) Result {
	if b.Answered.IsFalse() || out.Verdict != Forbidden {
		return out
	}
	out.step(trace.Step{
		Step: "edge function", Address: b.Owner(), Attribute: b.Path(),
		Detail: "an origin-response function may answer in place of the origin",
	})
	out.Refusals = slices.Clone(out.Refusals)
	for i := range out.Refusals {
		out.Refusals[i].Possible = true
	}
	return out
}

// target asks what the behavior sends its requests to.
func (x exchange) target() Result {
	d, b := x.distribution, x.Behavior
	targets := d.Targets(b)
	cause := tri.Cause{
		Address: d.Place(), Attribute: b.At("target_origin_id"), Reason: "which origin has this id is not known",
		Remedy: "name the .tf files with --source",
	}
	if len(targets) == 0 {
		if d.Known.IsTrue() {
			cause.Reason, cause.Remedy = "no origin has the id "+b.Target, "name an origin of this distribution"
			return undecided(x.Result, tri.Value{}, cause)
		}
		cause.Reason, cause.Remedy = "no origin has the id "+b.Target, "name an origin of this distribution"
		return undecided(x.Result, d.Known, cause)
	}
	answer := x.ofTarget(targets[0])
	for _, t := range targets[1:] {
		answer = either(answer, x.ofTarget(t), cause)
	}
	return answer
}

// rewritten: a function that sees the request may rewrite its path, so a
// refusal that hangs on the key alone is not certain.
func rewritten(b *cloudfront.Behavior, out Result) Result {
	if len(b.EdgeFunctions) == 0 || out.Verdict != Forbidden && !out.NotFound {
		return out
	}
	detail := "a " + strings.Join(b.EdgeFunctions, " and a ") + " function may rewrite the request"
	out.step(trace.Step{Step: "edge function", Address: b.Owner(), Attribute: b.Path(), Detail: detail})
	out.Refusals = slices.Clone(out.Refusals)
	keyed := true
	for i := range out.Refusals {
		out.Refusals[i].Possible = true
		keyed = keyed && out.Refusals[i].Code.HangsOnKey()
	}
	if keyed {
		return undecided(
			out,
			tri.Because(tri.Cause{
				Address: b.Owner(), Attribute: b.Path(), Reason: detail,
				Remedy: "ask for the rewritten path with plan403 request",
			}),
		)
	}
	return out
}
