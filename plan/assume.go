package plan

import (
	"github.com/zclconf/go-cty/cty"
)

// Assumption is one setting of a bucket that no plan holds and that the user
// vouches for, in the form of the resource that would manage it.
type Assumption struct {
	// Address stands for the resource in messages.
	Address string
	// Type is the type of resource, and Bucket the bucket's name.
	Type, Bucket string
	// Values are the resource's arguments in the form of decoded JSON.
	Values map[string]any
}

// readWithBucket are the settings that the provider reads along with the
// bucket itself: where the bucket is managed, its plan tells them.
var readWithBucket = map[string]bool{
	"aws_s3_bucket_policy": true, "aws_s3_bucket_server_side_encryption_configuration": true,
}

// assume adds assumptions to states that go together. What one of them tells is
// not assumed in any: a setting that the plan removes was there before, and an
// assumption would bring it back.
func (b *builder) assume(states ...*State) {
	for _, a := range b.options.Assume {
		told := false
		for _, s := range states {
			told = told || s.tells(a)
		}
		for _, s := range states {
			if !told {
				s.insert(b.assumed(a))
			}
		}
	}
}

// tells reports whether the state itself knows the setting, if only as the
// default of a bucket that the plan creates.
func (s *State) tells(a Assumption) bool {
	named := func(list []*Resource) *Resource {
		for _, r := range list {
			if s.Symbols.Reveal(r.String("bucket")) == a.Bucket {
				return r
			}
		}
		return nil
	}
	bucket := named(s.OfType("aws_s3_bucket"))
	return named(s.OfType(a.Type)) != nil || named(s.Data(a.Type)) != nil ||
		bucket != nil && (bucket.New() || readWithBucket[a.Type])
}

// assumed makes a resource of an assumption. Its name is none that HCL allows,
// so that nothing in the configuration is taken for it.
func (b *builder) assumed(a Assumption) *Resource {
	d := &draft{res: &Resource{Address: a.Address, Mode: "managed", Type: a.Type, Name: a.Address, Key: cty.NilVal}}
	d.attrs = b.lift(a.Address).object(a.Values, nil, nil)
	return b.settled(d)
}
