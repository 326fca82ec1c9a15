package plan

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/symbol"
)

// Types of planfile.Resources that no provider has: they only come from assumptions. Both
// have the arguments "bucket" and "keys", patterns in which * stands for any run
// of characters and ? for one.
const (
	// PresentObjects are objects that something else than the plan uploads.
	PresentObjects = "plan403_objects"
	// MissingObjects are keys that no object has, but for those that the plan
	// uploads and those of PresentObjects.
	MissingObjects = "plan403_missing_objects"
)

// Assumption is something that no plan holds and that the user vouches for, in
// the form of the resource that would manage it.
type Assumption struct {
	// Address stands for the resource in messages.
	Address string
	// Type is the type of resource.
	Type string
	// Bucket is the name of the bucket that it is a setting of, "" for a
	// resource of its own, which is known by its "id" and "arn".
	Bucket string
	// Values are the resource's arguments in the form of decoded JSON.
	Values map[string]any
	// Open are attributes that are there but stay unknown: what would tell
	// them, by name.
	Open map[string]string
}

// Assumable is the remedy for something that a plan names and does not hold:
// the other ways to tell it, or the block of the configuration file that does.
func Assumable(others, block, name string) string {
	if symbol.Unknown(name) {
		return others
	}
	return others + ", name the plan or state of its root with --with, or describe it with " + block + " \"" + name +
		"\" in assume of .plan403.hcl"
}

// assume adds assumptions to states that go together. What one of them tells is
// not assumed in any: a setting that the plan removes was there before, and an
// assumption would bring it back.
func (b *builder) assume(states ...*State) {
	var kept []Assumption
	for _, a := range b.options.Assume {
		if !slices.ContainsFunc(states, func(s *State) bool { return s.tells(a) }) {
			kept = append(kept, a)
		}
	}
	for _, s := range states {
		var list []*Resource
		for _, a := range kept {
			list = append(list, b.assumed(a))
		}
		s.insert(list)
	}
}

// assumeAll is assume for both states of a root, which may be one.
func (r *root) assumeAll(before, after *State) {
	if before == after {
		r.assume(before)
		return
	}
	r.assume(before, after)
}

// tells reports whether the state itself knows what is assumed.
func (s *State) tells(a Assumption) bool {
	switch {
	case a.Type == PresentObjects || a.Type == MissingObjects:
		return false // a plan holds some objects of a bucket, never all
	case a.Bucket != "":
		return s.tellsSetting(a)
	}
	return s.tellsResource(a)
}

// tellsSetting reports whether the state knows a setting of a bucket, if only as
// the default of a bucket that the plan creates.
func (s *State) tellsSetting(a Assumption) bool {
	named := func(kinds ...string) *Resource { return s.Find([]string{a.Bucket}, []string{"bucket"}, kinds...) }
	bucket := named("aws_s3_bucket")
	return named(a.Type, "data."+a.Type) != nil ||
		bucket != nil && (bucket.New() || resource.Of(a.Type).Assumed.WithBucket)
}

// tellsResource reports whether the state holds a resource with the id or the
// ARN. A data source counts if it reads what is assumed: those of KMS keys and
// web ACLs read neither policy nor default action.
func (s *State) tellsResource(a Assumption) bool {
	kinds := resource.Of(a.Type).Assumed.Told
	if kinds == nil {
		kinds = []string{a.Type, "data." + a.Type}
	}
	id, _ := a.Values["id"].(string)
	arn, _ := a.Values["arn"].(string)
	return s.Find([]string{id, arn}, []string{"id", "arn", "key_id"}, kinds...) != nil
}

// assumed makes a resource of an assumption. Its name is none that HCL allows,
// so that nothing in the configuration is taken for it.
func (b *builder) assumed(a Assumption) *Resource {
	d := &draft{res: &Resource{Address: a.Address, Mode: "managed", Type: a.Type, Name: a.Address, assumed: true}}
	d.attrs = b.converter(a.Address).object(a.Values, nil, nil)
	for name, remedy := range a.Open {
		origin := symbol.Origin{Address: a.Address, Attribute: name, Reason: "nothing is assumed of it", Remedy: remedy}
		d.attrs[name] = settle(b.symbols, cty.DynamicVal, origin, a.Address+"."+name)
	}
	return b.settled(d)
}
