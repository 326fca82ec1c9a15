package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// cloudControl maps the types of the AWS Cloud Control provider to what they
// manage, as CloudFormation calls it.
var cloudControl = map[string]string{
	"awscc_cloudfront_distribution": "AWS::CloudFront::Distribution",
	"awscc_s3_bucket":               "AWS::S3::Bucket",
	"awscc_s3_bucket_policy":        "AWS::S3::BucketPolicy",
}

// templated maps the types that make resources of many kinds to the argument that
// tells which, and to those that may name what they are made for.
var templated = map[string]struct {
	kind   string
	inputs []string
}{
	"aws_cloudcontrolapi_resource": {kind: "type_name", inputs: []string{"desired_state"}},
	"aws_cloudformation_stack":     {kind: "template_body", inputs: []string{"template_body", "parameters"}},
	"aws_cloudformation_stack_set": {kind: "template_body", inputs: []string{"template_body", "parameters"}},
}

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

var unmodelledTypes = slices.Concat(slices.Sorted(maps.Keys(cloudControl)), slices.Sorted(maps.Keys(templated)))

func (r *Resource) mayManage(kind string) bool {
	if known, ok := cloudControl[r.Type]; ok {
		return known == kind
	}
	t, ok := templated[r.Type]
	if !ok {
		return false
	}
	text, there := r.Text(t.kind)
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
	inputs := []string{"bucket", "bucket_name"}
	if t, ok := templated[r.Type]; ok {
		inputs = t.inputs
	}
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
		Remedy: "manage it with " + instead + ", or tell it in assume of .plan403.hcl",
	}
}

// Assumed reports whether the resource is what the user vouches for.
func (r *Resource) Assumed() bool { return r.assumed }
