package cure

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
)

// wellFormed mends what S3 or KMS does not take of a policy.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
func wellFormed(c *Case) []Candidate {
	if c.Finding.Part.Entry == "" {
		c = c.withEntry()
	}
	a := &admission{Case: c, bucket: c.bucketOf(c.Finding.Address)}
	if o, ok := c.Outcome(); ok {
		a.outcome = o
	}
	switch c.Finding.Part.Element {
	case "Effect":
		return c.effect()
	case "Resource":
		if a.bucket != nil {
			return a.ownResource()
		}
	case "Action":
		return a.rightAction()
	case "Principal":
		return append(a.misnamed(), c.service()...)
	}
	return nil
}

// withEntry is the case with the entry that is at fault, where it is no element of a list
// and hence is not told.
func (c *Case) withEntry() *Case {
	out := *c
	for _, p := range c.policies() {
		text := p.Resource.Sealed(p.Attribute)
		if p.Address() != c.Finding.Address || p.Err == nil || p.Hidden || p.Err.Offset >= len(text) {
			continue
		}
		var entry string
		if json.NewDecoder(strings.NewReader(text[p.Err.Offset:])).Decode(&entry) == nil {
			out.Finding.Part.Entry = entry
		}
	}
	return &out
}

// policies are those of the buckets and keys.
func (c *Case) policies() []*s3.Policy {
	out := slices.Clone(c.After.Store.KeyPolicies())
	for _, b := range c.After.Store.All() {
		out = append(out, b.Policies...)
	}
	return out
}

// bucketOf is the bucket that a policy is put on, nil if it is none's.
func (c *Case) bucketOf(address string) *s3.Bucket {
	for _, b := range c.After.Store.All() {
		for _, p := range b.Policies {
			if p.Address() == address {
				return b
			}
		}
	}
	return nil
}

// effect writes Allow or Deny in the letters that the language knows.
func (c *Case) effect() (out []Candidate) {
	for _, p := range c.clauses(c.Place()) {
		for _, right := range []string{"Allow", "Deny"} {
			if p.node == nil || !strings.EqualFold(strings.Trim(p.text(), `\"`), right) {
				continue
			}
			if edits, ok := p.set(policyedit.Literal(right)); ok {
				out = append(out, Candidate{Edits: edits, Why: "Effect is Allow or Deny, in these letters"})
			}
		}
	}
	return out
}

// text is what is written.
func (p clause) text() string { return string(p.Src[p.node.Start:p.node.End]) }

// ownResource names the bucket in place of what is not it: without an ARN before an ARN,
// or by the bucket's own.
func (a *admission) ownResource() (out []Candidate) {
	const why = "a bucket policy may name nothing but its own bucket and the objects of it"
	entry := a.Finding.Part.Entry
	for _, p := range a.clauses(a.Place()) {
		if edits, ok := p.withoutPrefix("arn:" + a.bucket.Partition + ":s3:::"); ok {
			out = append(out, Candidate{Edits: edits, Why: "what the reference stands for is an ARN already"})
		}
		arn, ok := a.bucketARN(p.home)
		if !ok {
			continue
		}
		tail := "/*"
		if at := strings.IndexByte(entry, '/'); at >= 0 {
			tail = entry[at:]
		} else if strings.HasPrefix(entry, "arn:") {
			tail = ""
		}
		if entry == "*" && a.ofBucket(a.Finding.Part.Statement) {
			out = append(out, p.bothOf(arn, why)...)
			continue
		}
		if tail != "" {
			arn = append(slices.Clip(arn), policyedit.Bit{Text: tail})
		}
		if edits, ok := p.set(arn); ok {
			out = append(out, Candidate{Edits: edits, Why: why})
		}
	}
	return out
}

// bothOf names the bucket and its objects in place of everything.
func (p clause) bothOf(arn policyedit.Term, why string) []Candidate {
	bucket, _, ok := p.term(arn)
	objects, more, ok2 := p.term(append(slices.Clip(arn), policyedit.Bit{Text: "/*"}))
	if !ok || !ok2 || p.fixed {
		return nil
	}
	text := bucket + ", " + objects
	if listAround(p.body, p.spot.Range) == nil {
		text = "[" + text + "]"
	}
	return []Candidate{{Edits: append([]hcledit.Edit{p.Put(p.node, text)}, more...), Why: why}}
}

