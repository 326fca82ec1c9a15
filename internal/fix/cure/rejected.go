package cure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// refusedArgument is what is written in place of an argument that an API refuses, where
// only one thing can be meant.
type refusedArgument struct {
	// typ is the type of the resource, name the last name of the attribute.
	typ, name string
	find      func(*Case) []Candidate
}

const distributionType = "aws_cloudfront_distribution"

// refusedArguments are those whose right value is known.
var refusedArguments = []refusedArgument{
	{distributionType, "domain_name", endpointOfBucket},
	{distributionType, "origin", oneKindOfOrigin},
	{distributionType, "origin_access_identity", identityByPath},
	{distributionType, "origin_path", rootedPath},
	{distributionType, "allowed_methods", wholeSet},
	{distributionType, "forwarded_values", withoutForwarded},
	{distributionType, "custom_error_response", responseCode},
	{distributionType, "response_page_path", rootedPage},
	{distributionType, "lambda_arn", versionOfFunction},
	{distributionType, "acm_certificate_arn", coverAlias},
	{distributionType, "bucket", logBucket},
	{distributionType, "web_acl_id", lastNameAs("arn", "a web ACL of WAFv2 is named by its ARN")},
	{"aws_cloudfront_origin_access_control", "name", anotherName},
	{"aws_wafv2_web_acl", "scope", inVirginia},
	{"aws_wafv2_ip_set", "scope", inVirginia},
	{"aws_wafv2_rule_group", "scope", inVirginia},
	{"aws_s3_bucket", "acl", withoutACL},
	{"aws_s3_bucket_cors_configuration", "allowed_methods", corsMethods},
}

// acceptable gives a refused argument the value that the API takes.
func acceptable(c *Case) []Candidate {
	r := c.Resource(c.Finding.Address)
	if r == nil {
		return nil
	}
	_, name := splitPath(c.Finding.Attribute)
	name, _, _ = strings.Cut(name, "[")
	for _, row := range refusedArguments {
		if row.typ == r.Type && row.name == name {
			return row.find(c)
		}
	}
	return nil
}

// origin is the origin that the finding is about, with an outcome that asks it for a
// bucket where there is one.
func (c *Case) origin() *cloudfront.Origin {
	d := c.After.Distribution(c.Finding.Address)
	if d == nil {
		return nil
	}
	for _, o := range d.Origins {
		if at := o.Block.Path(); c.Finding.Attribute == at || strings.HasPrefix(c.Finding.Attribute, at+".") {
			return o
		}
	}
	return nil
}

// endpointOfBucket names a bucket by its endpoint: the one whose name is written, or
// the only one of which the domain name begins.
func endpointOfBucket(c *Case) []Candidate {
	o := c.origin()
	if o == nil {
		return nil
	}
	const why = "an origin without custom_origin_config is a bucket, which is named by the domain name of its endpoint"
	if w, ok := c.words(c.Finding.Address, c.Finding.Attribute); ok {
		if edit, ok := w.sameBucket(); ok {
			return []Candidate{{Edits: []hcledit.Edit{edit}, Why: why}}
		}
	}
	for _, b := range c.After.State.OfType("aws_s3_bucket") {
		bucket := b.String("bucket")
		if bucket == "" || o.Domain != bucket && !strings.HasPrefix(o.Domain, bucket+".") {
			continue
		}
		ways, along := c.domainOf(c.Finding.Address, c.Finding.Attribute, b, b.Region)
		list := setting{why: why}.candidates(ways)
		for i := range list {
			list[i].Edits = append(list[i].Edits, along...)
		}
		return list
	}
	return nil
}

// oneKindOfOrigin keeps the block that fits the origin's domain.
func oneKindOfOrigin(c *Case) []Candidate {
	o := c.origin()
	if o == nil {
		return nil
	}
	h, ok := c.at(c.Finding.Address, o.Block.Path())
	if !ok || len(h.nested("custom_origin_config")) == 0 || len(h.nested("s3_origin_config")) == 0 {
		return nil
	}
	drop, why := "s3_origin_config", "an origin is a bucket's REST endpoint or another server, and this is another"
	if o.Endpoint.Bucketed() {
		drop, why = "custom_origin_config", "a bucket's REST endpoint is an S3 origin, not a custom one"
	}
	return []Candidate{{Edits: []hcledit.Edit{h.RemoveBlock(h.nested(drop)[0])}, Why: why}}
}

// identityByPath names an identity by its path, or drops it beside an access control.
func identityByPath(c *Case) []Candidate {
	o := c.origin()
	if o == nil {
		return nil
	}
	if o.AccessControl == nil {
		return lastNameAs("cloudfront_access_identity_path", "an origin names an identity by its path")(c)
	}
	h, ok := c.at(c.Finding.Address, o.Block.Path())
	if !ok || len(h.nested("s3_origin_config")) == 0 {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{h.RemoveBlock(h.nested("s3_origin_config")[0])},
		Why:   "an origin has an access control or an identity, and access controls are what AWS recommends",
	}}
}

