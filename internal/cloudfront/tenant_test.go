package cloudfront

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
)

// shops is a multi-tenant distribution with one tenant, both with other arguments.
func shops(t *testing.T, template, tenant attrs, others map[string]attrs) []*Distribution {
	t.Helper()
	all := map[string]attrs{
		"aws_cloudfront_multitenant_distribution.shops": {
			"id": "EMULTI", "arn": "arn:aws:cloudfront::111122223333:distribution/EMULTI", "enabled": true, "web_acl_id": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/all/1",
			"origin": []attrs{{"id": "o", "domain_name": "{{bucket}}.s3.eu-west-1.amazonaws.com", "origin_path": "/{{shop}}", "custom_header": []attrs{{"header_name": "X-Shop", "header_value": "s"}}}},
			"default_cache_behavior": []attrs{{
				"target_origin_id": "o", "trusted_key_groups": []attrs{{"items": []string{"K1"}, "enabled": true}},
				"allowed_methods": []attrs{{"items": []string{"GET", "HEAD", "OPTIONS"}, "cached_methods": []string{"GET", "HEAD"}}},
			}},
			"cache_behavior": []attrs{{"path_pattern": "/open/*", "target_origin_id": "o", "allowed_methods": []attrs{{"items": []string{"GET", "HEAD"}, "cached_methods": []string{"GET", "HEAD"}}}}},
			"restrictions":   []attrs{{"geo_restriction": []attrs{{"restriction_type": "whitelist", "items": []string{"CH"}}}}},
			"tenant_config":  []attrs{{"parameter_definition": []attrs{{"name": "shop", "definition": []attrs{{"string_schema": []attrs{{"required": false, "default_value": "plain"}}}}}}}},
		},
		"aws_cloudfront_distribution_tenant.a": {
			"distribution_id": "EMULTI", "enabled": true, "connection_group_id": "CG1", "domain": []attrs{{"domain": "a.example.com"}},
			"parameter": []attrs{{"name": "bucket", "value": "docs"}, {"name": "shop", "value": "ahorn"}},
		},
		"aws_cloudfront_connection_group.g": {"id": "CG1", "enabled": true, "ipv6_enabled": true, "routing_endpoint": "d1.cloudfront.net"},
	}
	for address, more := range map[string]attrs{"aws_cloudfront_multitenant_distribution.shops": template, "aws_cloudfront_distribution_tenant.a": tenant} {
		for name, v := range more {
			all[address][name] = v
		}
	}
	for address, r := range others {
		all[address] = r
	}
	return Distributions(stateAfter(t, all), none)
}

