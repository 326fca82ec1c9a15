package cure

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Cures of methods and preflights.
// CloudFront Developer Guide, Cache behavior settings, Allowed HTTP methods.

// allMethods are those of the one set that lets viewers write. CloudFront takes no
// other sets than this, GET and HEAD, and these with OPTIONS.
var allMethods = []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}

// preflights lets them through: the method, and the headers that they consist of.
func preflights(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || o.Result.Behavior == nil {
		return nil
	}
	switch b := o.Result.Behavior; {
	case refusedFor(o, trace.CORSNotForwarded):
		return c.forwardCORS(b)
	case refusedFor(o, trace.MethodNotAllowed):
		return c.allow(b, []string{"GET", "HEAD", "OPTIONS"}, "preflights come with the method OPTIONS")
	}
	return nil
}

func refusedFor(o simulate.Outcome, code trace.Code) bool {
	return slices.ContainsFunc(o.Refusals, func(f simulate.Refusal) bool { return f.Code == code })
}

// allow gives a behavior a set of methods. What is allowed already stays.
func (c *Case) allow(b *cloudfront.Behavior, methods []string, why string) []Candidate {
	if len(b.Methods) > len(methods) {
		methods = allMethods
	}
	path, name := splitPath(b.At("allowed_methods"))
	if missing := lacking(b.Methods, methods); len(missing) == 1 {
		if w, ok := c.words(b.Owner(), b.At(name)); ok && w.list() != nil && !w.shared {
			return []Candidate{{Why: why, Edits: []hcledit.Edit{w.AddItem(w.list(), quoted(missing[0]))}}}
		}
	}
	return setting{
		Argument: hcledit.Argument{
			Value: listOfTexts(methods),
			Kin:   []string{"viewer_protocol_policy", "target_origin_id"},
		},
		why: why,
	}.at(c, b.Owner(), join(path, name))
}

func lacking(have, want []string) (out []string) {
	for _, w := range want {
		if !slices.Contains(have, w) {
			out = append(out, w)
		}
	}
	return out
}

// forwardCORS forwards the headers of a preflight: by the policy that AWS made for S3,
// or in the list of the behavior.
func (c *Case) forwardCORS(b *cloudfront.Behavior) []Candidate {
	const why = "S3 answers a preflight only by its headers Origin and Access-Control-Request-…"
	path := b.Path()
	if _, old := b.First("forwarded_values"); old.IsTrue() {
		inner, name := join(path, "forwarded_values[0]"), "headers"
		return setting{
			Argument: hcledit.Argument{Value: s3Headers, Kin: []string{"query_string"}}, why: why,
		}.at(c, b.Owner(), join(inner, name))
	}
	list := c.namePolicy(b.Owner(), path, "origin_request_policy_id", corsS3Origin)
	for i := range list {
		list[i].Why = why
	}
	return list
}

// writes lets viewers write.
func writes(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || o.Result.Behavior == nil {
		return nil
	}
	return c.allow(o.Result.Behavior, allMethods, "viewers who write need all seven methods; there is no smaller set")
}
