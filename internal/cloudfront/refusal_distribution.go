package cloudfront

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// halfErrorPages: CloudFront says "You must specify either both of
// ResponsePagePath and ResponseCode or none".
func (d *Distribution) halfErrorPages() []place {
	var out []place
	for _, p := range d.ErrorPages {
		page, code := p.Has("response_page_path"), p.Has("response_code")
		if p.Page == "" {
			page = tri.False
		}
		if n, there := p.Int("response_code"); there.IsTrue() && n == 0 {
			code = tri.False
		}
		half := page.And(code.Not()).Or(code.And(page.Not()))
		if half.IsFalse() {
			continue
		}
		found := at(
			p.Path(),
			"a custom_error_response has one of response_page_path and response_code, and needs both or neither",
			"Give both, such as response_page_path = \"/index.html\" with response_code = 200, or leave both out.",
		)
		found.certain = half
		out = append(out, found)
	}
	return out
}

// relativeErrorPages: the path of a page begins with a slash (CloudFront API
// Reference, CustomErrorResponse, ResponsePagePath).
func (d *Distribution) relativeErrorPages() []place {
	var out []place
	for _, p := range d.ErrorPages {
		if written(p.Page) && !strings.HasPrefix(p.Page, "/") {
			out = append(out, at(p.At("response_page_path"), "the error page "+p.Page+" does not begin with /",
				"Write response_page_path as /"+p.Page+"."))
		}
	}
	return out
}

// replaceable are the statuses that a custom error response can replace; it can
// answer with any of them or with 200 (CloudFront Developer Guide, Create a custom
// error page for specific HTTP status codes).
var replaceable = []int{400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}

func (d *Distribution) oddErrorCodes() []place {
	return d.oddStatus("error_code", "which has no error page", replaceable)
}

func (d *Distribution) oddResponseCodes() []place {
	return d.oddStatus("response_code", "which CloudFront does not return", append([]int{0, 200}, replaceable...))
}

func (d *Distribution) oddStatus(name, why string, allowed []int) []place {
	var out []place
	for _, p := range d.ErrorPages {
		if n, there := p.Int(name); there.IsTrue() && !slices.Contains(allowed, n) {
			out = append(out, at(p.At(name), "a custom_error_response has the "+name+" "+strconv.Itoa(n)+", "+why,
				"Use one of 400, 403, 404, 405, 414, 416 and 500 to 504."))
		}
	}
	return out
}

// countriesOfNoRestriction: a restriction of the type none has no countries. Terraform
// keeps those that were there where locations is left out.
func (d *Distribution) countriesOfNoRestriction() []place {
	if d.Tenant || d.GeoRestriction != "none" || len(d.GeoLocations) == 0 || !d.GeoLocationsKnown.IsTrue() {
		return nil
	}
	return []place{
		at(d.GeoAt.Attribute, "its geo_restriction has the type none and lists countries", "Set locations = []."),
	}
}

// noCountry: locations are codes of ISO 3166, in which the United Kingdom is GB.
func (d *Distribution) noCountry() []place {
	if d.Tenant || !slices.Contains(d.GeoLocations, "UK") {
		return nil
	}
	return []place{
		at(
			d.GeoAt.Attribute, "its geo_restriction lists UK, which is not a country code",
			"Write GB for the United Kingdom.",
		),
	}
}

// uncoveredAliases: CloudFront says "To add an alternate domain name (CNAME) to a
// CloudFront distribution, you must attach a trusted certificate".
func (d *Distribution) uncoveredAliases() []place {
	c, there := d.First("viewer_certificate")
	own := c.Bool("cloudfront_default_certificate", false)
	if d.Tenant || len(d.Aliases) == 0 || !there.IsTrue() || !own.IsTrue() ||
		c.String("acm_certificate_arn") != "" || c.String("iam_certificate_id") != "" {
		return nil
	}
	return []place{at(c.At("cloudfront_default_certificate"),
		"it has aliases, and the certificate of cloudfront.net covers none of them",
		"Set acm_certificate_arn to a certificate for the aliases; it has to be in us-east-1.")}
}