// A tenant answers with the distribution's settings, in their own schema, for its
// own names, and signs with the distribution's ARN (CloudFront Developer Guide,
// multi-tenant distributions; provider documentation of the three types).
func TestTenant(t *testing.T) {
	list := shops(t, nil, nil, nil)
	if len(list) != 1 {
		t.Fatalf("%d distributions, want the tenant alone", len(list))
	}
	d := list[0]
	type facts struct {
		Address, Place, ARN, DomainName, Domain, Path, Header, WebACL, Geo string
		Methods, Aliases, Countries                                        []string
		Signed, Open, Serves, Endpoint                                     string
	}
	got := facts{
		d.Address, d.Place(), d.ARN, d.DomainName, d.Origins[0].Domain, d.Origins[0].Path, d.Origins[0].Headers["x-shop"], d.WebACL, d.GeoRestriction,
		d.Behaviors[1].Methods, d.Aliases, d.GeoLocations,
		d.Behaviors[1].Signed.Truth().String(), d.Behaviors[0].Signed.Truth().String(), d.Serves("a.example.com").Truth().String(), d.Serves("d1.cloudfront.net").Truth().String(),
	}
	want := facts{
		"aws_cloudfront_distribution_tenant.a", "aws_cloudfront_multitenant_distribution.shops", "arn:aws:cloudfront::111122223333:distribution/EMULTI",
		"d1.cloudfront.net", "docs.s3.eu-west-1.amazonaws.com", "/ahorn", "s", "arn:aws:wafv2:us-east-1:111122223333:global/webacl/all/1", "whitelist",
		[]string{"GET", "HEAD", "OPTIONS"},
		[]string{"a.example.com"},
		[]string{"CH"},
		"yes", "no", "yes", "no",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What a tenant customizes takes the place of the distribution's, and each of the
// three can be switched off.
func TestTenantCustomizations(t *testing.T) {
	own := func(more attrs) attrs { return attrs{"customizations": []attrs{more}} }
	group := func(on any) map[string]attrs {
		return map[string]attrs{"aws_cloudfront_connection_group.g": {"id": "CG1", "enabled": on, "routing_endpoint": "d1.cloudfront.net"}}
	}
	const all, one = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/all/1", "arn:aws:wafv2:us-east-1:111122223333:global/webacl/one/1"
	for name, c := range map[string]struct {
		template, tenant attrs
		others           map[string]attrs
		acl, geo, on     string
	}{
		"nothing":                      {nil, nil, nil, all, "CH", "yes"},
		"another web ACL":              {nil, own(attrs{"web_acl": []attrs{{"action": "override", "arn": one}}}), nil, one, "CH", "yes"},
		"no web ACL":                   {nil, own(attrs{"web_acl": []attrs{{"action": "disable"}}}), nil, "", "CH", "yes"},
		"other countries":              {nil, own(attrs{"geo_restriction": []attrs{{"restriction_type": "whitelist", "locations": []string{"AT"}}}}), nil, all, "AT", "yes"},
		"a tenant that is off":         {nil, attrs{"enabled": false}, nil, all, "CH", "no"},
		"a distribution that is off":   {attrs{"enabled": false}, nil, nil, all, "CH", "no"},
		"a connection group that is":   {nil, nil, group(false), all, "CH", "no"},
		"one of which it is not known": {nil, nil, group(nil), all, "CH", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			d := shops(t, c.template, c.tenant, c.others)[0]
			if diff := cmp.Diff([]string{c.acl, c.geo, c.on}, []string{d.WebACL, d.GeoLocations[0], d.Enabled.Truth().String()}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Parameters have the tenant's values, or their default; one without either is not
// known.
func TestTenantParameters(t *testing.T) {
	value := func(name string, v any) attrs { return attrs{"parameter": []attrs{{"name": name, "value": v}}} }
	for name, c := range map[string]struct {
		tenant       attrs
		domain, path string // "?" is a text with a symbol
	}{
		"a default":               {value("bucket", "docs"), "docs.s3.eu-west-1.amazonaws.com", "/plain"},
		"a value that is missing": {value("shop", "ahorn"), "?", "/ahorn"},
		"parameters not known":    {attrs{"parameter": nil}, "?", "?"},
	} {
		t.Run(name, func(t *testing.T) {
			o := shops(t, nil, c.tenant, nil)[0].Origins[0]
			show := func(s string) string {
				if symbol.Contains(s) {
					return "?"
				}
				return s
			}
			if diff := cmp.Diff([]string{c.domain, c.path}, []string{show(o.Domain), show(o.Path)}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A distribution of which the plan holds no tenant is judged for any, and a tenant
// of a distribution that is elsewhere is not decided.
func TestTenantsAndDistributions(t *testing.T) {
	for name, c := range map[string]struct {
		tenant attrs
		others map[string]attrs
		want   map[string]string
	}{
		"of this plan": {nil, nil, map[string]string{"aws_cloudfront_distribution_tenant.a": "yes"}},
		"of another distribution": {attrs{"distribution_id": "EOTHER"}, nil, map[string]string{
			"aws_cloudfront_distribution_tenant.a": "unknown", "aws_cloudfront_multitenant_distribution.shops": "yes",
		}},
		"of an aws_cloudfront_distribution": {attrs{"distribution_id": "EPLAIN"}, map[string]attrs{"aws_cloudfront_distribution.plain": {"id": "EPLAIN", "connection_mode": "tenant-only"}}, map[string]string{
			"aws_cloudfront_distribution_tenant.a": "yes", "aws_cloudfront_multitenant_distribution.shops": "yes",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]string{}
			for _, d := range shops(t, nil, c.tenant, c.others) {
				got[d.Address] = d.Known.Truth().String()
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
