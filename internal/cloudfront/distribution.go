// Package cloudfront models a distribution: which behavior takes a viewer
// request, and what CloudFront then asks of which origin, as whom.
//
// Source: Amazon CloudFront Developer Guide, "Values that you specify when you
// create or update a distribution", and the pages named at each rule.
package cloudfront

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Distribution is what answers viewers in one state: an aws_cloudfront_distribution,
// or a tenant of a multi-tenant distribution, which has no viewers of its own.
type Distribution struct {
	// Resource holds the origins and behaviors. For a tenant, that is its multi-tenant
	// distribution.
	*plan.Resource
	// Address is what outcomes name.
	Address             string
	ID, ARN, DomainName string
	// Root is the default root object, "" without one. HasRoot is unknown where it
	// may turn out that there is none.
	Root    string
	HasRoot tri.Value
	Enabled tri.Value
	// IPv6 tells whether it answers viewers who come by IPv6.
	IPv6 tri.Value
	// Aliases are the alternate domain names.
	Aliases      []string
	AliasesKnown tri.Value
	Origins      []*Origin
	Groups       []*Group
	// Behaviors are in the order in which they are tried; the default one is
	// last.
	Behaviors []*Behavior
	// Known is not true when it is unknown which origins or behaviors there
	// are.
	Known tri.Value
	// BehaviorsKnown is not true when a behavior that is not known may take a path
	// before those that are.
	BehaviorsKnown tri.Value
	ErrorPages     []ErrorPage
	// ErrorPagesKnown is not true when there may be more error pages.
	ErrorPagesKnown tri.Value
	// GeoRestricted: "" or "none", "whitelist", "blacklist"; GeoLocations as
	// configured.
	GeoRestriction string
	GeoLocations   []string
	// GeoLocationsKnown is not true where it is unknown which countries there are.
	GeoLocationsKnown tri.Value
	// WebACL is the web ACL's ARN (WAFv2) or id (WAF Classic), "" without one.
	WebACL string

	// Tenant: it is a tenant's.
	Tenant bool
	// EnabledAt and the like are where these are written.
	EnabledAt, WebACLAt, NamesAt, GeoAt, IPv6At Place

	acl, certificate *plan.Resource // nil without one in the plan
	names            hostNames
	targets          map[string][]Target // by the behaviors' target ids
	paths            glob.Index          // of the behaviors' patterns
	policies         []policyRead        // that the behaviors name
	behaviorsRead    tri.Value           // not true where there may be other behaviors
	// originsKnown is not true where there may be other origins or groups.
	originsKnown tri.Value
}

// Distributions reads the distributions of the root that is judged. earlier finds one
// as it stood before apply, nil if it did not.
func Distributions(s *plan.State, earlier func(address string) *Distribution) []*Distribution {
	lookup := &lookup{state: s, symbols: s.Symbols, earlier: earlier}
	for _, b := range s.OfType("aws_s3_bucket") {
		for _, name := range []string{"bucket", "bucket_regional_domain_name", "bucket_domain_name"} {
			lookup.disclose(b.Sealed(name))
		}
	}
	for _, w := range s.OfType("aws_s3_bucket_website_configuration") {
		lookup.disclose(w.Sealed("website_endpoint"))
	}
	var out []*Distribution
	tenants, taken := lookup.tenants()
	for _, r := range s.OfType("aws_cloudfront_distribution", multitenantType) {
		if !taken[r] && r.From == "" {
			out = append(out, newDistribution(r, nil, lookup))
		}
	}
	return append(out, tenants...)
}

// tenants reads the tenants, and tells which distributions answer for them alone.
func (l *lookup) tenants() (out []*Distribution, taken map[*plan.Resource]bool) {
	taken = map[*plan.Resource]bool{}
	for _, r := range l.state.OfType("aws_cloudfront_distribution_tenant") {
		t := l.tenant(r)
		template := l.template(t)
		if template == nil {
			out = append(out, t.ofUnknown())
			continue
		}
		taken[template] = true
		out = append(out, newDistribution(template, t, l))
	}
	return out, taken
}

// newDistribution reads a distribution as it answers for a tenant, or for itself.
func newDistribution(r *plan.Resource, t *tenant, l *lookup) *Distribution {
	names, filled := schemaOf(r), l.filler(r, t)
	d := &Distribution{
		Resource: r, Address: r.Address, ID: r.String("id"), ARN: r.String("arn"), DomainName: r.String("domain_name"),
		Root: r.String("default_root_object"), HasRoot: r.Has("default_root_object"),
		Enabled: r.Bool("enabled", true), IPv6: r.Bool("is_ipv6_enabled", false), WebACL: r.String("web_acl_id"),
		EnabledAt: Place{r.Address, "enabled"}, WebACLAt: Place{r.Address, "web_acl_id"},
		NamesAt: Place{r.Address, "aliases"},
		GeoAt:   Place{r.Address, "restrictions[0].geo_restriction[0].locations"},
		IPv6At:  Place{r.Address, "is_ipv6_enabled"},
	}
	d.readAliases(r)
	origins := d.readOrigins(r, names, filled)
	behaviors := d.behave(names, l)
	d.originsKnown = origins
	d.findTargets()
	d.Known = origins.And(behaviors)
	d.readErrorPages(r)
	l.concealParts(r.Block, "default_root_object")
	for _, p := range d.ErrorPages {
		l.concealParts(p.Block, "response_page_path")
	}
	d.readGeo(r, names)
	if t != nil {
		t.serve(d)
	}
	d.acl = l.webACL(d.WebACL)
	certificate := d.Within("viewer_certificate").String("acm_certificate_arn")
	d.certificate = l.state.Find([]string{certificate}, []string{"arn"}, "aws_acm_certificate")
	return d
}

