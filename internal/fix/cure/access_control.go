package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// Moving an origin to an origin access control.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html

const accessControlType = "aws_cloudfront_origin_access_control"

// signed lists the edits that let an origin ask as an origin access control for the
// objects of a bucket, by its REST endpoint. ok is false if they cannot all be made.
func (c *Case) signed(o simulate.Outcome) (edits []hcledit.Edit, ok bool) {
	h, ok := c.at(o.Distribution.Place(), o.Origin.Block.Path())
	if !ok {
		return nil, false
	}
	id, edits, ok := c.accessControl(o)
	if !ok {
		return nil, false
	}
	if f := o.Origin.Endpoint.Form; f != cloudfront.Regional && f != cloudfront.Global {
		domain, along := c.domain(o, o.Bucket())
		if len(domain) == 0 {
			return nil, false
		}
		edits = append(append(edits, domain[len(domain)-1]), along...)
	}
	name := h.attribute("domain_name")
	for _, kind := range []string{"s3_origin_config", "custom_origin_config"} {
		for _, b := range h.nested(kind) {
			edits = append(edits, h.RemoveBlock(b))
		}
	}
	a := hcledit.Argument{Name: "origin_access_control_id", Value: id, Kin: []string{"origin_id", "domain_name"}}
	own := h.attribute("origin_id")
	if own != nil && name != nil && own.SrcRange.Start.Byte < name.SrcRange.Start.Byte {
		a.Kin = []string{"domain_name"}
	}
	return append(edits, h.Set(h.inner, a)), true
}

// accessControl is how an origin names an origin access control that signs for S3: one
// that is there, else a new one.
func (c *Case) accessControl(o simulate.Outcome) (id string, edits []hcledit.Edit, ok bool) {
	d := o.Distribution.Place()
	if text, ok := c.ownControl(d); ok {
		return text, nil, true
	}
	at, parsed := addr.Parse(d)
	block, found := c.Block(d)
	if !parsed || !found {
		return "", nil, false
	}
	name, ok := c.accessControlName(o, at)
	if !ok {
		return "", nil, false
	}
	label := c.freeLabel(at, accessControlType, at.Name)
	text := "resource \"" + accessControlType + "\" \"" + label + "\" {\n" +
		"  name                              = " + name + "\n" +
		"  origin_access_control_origin_type = \"s3\"\n" +
		"  signing_behavior                  = \"always\"\n" +
		"  signing_protocol                  = \"sigv4\"\n}"
	return accessControlType + "." + label + ".id", []hcledit.Edit{
		c.sheet(block.File).InsertBefore(block.Syntax, text),
	}, true
}

// ownControl names an access control that is there: that of the instance, else one for
// all of them, else any.
func (c *Case) ownControl(distribution string) (text string, ok bool) {
	best := -1
	for _, r := range c.After.State.OfType(accessControlType) {
		if !signsForS3(r) {
			continue
		}
		name, found := c.Reference(distribution, r.Address, "id")
		rank := 0
		switch {
		case !found:
			continue
		case strings.Contains(name, "[each.key]") || strings.Contains(name, "[count.index]"):
			rank = 2
		case !strings.Contains(name, "["):
			rank = 1
		}
		if rank > best {
			text, best = name, rank
		}
	}
	return text, best >= 0
}

func signsForS3(r *plan.Resource) bool {
	return r.From == "" && r.String("origin_access_control_origin_type") == "s3" &&
		slices.Contains([]string{"always", "no-override"}, r.String("signing_behavior"))
}

// accessControlName is a name that no other access control of the account has: that of
// the bucket, else one for the root alone.
func (c *Case) accessControlName(o simulate.Outcome, at addr.Resource) (string, bool) {
	if b := o.Bucket(); b.Resource != nil && b.Resource.Key == addr.NoKey {
		if text, ok := c.Reference(at.Module.String(), b.Resource.Address, "bucket"); ok {
			return text, true
		}
	}
	h, ok := c.at(at.String(), "")
	switch several := !ok || c.shared(at.String(), h); {
	case !several && isLabel(o.Bucket().Name):
		return quoted(o.Bucket().Name), true
	case !at.Module.IsRoot():
		return "", false
	}
	return quoted(at.Name), true
}

// freeLabel is a label that no block of the type has in the module yet.
func (c *Case) freeLabel(at addr.Resource, typ, label string) string {
	m := c.Tree.Module(at.Module.Names())
	for m != nil && m.Resources[typ+"."+label] != nil {
		label += "_s3"
	}
	return label
}

// isLabel reports whether a text holds only what names of AWS are made of.
func isLabel(text string) bool {
	for _, r := range text {
		if r > '~' {
			return false
		}
	}
	return text != ""
}

// asAccessControl is an outcome as an access control would have it: what a statement
// has to allow then.
func asAccessControl(o simulate.Outcome) simulate.Outcome {
	o.Caller = cloudfront.OAC
	return o
}

// moveOf lets an origin ask as an access control. What that then lacks of grants shows
// as findings of their own.
func (c *Case) moveOf(o simulate.Outcome, why, other string) []Candidate {
	edits, ok := c.signed(o)
	if !ok {
		return nil
	}
	return []Candidate{{Edits: edits, Why: why, Other: other}}
}

// addressOf is the address of a resource by its parts.
func addressOf(r *plan.Resource) addr.Resource {
	return addr.Resource{Module: r.Module, Mode: r.Mode, Type: r.Type, Name: r.Name, Key: r.Key}
}

// repeats is the line by which a block repeats as another does, "" if that has no
// instances.
func (c *Case) repeats(b Block) string {
	for _, name := range []string{"for_each", "count"} {
		if attr := b.Syntax.Body.Attributes[name]; attr != nil {
			return "  " + name + " = " + string(attr.Expr.Range().SliceBytes(c.Source(b.File))) + "\n\n"
		}
	}
	return ""
}

// ownKey is how such a block refers to its own instance of the other.
func (c *Case) ownKey(b Block) string {
	switch {
	case b.Syntax.Body.Attributes["for_each"] != nil:
		return "[each.key]"
	case b.Syntax.Body.Attributes["count"] != nil:
		return "[count.index]"
	}
	return ""
}
