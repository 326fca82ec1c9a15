package cure

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// grantResource lets a statement cover the keys that are asked for: by an ARN in place
// of the bucket's own, by one more in its list or in the list that it is made of, or by
// a statement of its own.
func grantResource(c *Case) (out []Candidate) {
	o, _, ok := c.met()
	if !ok || c.Finding.Severity < checks.Error && slices.Contains(c.keys403(), "/*") {
		return nil // some folders alone are granted, and that is meant
	}
	a := c.reads(o)
	a.resources = a.asked
	const why = "the statement has to cover the keys that CloudFront asks for"
	if c.Finding.Part.Element != "Resource" {
		return a.statement(c.policy())
	}
	out = c.bucketOnly(a, why)
	if p, terms, ok := c.elements(o, c.keys403()); ok {
		if edits, ok := p.include(terms...); ok {
			out = append(out, Candidate{Edits: edits, Why: why})
		}
	}
	part := c.Finding.Part
	part.Entry, part.Number, part.Instead = "", 0, ""
	if p, ok := c.clause(c.part(part)); ok && p.spot.Left == 0 {
		if asked, ok := a.asked(p.home); ok {
			if edits, ok := p.include(asked...); ok {
				out = append(out, Candidate{Edits: edits, Why: why})
			}
		}
	}
	return append(out, a.statement(c.policy())...)
}

// bucketOnly mends a statement whose Resource is the bucket's own ARN, which means no
// object of it.
func (c *Case) bucketOnly(a *admission, why string) []Candidate {
	b := a.outcome.Bucket()
	part := c.Finding.Part
	if part.Entry == "" || strings.TrimSuffix(part.Entry, "/") != b.ARN {
		return nil
	}
	for _, p := range c.clauses(c.Place()) {
		text, ok := p.withObjects()
		if !ok {
			continue
		}
		var out []Candidate
		if c.ofBucket(part.Statement) {
			if edits, ok := p.includeText(text); ok {
				out = append(out, Candidate{Edits: edits, Why: why})
			}
		}
		return append(out, Candidate{Edits: []hcledit.Edit{p.Put(p.node, text)}, Why: why})
	}
	return nil
}

// withObjects is the ARN that is written, with what makes it that of all objects.
func (p clause) withObjects() (text string, ok bool) {
	if p.node == nil || p.node.Form != policyedit.Scalar || p.inHole() {
		return "", false
	}
	text = string(p.Src[p.node.Start:p.node.End])
	quote := `"`
	if p.Escaped {
		quote = `\"`
	}
	if inner, quoted := strings.CutSuffix(text, quote); quoted && len(inner) > 0 {
		return p.plainText(strings.TrimSuffix(inner, "/") + "/*" + quote), true
	}
	if _, refers := p.expr.(*hclsyntax.ScopeTraversalExpr); refers && p.Tongue == policyedit.Native {
		return `"${` + text + `}/*"`, true
	}
	return "", false
}

// plainText is a text of the page as write wants it.
func (p clause) plainText(text string) string {
	if p.Escaped {
		return strings.ReplaceAll(text, `\"`, `"`)
	}
	return text
}

// ofBucket reports whether a statement grants something on the bucket itself.
func (c *Case) ofBucket(statement int) bool {
	p, ok := c.clause(c.part(trace.Part{Statement: statement, Element: "Action"}))
	if !ok || p.node == nil || p.spot.Left > 0 {
		return false
	}
	text := string(p.Src[p.node.Start:p.node.End])
	return strings.Contains(text, "List") || strings.Contains(text, "GetBucket") || strings.Contains(text, `"s3:*"`)
}

// asked are the ARNs of the keys that the requests of the finding ask for.
func (a *admission) asked(home string) (out []policyedit.Term, ok bool) {
	arn, ok := a.bucketARN(home)
	if !ok {
		return nil, false
	}
	for _, o := range a.askers() {
		out = append(out, slices.Concat(arn, a.originPath(home, o), policyedit.Literal(pattern(o))))
	}
	if len(out) > maxAsked {
		out = []policyedit.Term{append(slices.Clip(arn), policyedit.Bit{Text: "/*"})}
	}
	return out, true
}

// maxAsked bounds the ARNs that are listed before all objects are named at once.
const maxAsked = 4

// askers are the outcomes of the finding that ask for different keys: one alone if it
// asks for all of them.
func (c *Case) askers() (out []simulate.Outcome) {
	var seen []string
	for _, i := range c.Finding.Outcomes {
		o := c.Outcomes[i]
		for _, f := range o.Refusals {
			if f.Step.Address == c.Finding.Address {
				o = o.At(f)
				break
			}
		}
		keys := o.Origin.Path + pattern(o)
		if keys == "/*" {
			return []simulate.Outcome{o}
		}
		if !slices.Contains(seen, keys) {
			seen, out = append(seen, keys), append(out, o)
		}
	}
	return out
}

// keys403 are the keys that these ask for, as they stand behind the bucket's ARN.
func (c *Case) keys403() (out []string) {
	for _, o := range c.askers() {
		out = append(out, o.Origin.Path+pattern(o))
	}
	return out
}

// pattern is that of the behavior of an outcome, with the slash before it.
func pattern(o simulate.Outcome) string {
	if b := o.Result.Behavior; b != nil && b.Pattern != "" {
		return "/" + strings.TrimPrefix(b.Pattern, "/")
	}
	return "/*"
}

// originPath is the origin path of an outcome, with the references that it is written
// with if these mean the same in a block.
func (c *Case) originPath(home string, o simulate.Outcome) policyedit.Term {
	plain := policyedit.Literal(o.Origin.Path)
	d := o.Distribution.Place()
	p, ok := c.clause(trace.Place{Address: d, Attribute: o.Origin.At("origin_path")})
	if !ok || p.spot.Left > 0 || moduleIn(home).String() != moduleIn(d).String() {
		return plain
	}
	x, ok := p.expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return plain
	}
	var out policyedit.Term
	for _, part := range x.Parts {
		switch part := part.(type) {
		case *hclsyntax.LiteralValueExpr:
			out = append(out, policyedit.Bit{Text: part.Val.AsString()})
		case *hclsyntax.ScopeTraversalExpr:
			if root := part.Traversal.RootName(); root != "var" && root != "local" {
				return plain
			}
			out = append(out, policyedit.Bit{Text: string(part.Range().SliceBytes(p.Src)), Ref: true})
		default:
			return plain
		}
	}
	return out
}
