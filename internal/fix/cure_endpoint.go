package fix

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
)

// Cures of an origin's domain name.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html

const regionalName = "bucket_regional_domain_name"

// regional asks the bucket by the endpoint of its region.
func regional(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || o.Origin == nil || !o.Reached() {
		return nil
	}
	why := "the global endpoint does not lead to buckets in regions launched after March 2019"
	address, attribute := o.Distribution.Place(), o.Origin.At("domain_name")
	if edit, ok := c.otherBranch(address, attribute, regionalName); ok {
		return []Candidate{{Edits: []Edit{edit}, Why: why}}
	}
	edits := c.domain(o, o.Bucket())
	return setting{why: why}.candidates(edits)
}

// domain lists the edits that let an origin ask a bucket by the endpoint of its region.
func (c *Case) domain(o simulate.Outcome, b *s3.Bucket) []Edit {
	address, attribute := o.Distribution.Place(), o.Origin.At("domain_name")
	if w, ok := c.words(address, attribute); ok {
		if last, ok := lastName(w.x); ok && w.isBucketName(last) {
			return []Edit{w.replace(last, regionalName)}
		}
	}
	path, name := splitPath(attribute)
	if b.Resource != nil {
		if text, ok := c.Reference(address, b.Resource.Address, regionalName); ok {
			return c.ways(address, path, argument{name: name, value: text})
		}
	}
	if text, ok := regionalHost(o.Origin.Endpoint, b); ok {
		return c.ways(address, path, argument{name: name, value: quoted(text)})
	}
	return nil
}

// regionalHost is the name of a bucket's endpoint in its region.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func regionalHost(e cloudfront.Endpoint, b *s3.Bucket) (string, bool) {
	name, region := b.Name, b.Region
	if e.Region != "" {
		region = e.Region
	}
	known := name != "" && region != "" && b.Partition == "aws"
	if !known || symbol.Contains(name) || symbol.Contains(region) {
		return "", false
	}
	return name + ".s3." + region + ".amazonaws.com", true
}

// lastName is where the last name of a reference stands.
func lastName(x hclsyntax.Expression) (at hcl.Range, ok bool) {
	var t hcl.Traversal
	switch x := x.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		t = x.Traversal
	case *hclsyntax.RelativeTraversalExpr:
		t = x.Traversal
	}
	if len(t) == 0 {
		return at, false
	}
	last, ok := t[len(t)-1].(hcl.TraverseAttr)
	if !ok {
		return at, false
	}
	at = last.SrcRange
	at.Start.Byte, at.Start.Column = at.End.Byte-len(last.Name), at.End.Column-len(last.Name)
	return at, true
}

// isBucketName reports whether a name is that of an attribute of a bucket beside which
// the regional domain name stands.
func (w words) isBucketName(at hcl.Range) bool {
	switch string(at.SliceBytes(w.src)) {
	case "bucket_domain_name":
		return true
	case "website_endpoint", "website_domain", "id", "bucket":
		text := string(w.x.Range().SliceBytes(w.src))
		return strings.HasPrefix(text, "aws_s3_bucket.")
	}
	return false
}

// otherBranch lets a condition choose its other branch, if that ends in a name: by the
// input of the module, where that is true or false.
func (c *Case) otherBranch(address, attribute, name string) (Edit, bool) {
	path, last := splitPath(attribute)
	h, ok := c.at(address, path)
	if !ok || h.attribute(last) == nil {
		return Edit{}, false
	}
	n, ok := h.attribute(last).Expr.(*hclsyntax.ConditionalExpr)
	if !ok {
		return Edit{}, false
	}
	asked, ok := n.Condition.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(asked.Traversal) != 2 || asked.Traversal.RootName() != "var" {
		return Edit{}, false
	}
	taken, ok := c.words(address, attribute)
	if !ok {
		return Edit{}, false
	}
	other, wanted := n.TrueResult, "true"
	if within(n.TrueResult.Range(), taken.x.Range()) {
		other, wanted = n.FalseResult, "false"
	}
	if !strings.HasSuffix(string(other.Range().SliceBytes(h.src)), "."+name) {
		return Edit{}, false
	}
	return c.input(address, asked.Traversal[1].(hcl.TraverseAttr).Name, wanted)
}

// input gives an input of the module that a resource stands in another value, which is
// taken out where it is the default.
func (c *Case) input(address, name, value string) (Edit, bool) {
	r := c.Resource(address)
	call, ok := c.Call(r.Module)
	m := c.Tree.Module(r.Module.Names())
	if !ok || m == nil || m.Variables[name] == nil {
		return Edit{}, false
	}
	s, old := c.sheet(call.File), call.Syntax.Body.Attributes[name]
	if old == nil {
		return s.set(call.Syntax, argument{name: name, value: value, kin: []string{"source"}}), true
	}
	if d := m.Variables[name].Default; d != nil && string(d.Range().SliceBytes(c.Source(d.Range().Filename))) == value {
		return s.removeArgument(old), true
	}
	return s.replace(old.Expr.Range(), value), true
}
