package checks

import (
	"fmt"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/internal/words"
)

var patternWithoutObject = Rule{
	Name:  "pattern-without-object",
	Title: "the behavior asks for keys that no uploaded object has",
	Worst: Notice,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if servesObject(o) && plainKey(o) && p.uploadsElsewhere(o) && !saidToExist(o) {
				p.Report(p.outOfReach(o), i)
			}
		}
	},
}

// plainKey reports whether an outcome stands for objects of a new bucket that
// a behavior with a pattern asks for.
func plainKey(o simulate.Outcome) bool {
	return o.Result.Behavior != nil && o.Result.Behavior.Pattern != "" &&
		o.Bucket().New && len(o.Bucket().Objects) > 0 &&
		o.ErrorPage == 0 && o.Host == "" && len(o.Result.Behavior.EdgeFunctions) == 0
}

// uploadsElsewhere reports whether the plan uploads objects into the bucket, and
// the behavior can ask for none of them.
func (p *Pass) uploadsElsewhere(o simulate.Outcome) bool {
	for _, object := range o.Bucket().Objects {
		path, ok := viewerPath(object, o.Origin)
		if !ok {
			continue
		}
		if b, _ := o.Distribution.Behavior(path); b == o.Result.Behavior {
			return false
		}
	}
	return true
}

// saidToExist reports whether the behavior may ask for objects that are said to
// be in the bucket without the plan.
func saidToExist(o simulate.Outcome) bool {
	for _, keys := range o.Bucket().Present() {
		for _, paths := range glob.Compile("/" + keys).After(o.Origin.Path) {
			if paths.Intersects(o.Result.Behavior.PathPattern()) != tri.No {
				return true
			}
		}
	}
	return false
}

// viewerPath is the path by which an origin's objects are asked for, without the
// origin path; ok is false for a key outside that.
func viewerPath(object *s3.Object, origin *cloudfront.Origin) (path string, ok bool) {
	return strings.CutPrefix("/"+object.Key, origin.Path)
}

func (p *Pass) outOfReach(o simulate.Outcome) Finding {
	b := o.Result.Behavior
	return Finding{
		Severity: Notice, Certainty: Possible, Change: Introduced, // the bucket is new
		Address: b.Owner(), Attribute: b.At("path_pattern"), Related: []string{o.Bucket().Address()},
		What: fmt.Sprintf("behavior %s of %s asks for no object that the plan uploads", p.display(b.Name()),
			o.Distribution.Address),
		Why: fmt.Sprintf("it asks for keys such as %s, and none of the %s that go to %s is like it; a missing key "+
			"returns 403", p.display(o.Key), words.Count(len(o.Bucket().Objects), "object"), o.Bucket().Address()),
		Fix: "Upload the objects under the pattern's own prefix, or set an origin_path that together with it gives " +
			"their keys: the pattern stays part of the key, and keys are case-sensitive.",
	}
}
