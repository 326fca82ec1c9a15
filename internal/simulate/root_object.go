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
	out := x.rootObject()
	if d.HasRoot.IsUnknown() {
		out = eitherBy(out, x.target(), d.HasRoot)
	}
	return out
}

func (x exchange) rootObject() Result {
	d := x.distribution
	path := "/" + escapePath(d.Root)
	fresh := x.world.exchange(d, x.request).asking(path)
	fresh.untold, fresh.admitted = x.untold, true
	x.step(trace.Step{
		Step: "default root object", Address: d.Place(), Attribute: "default_root_object",
		Detail: "/ asks for " + d.Root,
	})
	direct := x.asking(path).target()
	if strings.HasPrefix(d.Root, "/") {
		return slashKey(d, direct)
	}
	other, maybe := d.Behavior(path)
	for _, b := range append(maybe, other) {
		if b != nil && b != x.Behavior {
			direct = either(direct, fresh.through(b), tri.Cause{
				Address: d.Place(), Attribute: "default_root_object",
				Reason: "AWS does not document whether behaviors are matched on / or on the root object",
			})
		}
	}
	return direct
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
		Step: "default root object", Address: d.Place(), Attribute: "default_root_object", Detail: "the leading " +
			"slash becomes part of the key; no object has the key " + out.Key,
	}})
}

// missing reports whether a 403 only says that the object is missing.
func missing(out Result) bool {
	other := func(f Refusal) bool { return f.Code != trace.KeyMissing }
	return out.Verdict == Forbidden && len(out.Refusals) > 0 && !slices.ContainsFunc(out.Refusals, other)
}

// asksForFolder reports whether a request for / asks for the origin path itself:
// without a root object its key is that of a folder, as "live/", which nobody
// uploads.
func (x exchange) asksForFolder() bool {
	reads := x.request.Method == "GET" || x.request.Method == "HEAD"
	return reads && x.request.Path == "/" && x.folder != "" && x.Key == x.folder
}

// ofFolder answers a request for the key of a folder that the caller may read: 403,
// or 404 if it may list the bucket, unless the plan uploads an object of that name
// or one is said to be there.
func (x exchange) ofFolder() Result {
	there := x.bucket.Exists(x.Key)
	if there.IsTrue() {
		return x.delivered()
	}
	list := x.originRequest()
	list.Key, list.Implied = "", true
	step := trace.Step{
		Step: "default root object", Address: x.distribution.Place(), Attribute: "default_root_object",
		Detail: "/ asks S3 for the key " + x.Key + ", a folder, and nothing uploads an object of that name",
	}
	refusal := trace.Refusal{Code: trace.EmptyKey, Step: step, Related: []string{x.bucket.Address()}}
	switch allowed := x.authorize(list).Allowed; {
	case there.IsUnknown() || allowed.IsUnknown():
		x.note(refusal)
		x.step(step)
		return undecided(x.Result, allowed.Agree(there))
	case allowed.IsTrue():
		x.step(step)
		x.NotFound = true
		return x.end(Other, 404)
	}
	return x.refuse(refusal)
}
