package cloudfront

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/tri"
)

const (
	restDomain    = "docs.s3.eu-west-1.amazonaws.com"
	websiteDomain = "docs.s3-website-eu-west-1.amazonaws.com"
)

func accessControl(signing string) map[string]attrs {
	return map[string]attrs{"aws_cloudfront_origin_access_control.a": {
		"id": "E0000000000OAC", "name": "a", "origin_access_control_origin_type": "s3", "signing_behavior": signing, "signing_protocol": "sigv4",
	}}
}

// Who S3 sees and over which scheme, by the origin's configuration and the
// viewer's scheme (CloudFront Developer Guide, Restrict access to an Amazon S3
// origin; Use HTTPS between CloudFront and your origin).
func TestCaller(t *testing.T) {
	oac := func(domain string) attrs {
		return attrs{"domain_name": domain, "origin_access_control_id": "E0000000000OAC"}
	}
	custom := func(domain, protocol string) attrs {
		return attrs{"domain_name": domain, "custom_origin_config": []attrs{{"origin_protocol_policy": protocol}}}
	}
	identity := func(path string) attrs {
		return attrs{"domain_name": restDomain, "s3_origin_config": []attrs{{"origin_access_identity": path}}}
	}
	type schemes struct{ HTTPS, HTTP string } // by the viewer's
	same := schemes{"https", "http"}
	for name, c := range map[string]struct {
		origin  attrs
		signing string
		caller  CallerKind
		schemes schemes
	}{
		"an access control that always signs uses https for every viewer": {oac(restDomain), "always", OAC, schemes{"https", "https"}},
		"one that does not override signs what viewers leave unsigned":    {oac(restDomain), "no-override", OAC, same},
		"one that never signs leaves the caller anonymous":                {oac(restDomain), "never", Anonymous, same},
		"an identity":                             {identity("origin-access-identity/cloudfront/E0000000000OAI"), "", OAI, same},
		"an empty identity is none":               {identity(""), "", Anonymous, same},
		"neither block nor identity":              {attrs{"domain_name": restDomain}, "", Anonymous, same},
		"a website endpoint over http only":       {custom(websiteDomain, "http-only"), "", WebsiteCaller, schemes{"http", "http"}},
		"a custom origin on a REST domain, https": {custom(restDomain, "https-only"), "", Anonymous, schemes{"https", "https"}},
		"a custom origin on a REST domain, http":  {custom(restDomain, "http-only"), "", Anonymous, schemes{"http", "http"}},
		"a custom origin that follows the viewer": {custom(restDomain, "match-viewer"), "", Anonymous, same},
	} {
		t.Run(name, func(t *testing.T) {
			o := onlyOrigin(t, c.origin, accessControl(c.signing))
			if got, _ := o.Caller(); got != c.caller {
				t.Errorf("caller %s, want %s", got, c.caller)
			}
			if diff := cmp.Diff(c.schemes, schemes{o.Scheme("https"), o.Scheme("http")}); diff != "" {
				t.Errorf("scheme to the origin by the viewer's (-want +got):\n%s", diff)
			}
		})
	}
}

// An access control that the plan does not hold signs, or it does not.
func TestCallerOutsideThePlan(t *testing.T) {
	o := onlyOrigin(t, attrs{"domain_name": restDomain, "origin_access_control_id": "E9999999999OAC"}, nil)
	kind, signing := o.Caller()
	if kind != OAC || signing.Truth() != tri.Unknown {
		t.Errorf("caller %s, signing %v; want oac and unknown", kind, signing.Truth())
	}
}

// An identity of the plan has its ARN; one that is only named has the ARN that
// AWS makes of the id.
func TestIdentity(t *testing.T) {
	o := onlyOrigin(t, attrs{"domain_name": restDomain, "s3_origin_config": []attrs{{"origin_access_identity": "origin-access-identity/cloudfront/E0000000000OAI"}}}, nil)
	if want := "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0000000000OAI"; o.Identity.ARN != want {
		t.Errorf("ARN %q, want %q", o.Identity.ARN, want)
	}
}

