package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// actionObjections: each action is one of S3's, and applies to a resource of the
// statement.
func (d *Document) actionObjections(s *Statement, t target) []Objection {
	var out []Objection
	bucket, object := t.reach(s)
	for i, p := range s.actions {
		text := p.String()
		if symbol.Unknown(text) {
			continue
		}
		names := actionsOf(p)
		wild := strings.ContainsAny(text, "*?")
		switch {
		case len(names) == 0:
			certain := certainly(s.NotAction != nil || wild || otherS3(text), "an action that it does not have")
			out = append(out, d.objection(s.actionSpots[i], certain,
				"Policy has invalid action: S3 has no action "+s.shownAction(i), instead(text)))
		case s.NotAction != nil || !bucket && !object:
		case !slices.ContainsFunc(names, func(a *s3Action) bool { return a.on(bucket, object) }):
			certain := certainly(wild, "actions that apply to no resource, named by a wildcard,")
			why, fix := misplaced(s.shownAction(i), names, t)
			out = append(out,
				d.objection(s.actionSpots[i], certain, "Action does not apply to any resource(s) in "+
					"statement: "+why, fix))
		}
	}
	return out
}

// shownAction is an action as it may be printed.
func (s *Statement) shownAction(i int) string {
	return slices.Concat(s.Action, s.NotAction)[i]
}

// reach tells whether the resources of a statement can mean the bucket, and
// objects of it. Both are true for NotResource.
func (t target) reach(s *Statement) (bucket, object bool) {
	if s.NotResource != nil {
		return true, true
	}
	for _, p := range s.resources {
		wide := p.whole().widened()
		bucket = bucket || wide.Intersects(t.bucket) != tri.No
		object = object || wide.Intersects(t.objects) != tri.No
	}
	return bucket, object
}

// actionsOf lists the actions of S3 that a pattern matches. Most patterns are just
// the name of one, in any case.
func actionsOf(p glob.Pattern) (out []*s3Action) {
	text := p.String()
	if !strings.ContainsAny(text, "*?") {
		service, name, _ := strings.Cut(text, ":")
		for i := range s3Actions {
			if strings.EqualFold(name, s3Actions[i].name) && strings.EqualFold(service, "s3") {
				out = append(out, &s3Actions[i])
			}
		}
		return out
	}
	for i := range s3Actions {
		if p.Match("s3:"+s3Actions[i].name) == tri.Yes {
			out = append(out, &s3Actions[i])
		}
	}
	return out
}

// otherS3 reports whether an action belongs to a relative of S3, such as
// s3express, whose actions bucket policies may or may not hold.
func otherS3(action string) bool {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	return service != "s3" && strings.HasPrefix(service, "s3")
}

// permissions are what those operations need that have no action of their own
// name. (Amazon S3 User Guide, "Required permissions for Amazon S3 API
// operations".)
var permissions = map[string]string{
	"headobject": "GetObject", "copyobject": "GetObject and s3:PutObject",
	"headbucket": "ListBucket", "listobjects": "ListBucket", "listobjectsv2": "ListBucket",
	"deleteobjects": "DeleteObject", "createmultipartupload": "PutObject", "uploadpart": "PutObject",
}

// instead says what to write in place of an action that there is not.
func instead(action string) string {
	_, name, _ := strings.Cut(strings.ToLower(action), ":")
	if needed := permissions[name]; needed != "" {
		return "Remove the action: the operation of that name needs s3:" + needed + "."
	}
	return "Remove the action, or write its name as the Service Authorization Reference does."
}

// misplaced says where actions apply that do not apply to what their statement
// names.
func misplaced(shown string, names []*s3Action, t target) (why, fix string) {
	bucket := slices.ContainsFunc(names, func(a *s3Action) bool { return a.bucket })
	object := slices.ContainsFunc(names, func(a *s3Action) bool { return a.object })
	switch {
	case bucket:
		return shown + " is about the bucket itself, and the statement names only objects",
			"Add " + t.ARN + " to the Resource of the statement, or remove the action."
	case object:
		return shown + " is about objects, and the statement names only the bucket",
			"Add " + t.ARN + "/* to the Resource of the statement."
	}
	return shown + " is about neither buckets nor objects", "Remove the action."
}
