package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var directoryIndexMissing = Rule{
	Name:  "directory-index-missing",
	Title: "the REST endpoint has no directory index: /docs/ does not find docs/index.html",
	Worst: Notice,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if !servesObject(o) || !restObjects(o) {
				continue
			}
			if page := indexObject(o); page != nil {
				p.add(p.directory(o, page), []int{i}, o.Distribution.Address)
			}
		}
		for i, f := range p.Forbidden(trace.KeyMissing) {
			if o := p.Outcomes[i].At(f); o.Path != "/" && o.ErrorPage == 0 && isFolder(o) {
				p.Explain(i, f, missingFolder(f.Step.Detail, o))
			}
		}
	},
}

// missingFolder is the finding about a folder whose index page is there, at the
// page if the plan uploads it.
func missingFolder(detail string, o simulate.Outcome) Finding {
	f := Finding{
		Address: o.Result.Behavior.Owner(), Attribute: o.Result.Behavior.Path(), Fix: indexFix,
		Why: detail + "; the REST endpoint does not look for " + index(o.Key),
	}
	if page := o.Bucket().Object(index(o.Key)); page != nil {
		f.Address, f.Attribute = page.Address, "key"
	}
	return f
}

// isFolder reports whether a request asks for a folder that has an index page.
func isFolder(o simulate.Outcome) bool { return o.Bucket().Exists(index(o.Key)).IsTrue() }

func index(key string) string { return strings.TrimSuffix(key, "/") + "/index.html" }

const indexFix = "Append index.html in a CloudFront function (viewer-request), link to the page by its full path, " +
	"or use the website endpoint of a public bucket."

// restObjects reports whether an outcome reads objects through the REST endpoint
// with nothing in between that could find an index: no edge function, no page
// for 403.
func restObjects(o simulate.Outcome) bool {
	if !o.Reached() || o.Origin == nil || o.Result.Behavior == nil || o.Path == "/" || o.ErrorPage != 0 {
		return false
	}
	_, masked := o.Distribution.ErrorPage(403)
	return o.Origin.Endpoint.Form != cloudfront.Website && len(o.Result.Behavior.EdgeFunctions) == 0 && !masked
}

// indexObject is an index page in a folder that the plan uploads and the
// outcome's behavior serves, nil if there is none, or if the folder's own key has
// an object too. That of / is the default root object's to find.
func indexObject(o simulate.Outcome) *s3.Object {
	for _, object := range o.Bucket().Objects {
		folder, ok := strings.CutSuffix(object.Key, "/index.html")
		path, below := viewerPath(object, o.Origin)
		if !ok || !below || path == "/index.html" || o.Bucket().Exists(folder+"/").IsTrue() {
			continue
		}
		if b, _ := o.Distribution.Behavior(path); b == o.Result.Behavior {
			return object
		}
	}
	return nil
}

func (p *Pass) directory(o simulate.Outcome, page *s3.Object) Finding {
	path, _ := viewerPath(page, o.Origin)
	certainty := Possible
	if o.Bucket().Missing(strings.TrimSuffix(page.Key, "index.html")).And(p.After.MissingKey(o)).IsTrue() {
		certainty = Certain
	}
	return Finding{
		Severity: Notice, Certainty: certainty, Change: p.changeAt([]string{page.Address}),
		Address: page.Address, Attribute: "key", Related: []string{o.Distribution.Address, o.Bucket().Address()},
		What: "GET " + p.display(strings.TrimSuffix(path, "index.html")) + " of " + o.Distribution.Address +
			" does not find " + page.Key,
		Why: "the REST endpoint has no directory index, and a missing key returns 403",
		Fix: indexFix,
	}
}
