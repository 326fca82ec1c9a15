package fix

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// restInstead asks the bucket by its REST endpoint and as an access control: a website
// endpoint is always read anonymously. What the website's index document does for / is
// then the default root object's.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html
func restInstead(c *Case) []Candidate {
	o, ok := c.reader()
	if !ok {
		return nil
	}
	if site := c.website(o); site != nil && redirects(site) {
		return c.redirectMissing(site)
	}
	return c.restOf(o, "a website endpoint is read anonymously; by its REST endpoint the bucket can stay private",
		"make the objects public, by a policy and a public access block that lets it")
}

// restOf does so for an outcome.
func (c *Case) restOf(o simulate.Outcome, why, other string) []Candidate {
	list := c.moveOf(o, why, other)
	index, ok := c.indexInstead(o)
	if !ok {
		return list
	}
	for i := range list {
		list[i].Edits = append(list[i].Edits, index)
	}
	return list
}

// indexInstead names the website's index document as default root object, if there is
// none.
func (c *Case) indexInstead(o simulate.Outcome) (Edit, bool) {
	if o.Distribution.Root != "" {
		return Edit{}, false
	}
	h, ok := c.at(o.Distribution.Place(), "")
	if !ok || h.attribute(rootObject) != nil {
		return Edit{}, false
	}
	page := indexPage(o)
	if site := c.website(o); site != nil && isLabel(site.Within("index_document").String("suffix")) {
		page = site.Within("index_document").String("suffix")
	}
	return h.set(h.inner, argument{name: rootObject, value: quoted(page), kin: rootKin}), true
}

// website is the website of an outcome's bucket, nil if the plan has none.
func (c *Case) website(o simulate.Outcome) *plan.Resource {
	for _, r := range c.After.State.OfType("aws_s3_bucket_website_configuration") {
		if r.String("bucket") == o.Bucket().Name {
			return r
		}
	}
	return nil
}

// redirects reports whether a website sends viewers elsewhere, which no REST endpoint
// does.
func redirects(site *plan.Resource) bool {
	rules, known := site.Blocks("routing_rule")
	_, all := site.First("redirect_all_requests_to")
	return len(rules) > 0 || !known.IsTrue() || !all.IsFalse() || site.String("routing_rules") != ""
}

// redirectMissing lets a rule for 404 speak of 403: that is what a bucket answers whose
// objects nobody may read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
func (c *Case) redirectMissing(site *plan.Resource) (out []Candidate) {
	rules, known := site.Blocks("routing_rule")
	if !known.IsTrue() {
		return nil
	}
	for _, r := range rules {
		asked := r.Within("condition")
		if asked.String("http_error_code_returned_equals") != "404" {
			continue
		}
		out = append(out, setting{
			argument: argument{value: `"403"`},
			why:      "a website that nobody may read answers 403, not 404, so that is what the rule has to catch",
			other:    "read the bucket by its REST endpoint and an origin access control, which redirects nobody",
		}.at(c, site.Address, asked.At("http_error_code_returned_equals"))...)
	}
	return out
}
