package cure

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/plan"
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
	why := "the global endpoint does not reach buckets in regions launched after March 2019"
	address, attribute := o.Distribution.Place(), o.Origin.At("domain_name")
	if edit, ok := c.otherBranch(address, attribute, regionalName); ok {
		return []Candidate{{Edits: []hcledit.Edit{edit}, Why: why}}
	}
	edits, along := c.domain(o, o.Bucket())
	list := setting{why: why}.candidates(edits)
	for i := range list {
		list[i].Edits = append(list[i].Edits, along...)
	}
	return list
}

// domain lists the edits that let an origin ask a bucket by the endpoint of its region,
// and what has to come along with any of them.
func (c *Case) domain(o simulate.Outcome, b *s3.Bucket) (ways, along []hcledit.Edit) {
	address, attribute := o.Distribution.Place(), o.Origin.At("domain_name")
	if w, ok := c.words(address, attribute); ok {
		if edit, ok := w.sameBucket(); ok {
			return []hcledit.Edit{edit}, nil
		}
	}
	region := b.Region
	if o.Origin.Endpoint.Region != "" {
		region = o.Origin.Endpoint.Region
	}
	if b.Resource != nil {
		return c.domainOf(address, attribute, b.Resource, region)
	}
	text, ok := regionalHost(b.Name, region, b.Partition)
	if !ok {
		return nil, nil
	}
	path, name := splitPath(attribute)
	return c.ways(address, path, hcledit.Argument{Name: name, Value: quoted(text), Own: true}), nil
}

// domainOf does so for a bucket of the root: by a reference, or by the name itself
// where none can stand.
func (c *Case) domainOf(address, attribute string, b *plan.Resource, region string) (ways, along []hcledit.Edit) {
	path, name := splitPath(attribute)
	if edits, ok := c.handIn(address, attribute, b.Address, regionalName); ok {
		return edits[:1], edits[1:]
	}
	text, along, ok := c.export(address, b.Address, regionalName)
	if ok {
		each := strings.Contains(text, "each.key") || strings.Contains(text, "count.index")
		if ways = c.ways(address, path, hcledit.Argument{Name: name, Value: text, Own: !each}); len(ways) > 0 {
			return ways, along
		}
	}
	if text, ok = regionalHost(b.String("bucket"), region, b.Partition); ok {
		return c.ways(address, path, hcledit.Argument{Name: name, Value: quoted(text), Own: true}), nil
	}
	return nil, nil
}

// regionalHost is the name of a bucket's endpoint in its region.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func regionalHost(name, region, partition string) (string, bool) {
	known := name != "" && region != "" && partition == "aws"
	if !known || symbol.Contains(name) || symbol.Contains(region) {
		return "", false
	}
	return name + ".s3." + region + ".amazonaws.com", true
}

// sameBucket names the endpoint of the bucket whose name is written, or of which the
// domain name begins.
func (w words) sameBucket() (hcledit.Edit, bool) {
	x := w.x
	if t, ok := x.(*hclsyntax.TemplateExpr); ok && len(t.Parts) > 1 {
		rest := w.Src[t.Parts[1].Range().Start.Byte:]
		if !bytes.HasPrefix(rest, []byte(".")) {
			return hcledit.Edit{}, false // the name of the bucket goes on
		}
		x = t.Parts[0]
	}
	last, ok := lastName(x)
	named := words{Sheet: w.Sheet, x: x}
	if !ok || !named.isBucketName(last) {
		return hcledit.Edit{}, false
	}
	front := string(w.Src[x.Range().Start.Byte:last.Start.Byte])
	return w.Replace(w.x.Range(), front+regionalName), true
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
	switch string(at.SliceBytes(w.Src)) {
	case "bucket_domain_name":
		return true
	case "website_endpoint", "website_domain", "id", "bucket":
		text := string(w.x.Range().SliceBytes(w.Src))
		return strings.HasPrefix(text, "aws_s3_bucket.")
	}
	return false
}

// otherBranch lets a condition choose its other branch, if that ends in a name: by the
// input of the module, where that is true or false.
func (c *Case) otherBranch(address, attribute, name string) (hcledit.Edit, bool) {
	path, last := splitPath(attribute)
	h, ok := c.at(address, path)
	if !ok || h.attribute(last) == nil {
		return hcledit.Edit{}, false
	}
	n, ok := h.attribute(last).Expr.(*hclsyntax.ConditionalExpr)
	if !ok {
		return hcledit.Edit{}, false
	}
	asked, ok := n.Condition.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(asked.Traversal) != 2 || asked.Traversal.RootName() != "var" {
		return hcledit.Edit{}, false
	}
	taken, ok := c.words(address, attribute)
	if !ok {
		return hcledit.Edit{}, false
	}
	other, wanted := n.TrueResult, "true"
	if within(n.TrueResult.Range(), taken.x.Range()) {
		other, wanted = n.FalseResult, "false"
	}
	if !strings.HasSuffix(string(other.Range().SliceBytes(h.Src)), "."+name) {
		return hcledit.Edit{}, false
	}
	return c.input(address, asked.Traversal[1].(hcl.TraverseAttr).Name, wanted)
}

// input gives an input of the module that a resource stands in another value, which is
// taken out where it is the default.
func (c *Case) input(address, name, value string) (hcledit.Edit, bool) {
	r := c.Resource(address)
	call, ok := c.Call(r.Module)
	m := c.Tree.Module(r.Module.Names())
	if !ok || m == nil || m.Variables[name] == nil {
		return hcledit.Edit{}, false
	}
	s, old := c.sheet(call.File), call.Syntax.Body.Attributes[name]
	if old == nil {
		return s.Set(call.Syntax, hcledit.Argument{Name: name, Value: value, Kin: []string{"source"}}), true
	}
	if d := m.Variables[name].Default; d != nil && string(d.Range().SliceBytes(c.Source(d.Range().Filename))) == value {
		return s.RemoveArgument(old), true
	}
	return s.Replace(old.Expr.Range(), value), true
}
