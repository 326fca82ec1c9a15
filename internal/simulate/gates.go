package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// gates asks what CloudFront decides without the origin: whether it lets a
// request through, and what the viewer gets if not.
func (x exchange) gates() (closed Result, passes tri.Value) {
	passes = tri.True
	for _, gate := range []func(exchange) (Result, tri.Value){exchange.protocol, exchange.method, exchange.signature} {
		answer, opens := gate(x)
		if opens.IsTrue() {
			continue
		}
		if passes.IsTrue() {
			closed, passes = answer, opens
		} else {
			closed, passes = eitherBy(closed, answer, passes), passes.And(opens)
		}
		if opens.IsFalse() {
			break
		}
	}
	return closed, passes
}

// protocol is the gate that answers http where the behavior is for https.
func (x exchange) protocol() (Result, tri.Value) {
	b, r := x.Behavior, x.request
	if r.Scheme != "http" {
		return x.Result, tri.True
	}
	step := trace.Step{
		Step: "viewer protocol", Address: b.Owner(), Attribute: b.At("viewer_protocol_policy"),
		Detail: b.ViewerProtocol,
	}
	if runes := symbol.In(b.ViewerProtocol); len(runes) > 0 {
		open := tri.Because(tri.Cause{Symbol: runes[0]})
		return undecided(x.Result, open), open
	}
	switch b.ViewerProtocol {
	case "redirect-to-https":
		if r.Method == "GET" || r.Method == "HEAD" {
			step.Detail += ": 301 to https"
			x.step(step)
			return x.end(Other, 301), tri.False
		}
	case "https-only":
	default:
		return x.Result, tri.True
	}
	step.Detail += ": http is refused"
	return x.refuse(trace.Refusal{Code: trace.HTTPSOnly, Step: step}), tri.False
}

// method is the gate that refuses methods that the behavior does not allow.
func (x exchange) method() (Result, tri.Value) {
	b, r := x.Behavior, x.request
	allows := b.Allows(r.Method)
	if allows.IsTrue() {
		return x.Result, allows
	}
	return x.refuse(trace.Refusal{Code: trace.MethodNotAllowed, Step: trace.Step{
		Step: "method", Address: b.Owner(), Attribute: b.At("allowed_methods"), Detail: "the behavior does not " +
			"allow " + r.Method,
	}}), allows
}

// signature is the gate that refuses requests without a signature (CloudFront
// Developer Guide, Serve private content with signed URLs and signed cookies).
func (x exchange) signature() (Result, tri.Value) {
	b := x.Behavior
	open := b.Signed.Not()
	if x.request.Signed || open.IsTrue() {
		return x.Result, tri.True
	}
	return x.refuse(trace.Refusal{Code: trace.Unsigned, Step: trace.Step{
		Step: "signature", Address: b.Owner(), Attribute: b.At(signedBy(b)), Detail: "viewers need signed URLs or " +
			"cookies; this request has none",
	}}), open
}

func signedBy(b *cloudfront.Behavior) string {
	if list, known := b.Texts("trusted_signers"); len(list) > 0 ||
		!known.IsTrue() && b.Has("trusted_key_groups").IsFalse() {
		return "trusted_signers"
	}
	return "trusted_key_groups"
}
