package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// root puts the default root object in place of "/". AWS does not say whether
// behaviors are matched before or after that, so both are tried.
func (x exchange) root() Result {
	d := x.distribution
	if x.request.Path != "/" || d.Root == "" {
		return x.target()
	}
	path := "/" + escapePath(d.Root)
	fresh := x.world.exchange(d, x.request).asking(path)
	x.step(trace.Step{Step: "default root object", Address: d.Address, Attribute: "default_root_object", Detail: "/ asks for " + d.Root})
	direct := x.asking(path).target()
	if strings.HasPrefix(d.Root, "/") {
		return slashKey(d, direct)
	}
	other, _ := d.Behavior(path)
	if other == nil || other == x.Behavior {
		return direct
	}
	return either(direct, fresh.through(other), tri.Cause{
		Address: d.Address, Attribute: "default_root_object", Reason: "AWS does not document whether behaviors are matched on / or on the root object",
	})
}

// slashKey: a root object with a leading slash asks for a key that begins with
// one, which nobody uploads (CloudFront Developer Guide, Specify a default root
// object).
func slashKey(d *cloudfront.Distribution, out Result) Result {
	if out.Verdict != Served && !missing(out) {
		return out
	}
	if out.Verdict == Forbidden { // the slash is why it is missing
		out.Refusals = nil
	}
	return out.refuse(trace.Refusal{Code: trace.SlashKey, Possible: true, Step: trace.Step{
		Step: "default root object", Address: d.Address, Attribute: "default_root_object", Detail: "the leading slash becomes part of the key; no object has the key " + out.Key,
	}})
}

// missing reports whether a 403 only says that the object is missing.
func missing(out Result) bool {
	other := func(f Refusal) bool { return f.Code != trace.KeyMissing }
	return out.Verdict == Forbidden && len(out.Refusals) > 0 && !slices.ContainsFunc(out.Refusals, other)
}
