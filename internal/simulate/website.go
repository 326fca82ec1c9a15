package simulate

import (
	"strconv"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// fromWebsite asks a website endpoint for a key as it stands in the path, without
// the index document.
func (x exchange) fromWebsite(key string) Result {
	redirect, first := x.bucket.Website.Redirects(key, 0)
	if x.request.Method != "GET" && x.request.Method != "HEAD" {
		first = tri.False
	}
	if first.IsTrue() {
		return x.redirected(redirect, x.Result)
	}
	out := x.ask(cloudfront.WebsiteCaller)
	statuses := answered(out)
	if out.Verdict == Unknown {
		statuses = []int{403} // which is what it may be
	}
	for _, status := range statuses {
		other, then := x.bucket.Website.Redirects(key, status)
		if out.Verdict == Unknown && then.IsTrue() {
			then = tri.Value{} // it may be served as well
		}
		out = oneOf(out, x.redirected(other, out), then)
	}
	return oneOf(out, x.redirected(redirect, out), first)
}

// oneOf is the second result where a value is true, and the first one where it is
// false.
func oneOf(out, other Result, does tri.Value) Result {
	switch {
	case does.IsTrue():
		return other
	case does.IsFalse():
		return out
	}
	return eitherBy(out, other, does)
}

// redirected sends the viewer elsewhere. That anybody is charged for such a request
// to a Requester Pays bucket is not documented.
func (x exchange) redirected(r s3.Redirect, instead Result) Result {
	out := instead
	out.Refusals, out.Causes = nil, nil
	site := x.bucket.Website
	out.step(trace.Step{
		Step: "website", Address: site.Address, Attribute: r.Attribute,
		Detail: "a redirect returns " + strconv.Itoa(r.Status) + ", which needs no permission",
	})
	if pays := x.bucket.RequesterPays; !pays.IsFalse() {
		return undecided(out, pays, tri.Cause{
			Address: x.bucket.PayerAddress, Attribute: "payer", Reason: "AWS does not document whether a Requester " +
				"Pays bucket redirects",
		})
	}
	return out.end(Other, r.Status)
}
