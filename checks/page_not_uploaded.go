package checks

import (
	"fmt"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/words"
)

var pageNotUploaded = Rule{
	Name:  "page-not-uploaded",
	Title: "the plan uploads other objects, but not the root object or error page",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if servesObject(o) && asksForPage(o) && p.notUploaded(o) {
				p.add(p.pageMissing(o), []int{i}, o.Distribution.Address)
			}
		}
	},
}

// asksForPage reports whether an outcome is the request for the default root object,
// or for an error page, of a new bucket into which the plan uploads something.
func asksForPage(o simulate.Outcome) bool {
	page := o.ErrorPage != 0 || o.Path == "/" && o.Host == "" && o.Distribution.Root != ""
	return page && !o.Replaced && o.Reached() && o.Bucket().New && len(o.Bucket().Objects) > 0 &&
		o.Origin.Endpoint.Form != cloudfront.Website && len(o.Result.Behavior.EdgeFunctions) == 0
}

// notUploaded reports whether nobody says that the page is there, and a missing one
// gets 403.
func (p *Pass) notUploaded(o simulate.Outcome) bool {
	return o.Bucket().Exists(o.Key).IsFalse() && p.After.MissingKey(o).IsTrue()
}

func (p *Pass) pageMissing(o simulate.Outcome) Finding {
	f := Finding{
		Severity: Notice, Certainty: Possible, Change: Introduced, // the bucket is new
		Address: o.Distribution.Place(), Attribute: "default_root_object",
		Related: []string{o.Distribution.Address, o.Bucket().Address()},
		What: fmt.Sprintf("/ of %s asks for %s, which the plan does not "+
			"upload", o.Distribution.Address, p.display(o.Key)),
		Why: fmt.Sprintf("it is not among the %s that the plan uploads to %s, and a missing key returns 403",
			words.Count(len(o.Bucket().Objects), "object"), o.Bucket().Address()),
		Fix: "Upload the object under this key, or name one that exists.",
	}
	if o.ErrorPage != 0 {
		page, _ := o.Distribution.ErrorPage(o.ErrorPage)
		f.Attribute = page.At("response_page_path")
		f.What = fmt.Sprintf("the error page %s of %s asks for %s, which the plan does not upload",
			p.display(o.Path), o.Distribution.Address, p.display(o.Key))
	}
	if like := almost(o); like != nil {
		f.Severity = Warning
		f.Related = append(f.Related, like.Address)
		f.Why += "; " + like.Address + " has the key " + p.display(like.Key)
		f.Fix = "Keys are case-sensitive, and origin_path comes before the page: make both together give the key of " +
			"the uploaded object."
	}
	return f
}

// almost is an object that is meant for the page: its key differs in case only, or
// all of several objects are in one folder, and there it has the page's key.
func almost(o simulate.Outcome) *s3.Object {
	objects := o.Bucket().Objects
	folder, _, ok := strings.Cut(objects[0].Key, "/")
	ok = ok && len(objects) > 1
	for _, object := range objects {
		if strings.EqualFold(object.Key, o.Key) {
			return object
		}
		ok = ok && strings.HasPrefix(object.Key, folder+"/")
	}
	if !ok {
		return nil
	}
	return o.Bucket().Object(folder + "/" + o.Key)
}
