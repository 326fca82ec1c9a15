package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
)

var directoryIndexMissing = Rule{
	Name:  "directory-index-missing",
	Title: "S3's REST endpoint knows no directory index: /docs/ does not find docs/index.html",
	Worst: Notice,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if o.Verdict != simulate.Served || o.Method != "GET" || o.Scheme != "https" || !restObjects(o) {
				continue
			}
			if index := indexObject(o); index != nil {
				p.Report(p.directory(o, index), i)
			}
		}
	},
}

// restObjects reports whether an outcome reads objects through the REST endpoint
// with nothing in between that could find an index: no edge function, no page
// for 403.
func restObjects(o simulate.Outcome) bool {
	if o.Bucket == nil || o.Origin == nil || o.Result.Behavior == nil || o.Path == "/" || o.ErrorPage != 0 {
		return false
	}
	_, masked := o.Distribution.ErrorPage(403)
	return o.Origin.Endpoint.Form != cloudfront.Website && len(o.Result.Behavior.EdgeFunctions) == 0 && !masked
}

// indexObject is an index page in a folder that the plan uploads and the
// outcome's behavior serves, nil if there is none, or if the plan uploads the
// folder's own key too.
func indexObject(o simulate.Outcome) *s3.Object {
	for _, object := range o.Bucket.Objects {
		folder, ok := strings.CutSuffix(object.Key, "/index.html")
		path, below := viewerPath(object, o.Origin)
		if !ok || !below || o.Bucket.Object(folder+"/") != nil {
			continue
		}
		if b, _ := o.Distribution.Behavior(path); b == o.Result.Behavior {
			return object
		}
	}
	return nil
}

func (p *Pass) directory(o simulate.Outcome, index *s3.Object) Finding {
	path, _ := viewerPath(index, o.Origin)
	return Finding{
		Severity: Notice, Certainty: Possible, Change: p.changeAt([]string{index.Address}),
		Address: index.Address, Attribute: "key", Related: []string{o.Distribution.Address, o.Bucket.Address()},
		Message: "GET " + p.display(strings.TrimSuffix(path, "index.html")) + " through " + o.Distribution.Address + " does not find " + index.Key + ": the REST endpoint has no directory index, and a missing key answers 403",
		Fix:     "Append index.html in a CloudFront function (viewer-request), link to the page by its full path, or use the website endpoint of a public bucket.",
	}
}
