package simulate

import (
	"maps"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// route is what stands between a viewer and a distribution's objects in the
// worlds before and after: the resources whose changes can matter to it.
type route struct {
	after, before *World
	distribution  string
	buckets       names
	identities    map[string]bool // addresses
	keys          map[string]bool // addresses
}

func newRoute(after, before *World, distribution string) *route {
	p := &route{after: after, before: before, distribution: distribution, identities: map[string]bool{}, keys: map[string]bool{}}
	for _, w := range []*World{before, after} {
		if d := w.Distribution(distribution); d != nil {
			for _, o := range d.Origins {
				p.addOrigin(w, d, o)
			}
		}
	}
	return p
}

func (p *route) addOrigin(w *World, d *cloudfront.Distribution, o *cloudfront.Origin) {
	if o.AccessControl != nil && o.AccessControl.Resource != nil {
		p.identities[o.AccessControl.Resource.Address] = true
	}
	if o.Identity != nil && o.Identity.Resource != nil {
		p.identities[o.Identity.Resource.Address] = true
	}
	b := w.behind(d, o)
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

// concerns reports whether a resource stands on the path.
func (p *route) concerns(r *plan.Resource) bool {
	if r.Mode != "managed" {
		return false
	}
	switch r.Type {
	case "aws_cloudfront_distribution":
		return r.Address == p.distribution
	case "aws_cloudfront_origin_access_control", "aws_cloudfront_origin_access_identity":
		return p.identities[r.Address]
	case "aws_kms_key", "aws_kms_key_policy", "aws_kms_external_key", "aws_kms_replica_key":
		return p.keys[r.Address]
	case "aws_s3_account_public_access_block":
		return true
	case "aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_ownership_controls",
		"aws_s3_bucket_acl", "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_request_payment_configuration",
		"aws_s3_bucket_website_configuration":
		return p.buckets.mayHold(r.String("bucket"))
	}
	return false
}

// still lists the resources after apply that the steps do not touch, without
// those of other routes.
func (p *route) still(steps []step, standing places) []*plan.Resource {
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

// bystander reports whether no answer to a request hangs on a resource: names
// lead to distributions, and documents are read where they are used.
func bystander(r *plan.Resource) bool {
	switch r.Type {
	case "aws_route53_record", "aws_route53_zone", "aws_iam_policy_document":
		return true
	}
	return false
}

// ownPlace is the address of a resource that stands on the routes that name it
// and on no other, "" for other resources.
func ownPlace(r *plan.Resource) string {
	switch r.Type {
	case "aws_cloudfront_distribution", "aws_cloudfront_origin_access_control", "aws_cloudfront_origin_access_identity":
		if r.Mode == "managed" {
			return r.Address
		}
	}
	return ""
}

// places finds resources by where they stand. A plan may hold thousands of sites,
// and each is asked for what stands on its route alone.
type places struct {
	at       map[string][]int
	anywhere []int
}

// newStanding finds the resources of a state by their index.
func newStanding(s *plan.State) places {
	var out places
	for i, r := range s.Resources {
		if !bystander(r) {
			out.add(i, r)
		}
	}
	return out
}

func (l *places) add(i int, r *plan.Resource) {
	if l.at == nil {
		l.at = map[string][]int{}
	}
	bucket := r.String("bucket")
	switch own := ownPlace(r); {
	case own != "":
		l.at[own] = append(l.at[own], i)
	case r.Mode == "managed" && attached(r) && bucket != "" && !symbol.Contains(bucket):
		l.at["bucket "+bucket] = append(l.at["bucket "+bucket], i)
	default:
		l.anywhere = append(l.anywhere, i)
	}
}

// attached reports whether a resource is a bucket or belongs to one.
func attached(r *plan.Resource) bool {
	return r.Type == "aws_s3_object" || strings.HasPrefix(r.Type, "aws_s3_bucket")
}

// near returns what may stand on a route, in order.
func (l *places) near(p *route) []int {
	keys := append(slices.Collect(maps.Keys(p.identities)), p.distribution)
	for name := range p.buckets.known {
		keys = append(keys, "bucket "+name)
	}
	if len(p.buckets.open) > 0 {
		for key := range l.at {
			if name, ok := strings.CutPrefix(key, "bucket "); ok && !p.buckets.known[name] && p.buckets.mayHold(name) {
				keys = append(keys, key)
			}
		}
	}
	out := slices.Clone(l.anywhere)
	for _, key := range keys {
		out = append(out, l.at[key]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// names are texts that may hold symbols; those that hold none are found in a
// table.
type names struct {
	known map[string]bool
	open  []string
}

func (n *names) add(name string) {
	if symbol.Contains(name) {
		n.open = append(n.open, name)
		return
	}
	if n.known == nil {
		n.known = map[string]bool{}
	}
	n.known[name] = true
}

func (n *names) none() bool { return len(n.known)+len(n.open) == 0 }

// mayHold reports whether a text may be one of the names.
func (n *names) mayHold(text string) bool {
	if n.known[text] {
		return true
	}
	if symbol.Contains(text) {
		for name := range n.known {
			if mayBe(name, text) {
				return true
			}
		}
	}
	return slices.ContainsFunc(n.open, func(name string) bool { return mayBe(name, text) })
}

func mayBe(a, b string) bool { return glob.CompileLiteral(a).Match(b) != tri.No }
