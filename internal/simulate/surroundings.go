package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/plan"
)

// surroundings are what stands between a viewer and a distribution's objects in the
// worlds before and after: the resources whose changes can matter to it.
type surroundings struct {
	after, before *World
	distribution  string
	addresses     map[string]bool // its own, and that of the multi-tenant distribution of a tenant
	buckets       names
	identities    map[string]bool // addresses
	keys          map[string]bool // addresses
}

func newSurroundings(after, before *World, distribution string) *surroundings {
	p := &surroundings{
		after: after, before: before, distribution: distribution, addresses: map[string]bool{distribution: true},
		identities: map[string]bool{}, keys: map[string]bool{},
	}
	for _, w := range []*World{before, after} {
		if d := w.Distribution(distribution); d != nil {
			p.addresses[d.Place()] = true
			for _, o := range d.Origins {
				p.addOrigin(w, d, o)
			}
		}
	}
	return p
}

func (p *surroundings) addOrigin(w *World, d *cloudfront.Distribution, o *cloudfront.Origin) {
	if o.AccessControl != nil && o.AccessControl.Resource != nil {
		p.identities[o.AccessControl.Resource.Address] = true
	}
	if o.Identity != nil && o.Identity.Resource != nil {
		p.identities[o.Identity.Resource.Address] = true
	}
	b := w.Behind(d, o)
	if b == nil {
		return
	}
	p.buckets.add(b.Name)
	if b.Encryption.KMS.IsTrue() && !b.Encryption.Managed() {
		if k := w.Store.Key(b.Encryption.KeyID); k != nil {
			p.keys[k.Resource.Address], p.keys[k.PolicyAddress()] = true, true
		}
	}
}

// concerns reports whether a resource belongs to them.
func (p *surroundings) concerns(r *plan.Resource) bool {
	if r.Mode != "managed" {
		return false
	}
	switch r.Type {
	case "aws_cloudfront_distribution", "aws_cloudfront_multitenant_distribution", "aws_cloudfront_distribution_tenant":
		return p.addresses[r.Address]
	case "aws_cloudfront_origin_access_control", "aws_cloudfront_origin_access_identity":
		return p.identities[r.Address]
	case "aws_kms_key", "aws_kms_key_policy", "aws_kms_external_key", "aws_kms_replica_key":
		return p.keys[r.Address]
	case "aws_s3_account_public_access_block":
		return true
	case "aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block",
		"aws_s3_bucket_ownership_controls", "aws_s3_bucket_acl", "aws_s3_bucket_server_side_encryption_configuration",
		"aws_s3_bucket_request_payment_configuration",
		"aws_s3_bucket_website_configuration":
		return p.buckets.mayHold(r.String("bucket"))
	}
	return false
}

// still lists the resources after apply that the steps do not touch, without
// those of other surroundings.
func (p *surroundings) still(steps []step, standing places) []*plan.Resource {
	touched := map[string]bool{}
	for _, s := range steps {
		touched[s.resource().Address] = true
	}
	var out []*plan.Resource
	for _, i := range standing.near(p) {
		if r := p.after.State.Resources[i]; !touched[r.Address] && (ownPlace(r) == "" || p.concerns(r)) {
			out = append(out, r)
		}
	}
	return out
}
