package cure

import (
	"slices"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
)

// Cures of encryption that CloudFront's requests cannot use.
// CloudFront Developer Guide, Restrict access to an Amazon S3 origin, SSE-KMS.

// usableKey encrypts with a key of the root itself whose policy can admit CloudFront, or
// else with keys of S3.
func usableKey(c *Case) (out []Candidate) {
	path, _ := splitPath(c.Finding.Attribute)
	h, ok := c.at(c.Finding.Address, path)
	if !ok || h.attribute("sse_algorithm") == nil {
		return nil
	}
	own, _ := addr.Parse(c.Finding.Address)
	for _, key := range c.After.State.OfType("aws_kms_key") {
		text, ok := c.Reference(c.Finding.Address, key.Address, "arn")
		if !ok || key.Module.String() != own.Module.String() {
			continue
		}
		a := hcledit.Argument{Name: "kms_master_key_id", Value: text, Kin: []string{"sse_algorithm"}}
		out = append(out, Candidate{
			Edits: []hcledit.Edit{h.Set(h.inner, a)},
			Why: "the policy of a customer managed key can admit CloudFront, that of aws/s3 cannot; objects that " +
				"are there have to be copied over themselves",
			Other: "encrypt with SSE-S3 (AES256)",
		})
	}
	algorithm := h.attribute("sse_algorithm")
	edits := []hcledit.Edit{h.Replace(algorithm.Expr.Range(), `"AES256"`)}
	if key := h.attribute("kms_master_key_id"); key != nil {
		edits = append(edits, h.RemoveArgument(key))
	}
	return append(out, Candidate{
		Edits: edits,
		Why: "CloudFront cannot use aws/s3, and SSE-S3 asks for no permission; objects that are there have to be " +
			"copied over themselves",
		Other: "a customer managed key whose policy allows kms:Decrypt to cloudfront.amazonaws.com for this " +
			"distribution",
	})
}

// signedInstead lets the origin ask as an access control in place of an identity.
func signedInstead(c *Case) (out []Candidate) {
	const why = "requests of an origin access identity are not answered here; those of an access control are"
	for _, e := range c.switches(c.distribution()) {
		out = append(out, Candidate{Edits: []hcledit.Edit{e}, Why: why})
	}
	if o, ok := c.reader(); ok {
		list := c.moveOf(o, why, "")
		for _, move := range list {
			if edits, ok := c.dismissed(o); ok && c.Finding.Rule == "oai-unsupported-region" {
				move.Edits = slices.Concat(move.Edits, edits)
				move.Edits = append(move.Edits, c.unused(move.Edits, o.Origin.Identity.Resource)...)
				out = append(out, move)
			}
		}
		out = append(out, list...)
	}
	return out
}

// distribution is the address of the one that the finding is about, "" for none.
func (c *Case) distribution() string {
	if o, ok := c.Outcome(); ok && o.Distribution != nil {
		return o.Distribution.Place()
	}
	return ""
}