// withoutPrefix takes words off that stand before a reference.
func (p clause) withoutPrefix(prefix string) ([]hcledit.Edit, bool) {
	if p.node == nil || p.node.Form != policyedit.Scalar {
		return nil, false
	}
	text := p.text()
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, `"`), prefix)
	if !ok || !strings.HasPrefix(rest, "${") || strings.HasPrefix(rest, "${aws") && !strings.Contains(rest, ".arn}") {
		return nil, false
	}
	return []hcledit.Edit{p.Put(p.node, p.plainText(`"`+rest))}, true
}

// rightAction takes out an action that there is not, or lets the statement name what an
// action is about.
func (a *admission) rightAction() (out []Candidate) {
	part := a.Finding.Part
	entry := part.Entry
	switch {
	case entry != "" && !strings.Contains(entry, ":"):
		for _, p := range a.clauses(a.Place()) {
			if edits, ok := p.set(policyedit.Literal("s3:" + entry)); ok {
				out = append(out, Candidate{Edits: edits, Why: "an action begins with the name of its service"})
			}
		}
		return out
	case strings.Contains(a.Finding.Message, "does not apply"):
		out = a.onItsResource()
	}
	if p, i, ok := a.entry(); ok && len(p.node.Items) > 1 {
		why := "S3 has no such action, and takes no policy that names one"
		if strings.Contains(a.Finding.Message, "does not apply") {
			why = "S3 takes no policy with an action that is about none of its resources"
		}
		return append(out, Candidate{Edits: []hcledit.Edit{p.Drop(p.node, i)}, Why: why})
	}
	if strings.EqualFold(entry, "s3:HeadObject") {
		for _, p := range a.clauses(a.Place()) {
			if edits, ok := p.set(policyedit.Literal("s3:GetObject")); ok {
				out = append(out, Candidate{Edits: edits, Why: "a HEAD request takes s3:GetObject"})
			}
		}
	}
	return out
}

// onItsResource adds the bucket, or its objects, to the resources of the statement.
func (a *admission) onItsResource() (out []Candidate) {
	if a.bucket == nil {
		return nil
	}
	p, ok := a.clause(a.part(trace.Part{Statement: a.Finding.Part.Statement, Element: "Resource"}))
	if !ok || p.spot.Left > 0 && p.node == nil {
		return nil
	}
	arn, ok := a.bucketARN(p.home)
	if a.wires = !ok; a.wires {
		arn, ok = a.bucketARN(p.home)
	}
	if !ok {
		return nil
	}
	why := "the action is about the bucket itself"
	if strings.Contains(a.Finding.Message, "about objects") {
		arn, why = append(slices.Clip(arn), policyedit.Bit{Text: "/*"}), "the action is about objects"
		if text, ok := p.withObjects(); ok && !a.ofBucket(a.Finding.Part.Statement) {
			return []Candidate{{Edits: []hcledit.Edit{p.Put(p.node, text)}, Why: why, Other: "take the action out"}}
		}
	}
	if edits, ok := p.include(arn); ok {
		out = append(out, Candidate{Edits: append(edits, a.more...), Why: why, Other: "take the action out"})
	}
	return out
}

// entry finds the list in which the entry stands that the finding is about, and its place
// there.
func (c *Case) entry() (p clause, i int, ok bool) {
	spot, ok := c.Spot(c.Place())
	if !ok || spot.Left > 0 {
		return p, 0, false
	}
	at := c.Place()
	if list := listAround(c.File(spot.Range.Filename), spot.Range); list != nil {
		p, ok = c.clauseAt(at, spot, list.Range())
	} else {
		at.Part.Entry, at.Part.Number = "", 0
		p, ok = c.clause(at)
	}
	if !ok || p.node == nil || p.node.Form != policyedit.List {
		return p, 0, false
	}
	i = slices.IndexFunc(p.node.Items, func(n *policyedit.Node) bool { return n.Start == spot.Range.Start.Byte })
	return p, i, i >= 0
}

// service names CloudFront as what it is.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (c *Case) service() (out []Candidate) {
	const why = asServiceWhy
	part := c.Finding.Part
	if !strings.Contains(strings.ToLower(part.Entry), "cloudfront") {
		return nil // whom else it is for is not for us to tell
	}
	if part.Key == "Service" {
		for _, p := range c.clauses(c.Place()) {
			if edits, ok := p.set(policyedit.Literal(s3.ServicePrincipal)); ok {
				out = append(out, Candidate{Edits: edits, Why: why})
			}
		}
		return out
	}
	if edits, ok := c.toService(part); ok {
		out = append(out, Candidate{Edits: edits, Why: why})
	}
	return out
}
