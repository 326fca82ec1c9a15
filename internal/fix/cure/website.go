package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// restInstead asks the bucket by its REST endpoint and as an access control: a website
// endpoint is always read anonymously.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html
func restInstead(c *Case) []Candidate {
	o, ok := c.reader()
	if !ok {
		return nil
	}
	if site := c.website(o); site.redirects {
		return c.redirectMissing(site)
	}
	return c.restOf(o, "a website endpoint is read anonymously; by its REST endpoint the bucket can stay private",
		"make the objects public, by a policy and a public access block that lets it")
}

// folderPages are what a REST endpoint does not find.
const folderPages = " (pages of folders below / then need a function that appends index.html)"

// restOf does so for an outcome. What the website does for / and for missing objects is
// then the distribution's.
func (c *Case) restOf(o simulate.Outcome, why, other string) []Candidate {
	list := c.moveOf(o, why+folderPages, other)
	for i := range list {
		list[i].Edits = slices.Concat(list[i].Edits, c.indexInstead(o), c.errorPageInstead(o))
	}
	return list
}

// indexInstead names the website's index document as default root object, if there is
// none and the website answers for /.
func (c *Case) indexInstead(o simulate.Outcome) []hcledit.Edit {
	d := o.Distribution
	if d.Root != "" || !asksForRoot(d, o.Origin) {
		return nil
	}
	page := indexPage(o)
	if site := c.website(o); isLabel(site.index) {
		page = site.index
	}
	ways := c.ways(d.Place(), "", hcledit.Argument{Name: rootObject, Value: quoted(page), Kin: rootKin})
	return ways[:min(1, len(ways))]
}

// asksForRoot reports whether / goes to an origin.
func asksForRoot(d *cloudfront.Distribution, origin *cloudfront.Origin) bool {
	b, maybe := d.Behavior("/")
	return b != nil && len(maybe) == 0 && b.Target == origin.ID
}

// errorPageInstead lets the page for missing objects be an error page of the distribution:
// a bucket that may not be listed answers 403 for them.
func (c *Case) errorPageInstead(o simulate.Outcome) []hcledit.Edit {
	site := c.website(o)
	if !isLabel(site.errorPage) || len(o.Distribution.ErrorPages) > 0 || !asksForRoot(o.Distribution, o.Origin) {
		return nil
	}
	h, ok := c.at(o.Distribution.Place(), "")
	if !ok || len(h.nested("custom_error_response")) > 0 {
		return nil
	}
	return []hcledit.Edit{h.InsertBlock(h.inner, "custom_error_response {\n  error_code = 403\n  response_code = 404\n"+
		"  response_page_path = "+quoted("/"+strings.TrimPrefix(site.errorPage, "/"))+"\n}",
		"ordered_cache_behavior", "default_cache_behavior")}
}

// website is what a website does, by its own resource or in that of the bucket.
type website struct {
	index, errorPage string
	// redirects: it sends viewers elsewhere, which no REST endpoint does.
	redirects bool
	// own is the website's resource, nil without one.
	own *plan.Resource
}

// website is that of an outcome's bucket.
func (c *Case) website(o simulate.Outcome) website {
	for _, r := range c.After.State.OfType("aws_s3_bucket_website_configuration") {
		if r.String("bucket") == o.Bucket().Name {
			return website{
				index:     r.Within("index_document").String("suffix"),
				errorPage: r.Within("error_document").String("key"),
				redirects: redirects(r.Block), own: r,
			}
		}
	}
	if b := o.Bucket().Resource; b != nil {
		inner := b.Within("website")
		return website{
			index: inner.String("index_document"), errorPage: inner.String("error_document"),
			redirects: inner.String("redirect_all_requests_to") != "" || inner.String("routing_rules") != "",
		}
	}
	return website{}
}

func redirects(site plan.Block) bool {
	rules, known := site.Blocks("routing_rule")
	_, all := site.First("redirect_all_requests_to")
	return len(rules) > 0 || !known.IsTrue() || !all.IsFalse() || site.String("routing_rules") != ""
}

// redirectMissing lets a rule for 404 speak of 403: that is what a bucket answers whose
// objects nobody may read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
func (c *Case) redirectMissing(site website) (out []Candidate) {
	if site.own == nil {
		return nil
	}
	rules, known := site.own.Blocks("routing_rule")
	if !known.IsTrue() {
		return nil
	}
	for _, r := range rules {
		asked := r.Within("condition")
		if asked.String("http_error_code_returned_equals") != "404" {
			continue
		}
		out = append(out, setting{
			Argument: hcledit.Argument{Value: `"403"`},
			why:      "a website that nobody may read answers 403, not 404, so that is what the rule has to catch",
			other:    "read the bucket by its REST endpoint and an origin access control, which redirects nobody",
		}.at(c, site.own.Address, asked.At("http_error_code_returned_equals"))...)
	}
	return out
}