func (d *Distribution) readAliases(r *plan.Resource) {
	d.Aliases, d.AliasesKnown = r.Texts("aliases")
	if len(d.Aliases) > maxAliases {
		d.Aliases, d.AliasesKnown = d.Aliases[:maxAliases], d.AliasesKnown.And(tri.Because(tooMany(r, "aliases")))
	}
	d.names = newHostNames(append([]string{d.DomainName}, d.Aliases...))
}

// readOrigins reads origins and groups. known is not true where there may be others.
func (d *Distribution) readOrigins(r *plan.Resource, names schema, filled filler) (known tri.Value) {
	origins, known := r.Blocks("origin")
	origins, known = bounded(origins, known, r, "origin")
	for _, b := range origins {
		d.Origins = append(d.Origins, newOrigin(b, names, filled))
	}
	groups, groupsKnown := r.Blocks("origin_group")
	groups, groupsKnown = bounded(groups, groupsKnown, r, "origin_group")
	for _, b := range groups {
		d.Groups = append(d.Groups, newGroup(b))
	}
	return known.And(groupsKnown)
}

// readBehaviors reads behaviors in the order in which they are tried.
func (d *Distribution) readBehaviors(names schema, l *lookup) (known tri.Value) {
	r := d.Resource
	ordered, known := r.Blocks(names.ordered)
	ordered, d.BehaviorsKnown = bounded(ordered, known, r, names.ordered)
	defaults, defaultKnown := r.Blocks("default_cache_behavior")
	for _, b := range append(ordered, defaults...) {
		c := newBehavior(b, names, l)
		c.owner = r
		d.Behaviors = append(d.Behaviors, c)
	}
	d.indexPaths()
	return d.BehaviorsKnown.And(defaultKnown)
}

func (d *Distribution) indexPaths() {
	patterns := make([]glob.Pattern, len(d.Behaviors))
	for i, b := range d.Behaviors {
		patterns[i] = b.pattern
	}
	d.paths = glob.NewIndex(patterns)
}

// webACL finds a web ACL, nil if it is not in the plan.
func (l *lookup) webACL(id string) *plan.Resource {
	if id == "" {
		return nil
	}
	return l.state.Find(
		[]string{id}, []string{"arn", "id"}, "aws_wafv2_web_acl", "aws_waf_web_acl", "data.aws_wafv2_web_acl",
	)
}

// Place is where something is written.
type Place struct{ Address, Attribute string }

// Place is the address of the resource that holds the origins and behaviors.
func (d *Distribution) Place() string { return d.Resource.Address }

// Changed reports whether the plan makes or changes the distribution.
func (d *Distribution) Changed() bool {
	return d.Action == plan.Create || d.Action == plan.Replace || d.Action == plan.Update
}

// maxBlocks bounds the origins, the groups of them, the behaviors and the error
// pages of a distribution. CloudFront's quotas are 100 origins and 75 behaviors unless it
// raises them (CloudFront Developer Guide, Quotas).
const maxBlocks = 1000

// bounded cuts a list of blocks off where nobody means it to be so long; what it
// holds is unknown then.
func bounded(list []plan.Block, known tri.Value, r *plan.Resource, name string) ([]plan.Block, tri.Value) {
	if len(list) <= maxBlocks {
		return list, known
	}
	return list[:maxBlocks], known.And(tri.Because(tooMany(r, name)))
}

// maxAliases bounds the alternate domain names. CloudFront's quota is 100 unless
// it raises it.
const maxAliases = 10_000

func tooMany(r *plan.Resource, name string) tri.Cause {
	return r.Missing(
		name, "there are more than plan403 examines, and than CloudFront allows", "split the distribution",
	)
}

func (d *Distribution) readGeo(r *plan.Resource, names schema) {
	geo := r.Within("restrictions").Within("geo_restriction")
	d.GeoRestriction = geo.String("restriction_type")
	d.GeoLocations, d.GeoLocationsKnown = geo.Texts(names.locations)
}

// Behavior returns the behavior that takes a path: the first whose pattern
// matches. maybe lists behaviors before it that may match but need not.
func (d *Distribution) Behavior(path string) (b *Behavior, maybe []*Behavior) {
	for _, i := range d.paths.Near(path) {
		b := d.Behaviors[i]
		switch b.pattern.Match(path) {
		case tri.Yes:
			return b, maybe
		case tri.Unknown:
			maybe = append(maybe, b)
		}
	}
	return nil, maybe
}
