package s3

import (
	"cmp"
	"encoding/json"
	"strconv"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Redirect is a rule by which a website endpoint sends requests elsewhere (S3 User
// Guide, Configuring a webpage redirect). None of them needs a permission: those
// without an error code come before an object is looked for, and those with one
// take the place of the error.
type Redirect struct {
	// Prefix is what a key has to begin with, Code the status that S3 would answer
	// without the rule; "" of either stands for any.
	Prefix, Code string
	// Status is what the viewer gets.
	Status int
	// Attribute is the place in the website configuration.
	Attribute string
}

// Redirects tells whether a website endpoint answers a request for a key by a
// redirect: status is what it would answer otherwise, 0 before it looks for the
// object. The first rule that fits decides.
func (w Website) Redirects(key string, status int) (Redirect, tri.Value) {
	open := tri.False
	for _, r := range w.redirects {
		switch fits := r.fits(key, status); {
		case fits.IsTrue():
			return r, open.Or(fits)
		default:
			open = open.Or(fits)
		}
	}
	return Redirect{Status: movedPermanently, Attribute: "routing_rule"}, open.Or(w.redirectsKnown.Not())
}

const movedPermanently = 301

func (r Redirect) fits(key string, status int) tri.Value {
	prefix := glob.Concat(glob.CompileLiteral(r.Prefix), glob.Compile("*"))
	fits := tri.From(prefix.Match(key), causes(r.Prefix, key)...)
	switch {
	case symbol.Contains(r.Code):
		return fits.And(tri.Because(causes(r.Code)...))
	case r.Code == "":
		return fits.And(tri.Of(status == 0))
	}
	return fits.And(tri.Of(r.Code == strconv.Itoa(status)))
}

// readRedirects reads the redirects of a website configuration: a block of
// aws_s3_bucket_website_configuration, or of aws_s3_bucket, where arguments are
// texts.
func (w *Website) readRedirects(b plan.Block) {
	if all := redirectsAll(b); !all.IsFalse() {
		w.redirectsKnown = all
		w.redirects = []Redirect{{Status: movedPermanently, Attribute: b.At("redirect_all_requests_to")}}
		if all.IsUnknown() {
			w.redirects = nil
		}
		return
	}
	rules, known := b.Blocks("routing_rule")
	w.redirectsKnown = known
	for _, r := range rules {
		w.addRule(r)
	}
	if text := b.String("routing_rules"); text != "" {
		w.addRules(text, b)
	}
}

// redirectsAll tells whether every request is sent elsewhere.
func redirectsAll(b plan.Block) tri.Value {
	blocks, known := b.Blocks("redirect_all_requests_to")
	switch {
	case len(blocks) > 0:
		return tri.True
	case b.String("redirect_all_requests_to") != "": // a text in aws_s3_bucket
		return b.Has("redirect_all_requests_to")
	}
	return known.Not()
}

func (w *Website) addRule(r plan.Block) {
	condition, there := r.First("condition")
	out := Redirect{Attribute: r.Path(), Status: movedPermanently}
	if !there.IsFalse() {
		out.Prefix, out.Code = condition.String(
			"key_prefix_equals",
		), condition.String(
			"http_error_code_returned_equals",
		)
	}
	if status, given := r.Within("redirect").Int("http_redirect_code"); given.IsTrue() {
		out.Status = status
	}
	w.redirects = append(w.redirects, out)
}

// addRules reads rules that are written as JSON. One that cannot be read leaves it
// open what there is.
func (w *Website) addRules(text string, b plan.Block) {
	var rules []struct {
		Condition struct{ KeyPrefixEquals, HttpErrorCodeReturnedEquals string } //nolint:revive // AWS's name
		Redirect  struct{ HttpRedirectCode string }                             //nolint:revive // AWS's name
	}
	if err := json.Unmarshal([]byte(text), &rules); err != nil {
		w.redirectsKnown = w.redirectsKnown.And(tri.Because(b.Missing("routing_rules", "its rules are not known", "")))
		return
	}
	for _, r := range rules {
		status, err := strconv.Atoi(r.Redirect.HttpRedirectCode)
		if err != nil {
			status = movedPermanently
		}
		w.redirects = append(w.redirects, Redirect{
			Prefix: r.Condition.KeyPrefixEquals, Code: r.Condition.HttpErrorCodeReturnedEquals,
			Status: cmp.Or(status, movedPermanently), Attribute: b.At("routing_rules"),
		})
	}
}

// redirectPatterns are the keys that redirects tell apart, over "bucket/key".
func (b *Bucket) redirectPatterns() []glob.Pattern {
	var out []glob.Pattern
	for _, r := range b.Website.redirects {
		if r.Prefix != "" {
			out = append(out, glob.Concat(glob.CompileLiteral(b.Name+"/"+r.Prefix), glob.Compile("*")))
		}
	}
	return out
}
