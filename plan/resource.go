package plan

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
)

// Resource is one resource instance in one state of the world.
type Resource struct {
	// Address is the full Terraform address: module.a["x"].aws_s3_bucket.b[0].
	Address string
	// Module is the module instance that it stands in.
	Module addr.Module
	// Mode is "managed" or "data".
	Mode, Type, Name string
	// Key is the count or for_each key.
	Key addr.Key
	// Deposed is the key of an object that was replaced and not destroyed yet, ""
	// for the current one.
	Deposed string
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

	// From names the file of another root that it comes from, "" for what the judged
	// root manages itself.
	From string

	assumed   bool
	elsewhere *elsewhere // nil where From is ""

	Block
}

// at is the address of the resource by its parts.
func (r *Resource) at() addr.Resource {
	return addr.Resource{Module: r.Module, Mode: r.Mode, Type: r.Type, Name: r.Name, Key: r.Key, Deposed: r.Deposed}
}

// config is the block of the resource in a configuration, nil if there is none.
func (r *Resource) config(c *planfile.Config) *planfile.ResourceConfig {
	if r.elsewhere != nil {
		c = r.elsewhere.config
	}
	if m := c.Module(r.Module.Names()); m != nil {
		return m.Resource(r.at().BlockName())
	}
	return nil
}

// inSource names the resource to those who look into the source.
func (r *Resource) inSource() source.ResourceRef {
	return source.ResourceRef{Module: r.Module.String(), Mode: r.Mode, Type: r.Type, Name: r.Name, Key: r.Key.Value()}
}

// New reports whether the object does not exist before apply: it has the
// defaults of a new object and identifiers that nobody knows yet.
func (r *Resource) New() bool { return r.Action == Create || r.Action == Replace }