// lastNameAs puts another attribute of the same resource in place of the one that is
// named.
func lastNameAs(name, why string) func(*Case) []Candidate {
	return func(c *Case) []Candidate {
		w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
		if !ok {
			return nil
		}
		last, ok := lastName(w.x)
		if !ok {
			return nil
		}
		return []Candidate{{Edits: []hcledit.Edit{w.Replace(last, name)}, Why: why}}
	}
}

// rootedPath lets an origin path begin with a slash and end without one.
func rootedPath(c *Case) []Candidate {
	w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
	if !ok {
		return nil
	}
	text, ok := literalText(w.x)
	want := "/" + strings.Trim(text, "/")
	if want == "/" {
		want = ""
	}
	if !ok {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{w.Replace(w.x.Range(), quoted(want))},
		Why:   "an origin path begins with a slash and ends without one",
	}}
}

// rootedPage lets the path of an error page begin with a slash.
func rootedPage(c *Case) []Candidate {
	w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
	if !ok {
		return nil
	}
	text := string(w.x.Range().SliceBytes(w.Src))
	if !strings.HasPrefix(text, `"`) {
		text = `"${` + text + `}"`
	}
	return []Candidate{{
		Edits: []hcledit.Edit{
			w.Replace(w.x.Range(), `"/`+text[1:]),
		}, Why: "the path of an error page begins with a slash",
	}}
}

