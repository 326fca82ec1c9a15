package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/plan"
)

var applyRejected = Rule{
	Name:  "apply-rejected",
	Title: "apply stops: the API refuses the change with 400 or 404",
	Worst: Warning,
	Run: func(p *Pass) {
		for _, d := range p.After.Distributions {
			for _, b := range d.Behaviors {
				if d.Known.IsTrue() && len(d.Targets(b)) == 0 && changed(d.Resource) {
					p.Report(noOrigin(d, b))
				}
			}
			for _, o := range d.Origins {
				website := o.Endpoint.Form == cloudfront.Website && (o.AccessControl != nil || o.Identity != nil)
				if why := o.Rejected(); why != "" && changed(d.Resource) && !website { // else website-endpoint-private
					p.Report(rejectedOrigin(d, o, why))
				}
			}
		}
		for _, b := range p.buckets() {
			for _, r := range b.DisabledACLs() {
				p.Report(Finding{
					Severity: Warning, Change: Introduced, Address: r.Address, Attribute: "acl", Related: []string{b.Address()},
					Message: "apply stops when " + r.Address + " is put: ACLs are disabled on " + b.Address() +
						" (BucketOwnerEnforced): 400 AccessControlListNotSupported",
					Fix: "Drop the ACL. If it is meant, set object_ownership to \"BucketOwnerPreferred\" in " +
						"aws_s3_bucket_ownership_controls and let the ACL depend on that.",
				})
			}
		}
	},
}

func noOrigin(d *cloudfront.Distribution, b *cloudfront.Behavior) Finding {
	return Finding{
		Severity: Warning, Change: Introduced, Address: d.Address, Attribute: b.At("target_origin_id"),
		Message: "apply stops when " + d.Address + " is put: behavior " + b.Name() + " sends requests to " + b.Target +
			", and no origin has that id: 404 NoSuchOrigin",
		Fix: "Let target_origin_id be the origin_id of an origin, or of an origin group, of the distribution.",
	}
}

func rejectedOrigin(d *cloudfront.Distribution, o *cloudfront.Origin, why string) Finding {
	return Finding{
		Severity: Warning, Change: Introduced, Address: d.Address, Attribute: o.Block.Path(),
		Message: "apply stops when " + d.Address + " is put: the API refuses origin " + o.ID + ", because " + why,
		Fix:     acceptable(o),
	}
}

// acceptable says what the API takes instead of an origin that it refuses.
func acceptable(o *cloudfront.Origin) string {
	switch {
	case o.Endpoint.Form == cloudfront.Website:
		return "Keep one of the two: a REST endpoint (bucket_regional_domain_name) with an origin access control, or a " +
			"website endpoint as a custom origin of a public bucket."
	case o.Kind == cloudfront.CustomOrigin:
		return "Take custom_origin_config out of the origin: a bucket's REST endpoint is an S3 origin, and only that " +
			"takes an origin access control or identity."
	case o.AccessControl != nil && o.Identity != nil:
		return "Take origin_access_identity out of the origin (leave s3_origin_config empty or away) and let the bucket " +
			"policy grant the origin access control."
	}
	return "Name the identity by its cloudfront_access_identity_path: origin-access-identity/cloudfront/ and its id."
}

func changed(r *plan.Resource) bool {
	return r.Action == plan.Create || r.Action == plan.Replace || r.Action == plan.Update
}
