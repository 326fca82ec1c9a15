package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// Cures of a Host header that is sent to S3.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html

// policyWithoutHost is what takes the place of a managed policy that forwards Host.
var policyWithoutHost = map[string]string{
	// AllViewer, AllViewerAndCloudFrontHeaders-2022-06
	"216adef6-5c7f-47e4-b989-5492eafa07d3": allViewerExceptHost,
	"33f36d7e-f396-46d9-90e0-52428a34d9dc": allViewerExceptHost,
	// Amplify, UseOriginCacheControlHeaders, UseOriginCacheControlHeaders-QueryStrings
	"2e54312d-136d-493c-8eb9-b001f22f67d2": cachingOptimized,
	"83da9c7e-98b4-4e11-a168-04f0df8e2c65": cachingOptimized,
	"4cc15a8a-d715-48a4-82b8-cc0b614638fe": cachingOptimized,
}

// hostHeaderOnly is a managed policy that forwards nothing else, so that nothing takes
// its place.
const hostHeaderOnly = "bf0718e1-ba1e-49d1-88b1-f726733018ae"

const hostWhy = "S3 is asked by the name of the bucket; the viewer's Host header breaks the signature"

// withoutHost keeps the viewer's Host header from the origin, by the policy that
// forwards it or in the behavior that names it.
func withoutHost(c *Case) []Candidate {
	path, name := splitPath(c.Finding.Attribute)
	if name == "headers" {
		return c.withoutHostIn(c.Finding.Address, c.Finding.Attribute)
	}
	o, ok := c.Outcome()
	if !ok || o.Result.Behavior == nil {
		return nil
	}
	id := o.Result.Behavior.String(name)
	if own := c.policyWithID(id); own != nil {
		if own.Mode == "managed" && !c.servesElsewhere(name, id) {
			return c.policyOwn(own)
		}
		id = c.managedID(own)
	}
	next := policyWithoutHost[id]
	switch {
	case id == hostHeaderOnly:
		return c.dropArgument(c.Finding.Address, path, name, hostWhy)
	case next == "" && name == "origin_request_policy_id":
		next = allViewerExceptHost
	case next == "":
		next = cachingOptimized
	}
	list := c.namePolicy(c.Finding.Address, path, name, next)
	if len(list) > 1 && c.servesElsewhere(name, id) {
		list = list[len(list)-1:] // others have the value from the same place
	}
	for i := range list {
		list[i].Why = hostWhy + "; " + managedNames[next] + " does without it"
	}
	return list
}

// policyWithID finds the resource, or data source, that has an id.
func (c *Case) policyWithID(id string) *plan.Resource {
	for _, r := range c.After.State.Resources {
		kind := strings.TrimPrefix(r.Type, "aws_cloudfront_")
		if (kind == "origin_request_policy" || kind == "cache_policy") && id != "" && r.String("id") == id {
			return r
		}
	}
	return nil
}

// servesElsewhere reports whether a policy serves a behavior whose origin is not S3,
// and which may want the header.
func (c *Case) servesElsewhere(attribute, id string) bool {
	for _, d := range c.After.Distributions {
		for _, b := range d.Behaviors {
			if b.String(attribute) == id && !onlyS3(d, b) {
				return true
			}
		}
	}
	return false
}

func onlyS3(d *cloudfront.Distribution, b *cloudfront.Behavior) bool {
	for _, t := range d.Targets(b) {
		for _, o := range t.Origins {
			if f := o.Endpoint.Form; f == cloudfront.NotS3 || f == cloudfront.Undecided {
				return false
			}
		}
	}
	return true
}

// policyOwn takes Host out of a policy of the root itself.
func (c *Case) policyOwn(r *plan.Resource) []Candidate {
	path := "headers_config[0]"
	if r.Type == "aws_cloudfront_cache_policy" {
		path = "parameters_in_cache_key_and_forwarded_to_origin[0]." + path
	}
	h, ok := c.at(r.Address, path)
	behavior, told := c.words(r.Address, path+".header_behavior")
	if !ok || !told {
		return nil
	}
	inner := h.nested("headers")
	switch kind, _ := literalText(behavior.x); {
	case kind == "whitelist":
		return c.withoutHostIn(r.Address, path+".headers[0].items")
	case kind == "allExcept":
		return c.moreItems(r.Address, path+".headers[0].items", `"Host"`)
	case kind == "allViewer" && len(inner) == 0:
		return []Candidate{{Why: hostWhy, Edits: []hcledit.Edit{
			behavior.Replace(behavior.x.Range(), `"allExcept"`),
			h.InsertBlock(h.inner, "headers {\n  items = [\"Host\"]\n}"),
		}}}
	}
	return nil
}

// moreItems adds an element to a list.
func (c *Case) moreItems(address, attribute, item string) []Candidate {
	w, ok := c.words(address, attribute)
	if !ok || w.list() == nil {
		return nil
	}
	return []Candidate{{Why: hostWhy, Edits: []hcledit.Edit{w.AddItem(w.list(), item)}}}
}

// s3Headers are those that an S3 origin has use for.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html#header-caching-web-cors
const s3Headers = `["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"]`

// withoutHostIn takes Host out of a list of headers. Of all headers, those are left
// that S3 has use for.
func (c *Case) withoutHostIn(address, attribute string) []Candidate {
	w, ok := c.words(address, attribute)
	if !ok || w.list() == nil {
		return nil
	}
	list := w.list()
	names := make([]string, len(list.Exprs))
	for i, x := range list.Exprs {
		text, _ := literalText(x)
		names[i] = strings.ToLower(text)
	}
	why := Candidate{Why: hostWhy}
	switch at := slices.Index(names, "host"); {
	case slices.Contains(names, "*"):
		why.Edits = []hcledit.Edit{w.Replace(list.Range(), s3Headers)}
	case at < 0:
		return nil
	case len(names) > 1:
		why.Edits = []hcledit.Edit{w.RemoveItem(list, at)}
	case w.shared:
		why.Edits = []hcledit.Edit{w.Replace(list.Range(), "[]")}
	default:
		return c.withoutHeaders(address, attribute)
	}
	return []Candidate{why}
}

// withoutHeaders forwards no header any more, where Host was the only one.
func (c *Case) withoutHeaders(address, attribute string) []Candidate {
	path, name := splitPath(attribute)
	if name == "headers" { // of forwarded_values
		return c.dropArgument(address, path, name, hostWhy)
	}
	path, _ = splitPath(path) // of headers_config
	h, ok := c.at(address, path)
	if !ok || h.attribute("header_behavior") == nil {
		return nil
	}
	edits := []hcledit.Edit{h.Replace(h.attribute("header_behavior").Expr.Range(), `"none"`)}
	for _, b := range h.nested("headers") {
		edits = append(edits, h.RemoveBlock(b))
	}
	return []Candidate{{Why: hostWhy, Edits: edits}}
}

// dropArgument takes an argument out of a block.
func (c *Case) dropArgument(address, path, name, why string) []Candidate {
	h, ok := c.at(address, path)
	if !ok || h.attribute(name) == nil {
		return nil
	}
	return []Candidate{{Why: why, Edits: []hcledit.Edit{h.RemoveArgument(h.attribute(name))}}}
}
