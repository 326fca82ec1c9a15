package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// answerTo adds the name that DNS leads to a distribution to those that it answers to.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
func answerTo(c *Case) []Candidate {
	o, ok := c.Outcome()
	if !ok || o.Host == "" {
		return nil
	}
	name := c.hostName(c.Finding.Address, o.Host)
	const why = "CloudFront answers only to the names among its aliases, which its certificate has to cover"
	const other = "point the DNS record elsewhere"
	d := o.Distribution.NamesAt
	if h, ok := c.at(d.Address, ""); !ok || c.shared(d.Address, h) {
		return nil // the name is that of one of several
	}
	if w, ok := c.words(d.Address, d.Attribute); ok && w.list() != nil && c.fits(name, w.list().Range(), d.Address) {
		return []Candidate{{Edits: []hcledit.Edit{w.AddItem(w.list(), name)}, Why: why, Other: other}}
	}
	home, found := c.at(d.Address, "")
	if !found || home.attribute("aliases") != nil {
		return nil
	}
	a := hcledit.Argument{
		Name:  "aliases",
		Value: "[" + name + "]",
		Kin:   []string{"default_root_object", "comment", "enabled"},
	}
	return []Candidate{{Edits: []hcledit.Edit{home.Set(home.inner, a)}, Why: why, Other: other}}
}

// hostName is how the source calls a host: by the variable, if the record's name or an
// alias is made of one.
func (c *Case) hostName(distribution, host string) string {
	at, _ := addr.Parse(distribution)
	for _, r := range c.After.State.OfType("aws_route53_record") {
		if text, ok := c.recordName(r, at.Module, host); ok {
			return text
		}
	}
	if rest, ok := strings.CutPrefix(host, "www."); ok {
		if text, ok := c.aliasText(distribution, rest); ok {
			return `"www.` + text + `"`
		}
	}
	return quoted(host)
}

// recordName is the expression of a record's name where it means the same in the
// distribution's block.
func (c *Case) recordName(r *plan.Resource, m addr.Module, host string) (string, bool) {
	if r.Module.String() != m.String() || r.String("name") != host || r.Key != addr.NoKey {
		return "", false
	}
	b, ok := c.Block(r.Address)
	if !ok || b.Syntax.Body.Attributes["name"] == nil {
		return "", false
	}
	x := b.Syntax.Body.Attributes["name"].Expr
	if len(x.Variables()) == 0 {
		return "", false
	}
	return string(x.Range().SliceBytes(c.Source(b.File))), true
}

// aliasText is how an alias that is a name alone is put into a template.
func (c *Case) aliasText(distribution, name string) (string, bool) {
	w, ok := c.words(distribution, "aliases")
	r := c.Resource(distribution)
	if !ok || r == nil || w.list() == nil {
		return "", false
	}
	values, known := r.Texts("aliases")
	if !known.IsTrue() || len(values) != len(w.list().Exprs) {
		return "", false
	}
	for i, x := range w.list().Exprs {
		if text := string(x.Range().SliceBytes(w.Src)); values[i] == name && len(x.Variables()) == 1 &&
			!strings.HasPrefix(text, `"`) {
			return "${" + text + "}", true
		}
	}
	return "", false
}