// The provider sends an S3 configuration for every origin without another.
func TestOriginKind(t *testing.T) {
	for name, c := range map[string]struct {
		origin attrs
		want   OriginKind
	}{
		"no configuration block":     {attrs{"domain_name": "www.example.com"}, S3Origin},
		"a custom configuration":     {attrs{"domain_name": restDomain, "custom_origin_config": []attrs{{"origin_protocol_policy": "http-only"}}}, CustomOrigin},
		"empty blocks are no blocks": {attrs{"domain_name": restDomain, "custom_origin_config": []attrs{}, "vpc_origin_config": []attrs{}}, S3Origin},
		"a VPC origin":               {attrs{"domain_name": "internal", "vpc_origin_config": []attrs{{"vpc_origin_id": "vo_1"}}}, VPCOrigin},
	} {
		t.Run(name, func(t *testing.T) {
			if got := onlyOrigin(t, c.origin, nil).Kind; got != c.want {
				t.Errorf("kind %d, want %d", got, c.want)
			}
		})
	}
}

// Origins that CreateDistribution refuses with 400 (CloudFront API Reference,
// CreateDistribution, Errors).
func TestRejected(t *testing.T) {
	custom := []attrs{{"origin_protocol_policy": "https-only"}}
	identity := func(name string) []attrs { return []attrs{{"origin_access_identity": name}} }
	const oac, path = "E0000000000OAC", "origin-access-identity/cloudfront/E0000000000OAI"
	for name, c := range map[string]struct {
		origin attrs
		want   bool
	}{
		"an access control alone":                   {attrs{"domain_name": restDomain, "origin_access_control_id": oac}, false},
		"an access control and an empty identity":   {attrs{"domain_name": restDomain, "origin_access_control_id": oac, "s3_origin_config": identity("")}, false},
		"an access control and an identity":         {attrs{"domain_name": restDomain, "origin_access_control_id": oac, "s3_origin_config": identity(path)}, true},
		"an access control on a custom origin":      {attrs{"domain_name": restDomain, "origin_access_control_id": oac, "custom_origin_config": custom}, true},
		"an access control on a website":            {attrs{"domain_name": websiteDomain, "origin_access_control_id": oac, "custom_origin_config": custom}, true},
		"a custom origin on a REST endpoint":        {attrs{"domain_name": restDomain, "custom_origin_config": custom}, false},
		"a custom and an S3 configuration":          {attrs{"domain_name": restDomain, "custom_origin_config": custom, "s3_origin_config": identity("")}, true},
		"a website without a custom configuration":  {attrs{"domain_name": websiteDomain}, true},
		"a website as a custom origin":              {attrs{"domain_name": websiteDomain, "custom_origin_config": custom}, false},
		"an identity by its path":                   {attrs{"domain_name": restDomain, "s3_origin_config": identity(path)}, false},
		"an identity by its id":                     {attrs{"domain_name": restDomain, "s3_origin_config": identity("E0000000000OAI")}, true},
		"an identity by its ARN":                    {attrs{"domain_name": restDomain, "s3_origin_config": identity("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0000000000OAI")}, true},
		"an identity by a name known only at apply": {attrs{"domain_name": restDomain, "s3_origin_config": identity(unknownText(t))}, false},
	} {
		t.Run(name, func(t *testing.T) {
			list := distribution(t, attrs{"origin": []attrs{c.origin}}, accessControl("always")).Refusals()
			if refused := len(list) > 0 && list[0].Certain.IsTrue(); refused != c.want {
				t.Errorf("refused %v, want %v", list, c.want)
			}
		})
	}
}

// A domain that is known only after apply may be an S3 endpoint; one whose
// ending is known is what the ending says.
func TestUnknownDomain(t *testing.T) {
	s := unknownText(t)
	for host, want := range map[string]Endpoint{
		s:                                 {Form: Undecided},
		"docs." + s:                       {Form: Undecided},
		s + ".s3.eu-west-1.amazonaws.com": {Form: Regional, Bucket: s, Region: "eu-west-1"},
		"docs.s3." + s + ".amazonaws.com": {Form: Regional, Bucket: "docs", Region: s},
		"docs-" + s + ".s3.amazonaws.com": {Form: Global, Bucket: "docs-" + s},
		s + ".s3-website-" + s + ".amazonaws.com": {Form: Website, Bucket: s, Region: s},
		s + ".example.com":                        {Form: NotS3},
	} {
		if diff := cmp.Diff(want, ParseEndpoint(host)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", host, diff)
		}
	}
}
