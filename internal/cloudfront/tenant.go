package cloudfront

import (
	"regexp"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// tenant is one aws_cloudfront_distribution_tenant: the names, parameters and
// customizations with which a multi-tenant distribution answers. The distribution
// has no endpoint of its own (CloudFront Developer Guide, Understand how
// multi-tenant distributions work).
type tenant struct {
	*plan.Resource
	group  *plan.Resource // the connection group, nil if it is not in the plan
	values map[string]parameter
	// known is not true where it is unknown which parameters there are.
	known tri.Value
}

// parameter is the value of a parameter, and the same as it is shown.
type parameter struct{ value, sealed string }

func (l *lookup) tenant(r *plan.Resource) *tenant {
	t := &tenant{Resource: r, values: map[string]parameter{}}
	t.group = l.byID("aws_cloudfront_connection_group", r.String("connection_group_id"))
	list, known := r.Blocks("parameter")
	list, t.known = bounded(list, known, r, "parameter")
	for _, p := range list {
		t.values[p.String("name")] = parameter{p.String("value"), p.Sealed("value")}
	}
	return t
}

// template finds the multi-tenant distribution that a tenant names, nil if it is not
// in the plan.
func (l *lookup) template(t *tenant) *plan.Resource {
	id := t.String("distribution_id")
	return l.state.Find([]string{id}, []string{"id"}, "aws_cloudfront_distribution", multitenantType)
}

// serve makes a distribution answer for one of its tenants.
func (t *tenant) serve(d *Distribution) {
	d.Address, d.Tenant = t.Address, true
	d.NamesAt = Place{t.Address, "domain"}
	d.Aliases, d.AliasesKnown = nil, tri.True
	domains, known := t.Blocks("domain")
	domains, d.AliasesKnown = bounded(domains, known, t.Resource, "domain")
	for _, b := range domains {
		d.Aliases = append(d.Aliases, b.String("domain"))
	}
	d.names = newHostNames(d.Aliases)
	if on := t.Bool("enabled", true); !on.IsTrue() {
		d.Enabled, d.EnabledAt = d.Enabled.And(on), Place{t.Address, "enabled"}
	}
	d.DomainName, d.IPv6 = "", tri.Value{}
	if g := t.group; g != nil {
		d.DomainName, d.IPv6 = g.String("routing_endpoint"), g.Bool("ipv6_enabled", true)
		d.IPv6At = Place{g.Address, "ipv6_enabled"}
		if on := g.Bool("enabled", true); !on.IsTrue() {
			d.Enabled, d.EnabledAt = d.Enabled.And(on), Place{g.Address, "enabled"}
		}
	}
	t.customize(d)
}

// customize puts a tenant's own web ACL and countries in place of the
// distribution's.
func (t *tenant) customize(d *Distribution) {
	own := t.Within("customizations")
	acl, there := own.First("web_acl")
	switch action := acl.String("action"); {
	case there.IsFalse():
	case action == "disable":
		d.WebACL = ""
	default:
		d.WebACL, d.WebACLAt = acl.String("arn"), Place{t.Address, acl.At("arn")}
	}
	if geo, there := own.First("geo_restriction"); !there.IsFalse() {
		d.GeoRestriction = geo.String("restriction_type")
		d.GeoLocations, d.GeoLocationsKnown = geo.Texts("locations")
		d.GeoAt = Place{t.Address, geo.At("locations")}
	}
}

// ofUnknown is a tenant of a distribution that is not in the plan.
func (t *tenant) ofUnknown() *Distribution {
	missing := t.Missing(
		"distribution_id", "the multi-tenant distribution of this tenant is not in the plan", "manage it here",
	)
	d := &Distribution{
		Resource: t.Resource, Enabled: tri.True, Known: tri.Because(missing), BehaviorsKnown: tri.Because(missing),
	}
	d.EnabledAt = Place{t.Address, "enabled"}
	t.serve(d)
	return d
}

var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// filler puts the values of a tenant's parameters into the domain name and path of
// an origin, shown as they may be if sealed. A value that is not known, or that
// only tenants outside the plan have, becomes a symbol.
type filler struct {
	lookup   *lookup
	template *plan.Resource
	tenant   *tenant // nil for any
	defaults map[string]parameter
}

func (l *lookup) filler(template *plan.Resource, t *tenant) filler {
	f := filler{lookup: l, template: template, tenant: t, defaults: map[string]parameter{}}
	list, known := template.Within("tenant_config").Blocks("parameter_definition")
	if !known.IsTrue() {
		return f
	}
	for _, p := range list {
		text := p.Within("definition").Within("string_schema")
		if text.Has("default_value").IsTrue() {
			f.defaults[p.String("name")] = parameter{text.String("default_value"), text.Sealed("default_value")}
		}
	}
	return f
}

func (f filler) fill(text string, sealed bool) string {
	return placeholder.ReplaceAllStringFunc(text, func(hole string) string {
		p := f.value(placeholder.FindStringSubmatch(hole)[1])
		if sealed {
			return p.sealed
		}
		return p.value
	})
}

func (f filler) value(name string) parameter {
	if f.tenant != nil {
		if p, ok := f.tenant.values[name]; ok {
			return p
		}
		if p, ok := f.defaults[name]; ok && f.tenant.known.IsTrue() {
			return p
		}
	}
	at := f.template.Address
	if f.tenant != nil {
		at = f.tenant.Address
	}
	s, _ := f.lookup.symbols.New(symbol.Opaque, at+" parameter "+name, symbol.Origin{
		Address: at, Attribute: "parameter " + name, Reason: "the plan does not show the parameter's value",
		Remedy: "give the tenant the parameter " + name,
	})
	return parameter{s, s}
}

// Deploys reports whether a change to a resource of a type takes the minutes in
// which CloudFront deploys it to its edges.
func Deploys(typ string) bool {
	switch typ {
	case "aws_cloudfront_distribution", multitenantType, "aws_cloudfront_distribution_tenant":
		return true
	}
	return false
}
