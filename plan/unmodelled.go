package plan

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Unmodelled lists the resources that manage, or may manage, something of a
// CloudFormation type such as "AWS::S3::BucketPolicy" in a form that no model
// reads. What they leave behind is not known.
func (s *State) Unmodelled(kind string) []*Resource {
	var out []*Resource
	for _, typ := range unmodelledTypes {
		for _, r := range s.byType[typ] {
			if r.mayManage(kind) && (r.From == "" || kind != "AWS::CloudFront::Distribution") {
				out = append(out, r)
			}
		}
	}
	return out
}

// unmodelledTypes are the types that manage what is judged in a form that no model
// reads.
var unmodelledTypes = func() (names []string) {
	for _, row := range resource.All() {
		if len(row.Manages.Inputs) > 0 {
			names = append(names, row.Name)
		}
	}
	return names
}()

func (r *Resource) mayManage(kind string) bool {
	manages := resource.Of(r.Type).Manages
	if manages.Kind != "" {
		return manages.Kind == kind
	}
	text, there := r.Text(manages.Template)
	switch {
	case !there: // the template is elsewhere
		return true
	case strings.Contains(text, kind+"Policy"): // of "AWS::S3::BucketPolicy", the bucket is the beginning
		return strings.Contains(strings.ReplaceAll(text, kind+"Policy", ""), kind) || symbol.Unknown(text)
	}
	return strings.Contains(text, kind) || symbol.Unknown(text)
}

// Concerns reports whether a resource that no model reads may be about what is
// called by a name or id: false where nothing that it is given holds the text.
func (r *Resource) Concerns(text string) bool {
	inputs := resource.Of(r.Type).Manages.Inputs
	return slices.ContainsFunc(inputs, func(name string) bool { return mayHold(r.get(name), text) })
}

// mayHold looks for a text in all strings of a value.
func mayHold(v cty.Value, text string) bool {
	found := false
	if v == cty.NilVal {
		return false
	}
	_ = cty.Walk(v, func(_ cty.Path, e cty.Value) (bool, error) { // the function returns no error
		s, ok := textOf(e)
		found = found || !e.IsKnown() || ok && (strings.Contains(s, text) || symbol.Unknown(s))
		return !found, nil
	})
	return found
}

// Unread is the cause of what hangs on a resource that no model reads.
func (r *Resource) Unread(what, instead string) tri.Cause {
	return tri.Cause{
		Address: r.Address, Attribute: what, Reason: r.Type + " is not read, and may set it",
		Remedy: "manage it with " + instead + ", or describe it in assume of .plan403.hcl",
	}
}

// Assumed reports whether the resource is what the user vouches for.
func (r *Resource) Assumed() bool { return r.assumed }
