package cure

import (
	"maps"
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// virginia is the region of what CloudFront takes from other services.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
const virginia = "us-east-1"

// inVirginia makes a resource through a provider of that region, if its module has one.
func inVirginia(c *Case) []Candidate {
	r := c.Resource(c.Finding.Address)
	if r == nil {
		return nil
	}
	return c.throughProvider(r, "what is for CloudFront is made in "+virginia)
}

// certificateInVirginia does so with the certificate of a distribution, and with what
// waits for its validation.
func (c *Case) certificateInVirginia(d *cloudfront.Distribution) []Candidate {
	if d == nil {
		return nil
	}
	arn := d.Within("viewer_certificate").String("acm_certificate_arn")
	for _, r := range c.After.State.Resources {
		if r.Type != "aws_acm_certificate" || arn == "" || r.String("arn") != arn {
			continue
		}
		list := c.throughProvider(r, "CloudFront takes certificates in "+virginia+" only")
		for _, v := range c.After.State.OfType("aws_acm_certificate_validation") {
			if v.String("certificate_arn") != arn {
				continue
			}
			for _, more := range c.throughProvider(v, "") {
				for i := range list {
					list[i].Edits = append(list[i].Edits, more.Edits...)
				}
			}
		}
		return list
	}
	return nil
}

// throughProvider lets a block name the provider of its module whose region is Virginia.
func (c *Case) throughProvider(r *plan.Resource, why string) []Candidate {
	m := c.Tree.Module(r.Module.Names())
	b, ok := c.Block(r.Address)
	if m == nil || !ok {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(m.Providers)) {
		p := m.Providers[key]
		own, found := c.Files.block(p.DeclRange)
		if p.Name != "aws" || p.Alias == "" || p.ForEach != nil || !found {
			continue
		}
		if region := own.Syntax.Body.Attributes["region"]; region == nil || policyedit.KeyOf(region.Expr) != virginia {
			continue
		}
		s := c.sheet(b.File)
		edit := s.InsertLine(b.Syntax, "provider = "+key, s.LineAfter(b.Syntax.OpenBraceRange.Start.Byte))
		if old := b.Syntax.Body.Attributes["provider"]; old != nil {
			edit = s.Replace(old.Expr.Range(), key)
		}
		return []Candidate{{Edits: []hcledit.Edit{edit}, Why: why}}
	}
	return nil
}

// anotherName tells an access control from another one of the account by its label.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginAccessControl.html
func anotherName(c *Case) []Candidate {
	w, ok := c.words(c.Finding.Address, c.Finding.Attribute)
	r := c.Resource(c.Finding.Address)
	if !ok || r == nil || w.shared {
		return nil
	}
	name, known := literalText(w.x)
	if h, ok := c.at(c.Finding.Address, ""); !known || !ok || c.shared(c.Finding.Address, h) {
		return nil
	}
	return []Candidate{{
		Edits: []hcledit.Edit{w.Replace(w.x.Range(), quoted(name+"-"+r.Name))},
		Why:   "each access control of an account has a name of its own",
		Other: "one access control for both",
	}}
}
