package plan

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Resource is one resource instance in one state of the world.
type Resource struct {
	// Address is the full Terraform address: module.a["x"].aws_s3_bucket.b[0].
	Address string
	// Module is the address of the module instance, "" for the root module.
	Module string
	// Mode is "managed" or "data".
	Mode, Type, Name string
	// Key is the count or for_each key, cty.NilVal without one.
	Key cty.Value
	// Action is what the plan does to it.
	Action Action
	// CreateBeforeDestroy tells, of a replaced resource, that the new object is
	// made before the old one goes.
	CreateBeforeDestroy bool
	// KeepsOld tells, of a replaced resource, that the old object is not deleted but
	// left as it is, outside of the configuration.
	KeepsOld bool
	// Provider is the key of its provider configuration: "aws.west".
	Provider string
	// Account, Region and Partition are where it lives; symbols where the plan
	// does not say.
	Account, Region, Partition string
	// Range is the block in the source, nil without source.
	Range *hcl.Range

	assumed bool

	Block
}

// New reports whether the object does not exist before apply: it has the
// defaults of a new object and identifiers that nobody knows yet.
func (r *Resource) New() bool { return r.Action == Create || r.Action == Replace }
