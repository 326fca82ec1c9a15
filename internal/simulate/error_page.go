package simulate

import (
	"slices"
	"strconv"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// withErrorPage applies the custom error response for 403 or 404 (CloudFront Developer
// Guide, Generating custom error responses): the page is fetched by its own path
// and behavior, and if that fails the viewer gets the status of the page. A web ACL
// sees requests of viewers, and not how CloudFront fetches the page, which viewers
// get whom it blocks; its own response stays (WAF Developer Guide, Sending custom
// responses for Block actions).
func (x exchange) withErrorPage(out Result) Result {
	statuses := answered(out)
	if out.Verdict == Forbidden || out.Verdict == Unknown {
		statuses = []int{403}
	}
	if len(statuses) == 0 || out.Final {
		return out
	}
	page := x.pageFor(out, statuses[0])
	for _, status := range statuses[1:] {
		page = either(page, x.pageFor(out, status), tri.Cause{
			Address: x.distribution.Place(), Attribute: "custom_error_response",
			Reason: "which of several statuses CloudFront answers is not documented, and not all have the same page",
		})
	}
	return page
}

// pageFor is an answer after the custom error response for a status.
func (x exchange) pageFor(out Result, status int) Result {
	d := x.distribution
	known := d.Replacement(status)
	page, ok := d.ErrorPage(status)
	switch {
	case !ok && known.IsTrue():
		return out
	case !ok:
		return undecided(out, known)
	}
	asked := Request{Method: "GET", Scheme: x.request.Scheme, Path: page.Page, Signed: x.request.Signed}
	fetch := x.world.exchange(d, asked)
	fetch.admitted = true
	got := fetch.answer()
	if !known.IsTrue() && got.Verdict != Forbidden { // that of a page that is refused wins
		return undecided(out, known)
	}
	replaced := replacedBy(page, out, got)
	if out.Verdict == Unknown {
		return either(out, replaced, tri.Cause{})
	}
	return replaced
}

// replacedBy is what a viewer gets who is sent a page in place of an error; got
// is what became of the page's own request.
func replacedBy(page cloudfront.ErrorPage, out, got Result) Result {
	step := trace.Step{
		Step: "error page", Address: page.Owner(), Attribute: page.At("response_page_path"),
		Detail: strconv.Itoa(page.Error) + " is replaced by " + page.Page,
	}
	switch got.Verdict {
	case Forbidden:
		step.Detail += ", which is refused too"
		if out.Verdict == Other { // nothing has refused anything yet
			out.Refusals = got.Refusals
			step.Detail = strconv.Itoa(page.Error) + " is replaced by " + page.Page + ", which is refused"
		}
		out.note(trace.Refusal{Code: trace.ErrorPage, Step: step, Possible: got.Possible()})
		out.step(step)
		return out.end(Forbidden, 403)
	case Unknown:
		out.step(step)
		out.Causes = append(slices.Clone(out.Causes), got.Causes...)
		return out.end(Unknown, 0)
	}
	out.step(step)
	switch {
	case got.NotFound:
		return out.end(Other, 404)
	case got.Verdict == Other || page.Status >= 400 && page.Status != 403:
		out.replace()
		return out.end(Other, page.Status)
	case page.Status == 0:
		return out
	case page.Status == 403:
		if out.Verdict == Other {
			out.note(trace.Refusal{Code: trace.ErrorPage, Step: step})
		}
		return out.end(Forbidden, 403)
	}
	out.replace()
	out.Refusals = nil
	return out.end(Served, page.Status)
}

// replace notes that a page is sent in place of an answer.
func (r *Result) replace() {
	r.Replaced = true
	if r.Verdict == Forbidden {
		r.Hidden = r.Refusals
	}
}
