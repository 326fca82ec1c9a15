package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
)

// Cures of the default root object.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html

const rootObject = "default_root_object"

// rootKin are the arguments behind which it stands by custom.
var rootKin = []string{"comment", "is_ipv6_enabled", "enabled", "aliases"}

// nameRootObject names the page that / stands for: one of those that the plan
// uploads, else the one that nearly every site has.
func nameRootObject(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || o.Distribution == nil {
		return nil
	}
	return setting{
		Argument: hcledit.Argument{
			Value: `"` + indexPage(o) + `"`,
			Kin:   rootKin,
		},
		why: "/ asks for no object, unless a default root object says for which",
	}.at(c, o.Distribution.Place(), rootObject)
}

// indexPage is the object that a request for / means.
func indexPage(o simulate.Outcome) string {
	const usual = "index.html"
	if !o.Reached() {
		return usual
	}
	var pages []string
	for _, object := range o.Bucket().Objects {
		key, inFolder := strings.CutPrefix(object.Key, o.Origin.Folder)
		if inFolder && !strings.Contains(key, "/") && strings.HasPrefix(key, "index.") {
			pages = append(pages, key)
		}
	}
	if len(pages) == 0 || slices.Contains(pages, usual) {
		return usual
	}
	return pages[0]
}

// withoutSlash takes the leading slash off the default root object.
func withoutSlash(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok {
		return nil
	}
	page := strings.TrimLeft(o.Distribution.Root, "/")
	if page == "" || strings.ContainsAny(page, "\"\\$%") {
		return nil
	}
	return setting{
		Argument: hcledit.Argument{Value: `"` + page + `"`},
		why:      "no key of the bucket begins with a slash",
	}.at(c, o.Distribution.Place(), rootObject)
}
