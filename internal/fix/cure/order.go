package cure

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// waitFor lets a policy or ACL wait for what has to come first, and that not for it.
// https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
func waitFor(c *Case) []Candidate {
	if len(c.Finding.Related) == 0 {
		return nil
	}
	return c.ordered(c.Resource(c.Finding.Address), c.Resource(c.Finding.Related[0]))
}

// ordered makes one resource wait for another of its module.
func (c *Case) ordered(change, first *plan.Resource) []Candidate {
	if change == nil || first == nil || change.Module.String() != first.Module.String() {
		return nil
	}
	at, ok := c.Block(change.Address)
	before, ok2 := c.Block(first.Address)
	if !ok || !ok2 {
		return nil
	}
	edits := []hcledit.Edit{c.sheet(at.File).Waits(at.Syntax, blockName(first))}
	if back, waits := c.noLonger(before, blockName(change)); waits {
		edits = append(edits, back)
	}
	return []Candidate{{
		Edits: edits, Why: "applied before " + blockName(first) + ", it may be refused with 403",
	}}
}

func blockName(r *plan.Resource) string {
	return addr.Resource{Mode: r.Mode, Type: r.Type, Name: r.Name}.BlockName()
}

// noLonger takes a name out of what a block depends on.
func (c *Case) noLonger(b Block, name string) (hcledit.Edit, bool) {
	old := b.Syntax.Body.Attributes["depends_on"]
	if old == nil {
		return hcledit.Edit{}, false
	}
	list, ok := old.Expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		return hcledit.Edit{}, false
	}
	s := c.sheet(b.File)
	i := slices.IndexFunc(list.Exprs, func(x hclsyntax.Expression) bool {
		return string(x.Range().SliceBytes(s.Src)) == name
	})
	switch {
	case i < 0:
		return hcledit.Edit{}, false
	case len(list.Exprs) == 1:
		return s.RemoveArgument(old), true
	}
	return s.RemoveItem(list, i), true
}

// later lets the change by which a time of refusal begins wait for the one that ends
// it.
func later(c *Case) (out []Candidate) {
	opens := c.Resource(c.Finding.Address)
	if opens == nil || opens.Action == plan.Replace || cloudfront.Deploys(opens.Type) {
		return nil // what replaces itself, or waits for a deployment, cannot wait for the other end
	}
	for _, address := range c.Finding.Related {
		for _, candidate := range c.ordered(opens, c.Resource(address)) {
			candidate.Why = "what refuses the requests has to wait until they come as ones that it lets pass"
			out = append(out, candidate)
		}
	}
	return out
}