// certificateElsewhere: CloudFront takes certificates of ACM in us-east-1 only
// (CloudFront Developer Guide, Requirements for using SSL/TLS certificates).
func (d *Distribution) certificateElsewhere() []place {
	c := d.Within("viewer_certificate")
	region, found := regionOfCertificate(c.String("acm_certificate_arn"))
	if !found || region == "us-east-1" || d.Partition == "aws-cn" {
		return nil
	}
	return []place{
		at(
			c.At("acm_certificate_arn"),
			"its certificate is in "+region+", and CloudFront accepts only those in us-east-1",
			"Request the certificate with a provider whose region is us-east-1.",
		),
	}
}

// aliasesBesideCertificate: CloudFront says that a certificate "doesn't cover the
// alternate domain name (CNAME)". A wildcard of a certificate covers one label, unlike
// that of an alias.
func (d *Distribution) aliasesBesideCertificate() []place {
	if d.certificate == nil || d.Tenant || !d.AliasesKnown.IsTrue() {
		return nil
	}
	names, known := d.certificate.Texts("subject_alternative_names")
	names = append(names, d.certificate.String("domain_name"))
	if d.certificate.String("domain_name") == "" { // an imported one holds its names itself
		return nil
	}
	if len(names) > maxNames || !known.And(noneUnknown(names)).IsTrue() {
		return nil
	}
	for _, alias := range d.Aliases {
		if symbol.Contains(alias) ||
			slices.ContainsFunc(names, func(name string) bool { return coveredBy(alias, name) }) {
			continue
		}
		p := at("viewer_certificate[0].acm_certificate_arn",
			"the certificate "+d.certificate.Address+" does not cover the alias "+alias,
			"Add the alias to subject_alternative_names of the certificate.")
		p.related = []string{d.certificate.Address}
		return []place{p}
	}
	return nil
}

// maxNames bounds the names of a certificate, of which ACM takes a hundred (ACM User
// Guide, Quotas).
const maxNames = 1000

func coveredBy(alias, name string) bool {
	alias, name = strings.ToLower(alias), strings.ToLower(name)
	domain, wildcard := strings.CutPrefix(name, "*.")
	_, above, _ := strings.Cut(alias, ".")
	return alias == name || wildcard && above == domain
}

func regionOfCertificate(arn string) (region string, found bool) {
	parts := strings.SplitN(arn, ":", 5)
	if len(parts) < 5 || parts[2] != "acm" || !written(parts[3]) || parts[1] != "aws" {
		return "", false
	}
	return parts[3], true
}

// logsToNoBucket: the bucket is named by its domain name (CloudFront API
// Reference, LoggingConfig, Bucket).
func (d *Distribution) logsToNoBucket() []place {
	bucket := d.LogBucket()
	if !written(bucket) || ParseEndpoint(bucket).Bucketed() {
		return nil
	}
	return []place{
		at("logging_config[0].bucket", "logging_config names "+bucket+", which is not a bucket's domain name",
			"Use bucket_domain_name of the bucket."),
	}
}

// LogBucket is the domain name of the bucket of standard logs, "" without one.
func (d *Distribution) LogBucket() string { return d.Within("logging_config").String("bucket") }

// unusableWebACL: a distribution takes web ACLs of the scope CLOUDFRONT, by their
// ARN, and those of WAF Classic by their id (CloudFront API Reference,
// DistributionConfig, WebACLId).
func (d *Distribution) unusableWebACL() []place {
	acl := d.acl
	if acl == nil || acl.Type != "aws_wafv2_web_acl" || acl.Mode != "managed" {
		return nil
	}
	var p place
	switch {
	case acl.String("scope") == "REGIONAL":
		p = at("web_acl_id", "the web ACL "+acl.Address+" has the scope REGIONAL",
			"Create a web ACL with the scope CLOUDFRONT, in us-east-1.")
	case d.WebACL == acl.String("id") && d.WebACL != acl.String("arn"):
		p = at("web_acl_id", "it names the web ACL "+acl.Address+" by its id", "Use the arn of the web ACL.")
	default:
		return nil
	}
	p.related = []string{acl.Address}
	return []place{p}
}