// wholeSet allows the smallest set of methods that CloudFront takes and that has all of
// those that are allowed.
func wholeSet(c *Case) []Candidate {
	d := c.After.Distribution(c.Finding.Address)
	if d == nil {
		return nil
	}
	for _, b := range d.Behaviors {
		if b.At("allowed_methods") != c.Finding.Attribute {
			continue
		}
		for _, set := range [][]string{{"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, allMethods} {
			if len(lacking(set, b.Methods)) == 0 {
				return setting{
					Argument: hcledit.Argument{Value: listOfTexts(set)},
					why: "CloudFront takes three sets of " +
						"methods, and this is the smallest with all of them",
				}.to(
					c,
				)
			}
		}
	}
	return nil
}

// withoutForwarded leaves it to the cache policy what is forwarded.
func withoutForwarded(c *Case) []Candidate {
	path, _ := splitPath(c.Finding.Attribute)
	h, ok := c.at(c.Finding.Address, path)
	if !ok || h.attribute("cache_policy_id") == nil || len(h.nested("forwarded_values")) == 0 {
		return nil
	}
	edits := []hcledit.Edit{h.RemoveBlock(h.nested("forwarded_values")[0])}
	for _, name := range []string{"min_ttl", "default_ttl", "max_ttl"} {
		if attr := h.attribute(name); attr != nil {
			edits = append(edits, h.RemoveArgument(attr))
		}
	}
	return []Candidate{{
		Edits: edits, Why: "a behavior has a cache policy or forwarded_values, and the policy is the newer way",
	}}
}

// responseCode gives an error page the status with which it is sent: 200 for the page
// of an app that does its own routing, else that of the error.
func responseCode(c *Case) []Candidate {
	d := c.After.Distribution(c.Finding.Address)
	if d == nil {
		return nil
	}
	for _, p := range d.ErrorPages {
		if p.Path() != c.Finding.Attribute || p.Page == "" || p.Error == 0 {
			continue
		}
		code := p.Error
		if strings.TrimPrefix(p.Page, "/") == d.Root {
			code = 200
		}
		return setting{
			Argument: hcledit.Argument{Value: strconv.Itoa(code), Kin: []string{"error_code"}},
			why:      "an error page needs the status with which it is sent",
		}.at(c, p.Owner(), p.At("response_code"))
	}
	return nil
}

// versionOfFunction names a Lambda function with the number of a version, and has one
// made.
func versionOfFunction(c *Case) []Candidate {
	list := lastNameAs("qualified_arn", "CloudFront runs a version of a function, not what is newest")(c)
	w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
	if len(list) != 1 || !ok {
		return nil
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(string(w.x.Range().SliceBytes(w.Src)), "aws_lambda_function."), ".")
	label, _, _ := strings.Cut(name, "[")
	r := c.Resource(c.Finding.Address)
	b, ok := c.BlockOf(r.Module, "aws_lambda_function."+label)
	if !ok {
		return nil
	}
	s, old := c.sheet(b.File), b.Syntax.Body.Attributes["publish"]
	if old == nil || string(old.Expr.Range().SliceBytes(s.Src)) != "true" {
		a := hcledit.Argument{Name: "publish", Value: "true", Kin: []string{"function_name"}}
		list[0].Edits = append(list[0].Edits, s.Set(b.Syntax, a))
	}
	return list
}

// coverAlias adds an alias to the names of a certificate.
func coverAlias(c *Case) []Candidate {
	d := c.After.Distribution(c.Finding.Address)
	if d == nil || len(c.Finding.Related) == 0 {
		return c.certificateInVirginia(d)
	}
	certificate := c.Resource(c.Finding.Related[0])
	if certificate == nil || certificate.Type != "aws_acm_certificate" || certificate.Mode != "managed" {
		return nil
	}
	names, known := certificate.Texts("subject_alternative_names")
	if !known.IsTrue() {
		return nil // it may cover all of them
	}
	names = append(names, certificate.String("domain_name"))
	for _, alias := range d.Aliases {
		if slices.ContainsFunc(names, func(n string) bool { return covers(n, alias) }) {
			continue
		}
		const why, list = "the certificate has to cover each alias", "subject_alternative_names"
		name := c.aliasAsWritten(d, certificate, alias)
		if w, ok := c.words(certificate.Address, list); ok && w.list() != nil {
			return []Candidate{{Edits: []hcledit.Edit{w.AddItem(w.list(), name)}, Why: why}}
		}
		return setting{
			Argument: hcledit.Argument{Value: "[" + name + "]", Kin: []string{"domain_name"}}, why: why,
		}.at(c, certificate.Address, list)
	}
	return nil
}

// aliasAsWritten is how the source calls an alias, if that means the same in the block
// of a certificate.
func (c *Case) aliasAsWritten(d *cloudfront.Distribution, certificate *plan.Resource, alias string) string {
	w, ok := c.words(d.NamesAt.Address, d.NamesAt.Attribute)
	at := slices.Index(d.Aliases, alias)
	if !ok || w.list() == nil || at >= len(w.list().Exprs) || len(w.list().Exprs) != len(d.Aliases) {
		return quoted(alias)
	}
	x := w.list().Exprs[at]
	for _, t := range x.Variables() {
		if root := t.RootName(); root != "var" && root != "local" {
			return quoted(alias)
		}
	}
	if certificate.Module.String() != d.Resource.Module.String() || len(x.Variables()) == 0 {
		return quoted(alias)
	}
	return string(x.Range().SliceBytes(w.Src))
}

// covers reports whether a name of a certificate covers an alias: a wildcard stands for
// one label.
func covers(name, alias string) bool {
	rest, wildcard := strings.CutPrefix(name, "*.")
	_, above, _ := strings.Cut(alias, ".")
	return strings.EqualFold(name, alias) || wildcard && strings.EqualFold(rest, above)
}

// logBucket names the bucket of access logs by its domain name, or lets it take the
// ACLs by which CloudFront writes them.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
func logBucket(c *Case) []Candidate {
	for _, address := range c.Finding.Related {
		if b := c.Resource(address); b != nil && b.Type == "aws_s3_bucket" {
			return c.enableACLs(b)
		}
	}
	return lastNameAs("bucket_domain_name", "the bucket of the logs is named by its domain name")(c)
}

// enableACLs lets a bucket take ACLs.
func (c *Case) enableACLs(b *plan.Resource) []Candidate {
	const typ, why = "aws_s3_bucket_ownership_controls", "CloudFront writes standard logs by an ACL of the bucket, " +
		"and new buckets take none"
	for _, r := range c.After.State.OfType(typ) {
		if r.String("bucket") == b.String("bucket") {
			return setting{Argument: hcledit.Argument{Value: `"BucketOwnerPreferred"`}, why: why}.at(
				c, r.Address, "rule[0].object_ownership")
		}
	}
	block, ok := c.Block(b.Address)
	if !ok {
		return nil
	}
	at := addressOf(b)
	label := c.freeLabel(at, typ, b.Name)
	text := "resource \"" + typ + "\" \"" + label + "\" {\n" + c.repeats(block) +
		"  bucket = " + at.BlockName() + c.ownKey(block) + ".id\n\n" +
		"  rule {\n    object_ownership = \"BucketOwnerPreferred\"\n  }\n}"
	edits := []hcledit.Edit{c.sheet(block.File).InsertAfter(block.Syntax, text)}
	if d, ok := c.Block(c.Finding.Address); ok && d.File != "" {
		edits = append(edits, c.sheet(d.File).Waits(d.Syntax, typ+"."+label))
	}
	return []Candidate{{
		Edits: edits, Why: why, Other: "standard logging of the second version, which needs no ACL",
	}}
}

// withoutACL makes a bucket without an ACL, which is private as it would be anyway.
func withoutACL(c *Case) []Candidate {
	h, ok := c.at(c.Finding.Address, "")
	if !ok || h.attribute("acl") == nil {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{h.RemoveArgument(h.attribute("acl"))},
		Why:   "a bucket is made with ACLs disabled; what is to be read is granted by its policy",
	}}
}

// corsMethods takes methods out of a CORS rule that it cannot allow: S3 answers OPTIONS
// by itself.
func corsMethods(c *Case) []Candidate {
	w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
	if !ok || w.list() == nil {
		return nil
	}
	taken := []string{"GET", "PUT", "HEAD", "POST", "DELETE"}
	at := slices.IndexFunc(w.list().Exprs, func(x hclsyntax.Expression) bool {
		text, known := literalText(x)
		return known && !slices.Contains(taken, text)
	})
	if at < 0 {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{w.RemoveItem(w.list(), at)},
		Why:   "a CORS rule allows GET, PUT, HEAD, POST and DELETE; S3 answers OPTIONS by itself",
	}}
}
