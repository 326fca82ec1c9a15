package cure

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// Case is what a cure sees: one finding, with the world in which it was found and
// the source that is to be edited. Its ranges name files as the tree does.
type Case struct {
	Finding checks.Finding
	// After and Before are the worlds, Outcomes all that was asked of them; those of
	// the finding are Outcomes[Finding.Outcomes[i]].
	After, Before *simulate.World
	Outcomes      []simulate.Outcome
	Tree          *source.Tree

	Locator *plan.Locator
	Files   *Files
}

// Outcome is the first outcome that the finding explains, ok false if it is about
// none.
func (c *Case) Outcome() (o simulate.Outcome, ok bool) {
	if len(c.Finding.Outcomes) == 0 {
		return o, false
	}
	return c.Outcomes[c.Finding.Outcomes[0]], true
}

// Resource is the resource with the address, as it will stand after apply or else
// stood before; nil if there is none.
func (c *Case) Resource(address string) *plan.Resource {
	if r := c.After.State.Resource(address); r != nil {
		return r
	}
	return c.Before.State.Resource(address)
}

// Place is where the finding says that something has to change.
func (c *Case) Place() trace.Place {
	return trace.Place{Address: c.Finding.Address, Attribute: c.Finding.Attribute, Part: c.Finding.Part}
}

// Spot finds the words that wrote a part of a resource, with the references that
// lead there. ok is false if the resource is not in the source. Left tells whether
// the part itself is written: what is missing has its place where it would stand.
func (c *Case) Spot(at trace.Place) (spot locate.Spot, ok bool) {
	r := c.Resource(at.Address)
	if r == nil || r.From != "" {
		return locate.Spot{}, false
	}
	return c.Locator.Where(r, at.Attribute, at.Part)
}

// Source is the content of a file, nil if there is none.
func (c *Case) Source(name string) []byte { return c.Tree.Source(name) }

// Block is a block at the top of a file.
type Block struct {
	File   string
	Syntax *hclsyntax.Block
}

// Range is all of the block, from its type to its closing brace.
func (b Block) Range() hcl.Range {
	return hcl.RangeBetween(b.Syntax.TypeRange, b.Syntax.CloseBraceRange)
}

// Block is the block of a resource instance. ok is false if it is not in the
// source, or not in native syntax.
func (c *Case) Block(address string) (Block, bool) {
	at, ok := addr.Parse(address)
	if !ok {
		return Block{}, false
	}
	return c.BlockOf(at.Module, at.BlockName())
}

// BlockOf is a resource's or data source's block by its name in its module, as in
// "aws_s3_bucket.site" or "data.aws_iam_policy_document.read".
func (c *Case) BlockOf(module addr.Module, name string) (Block, bool) {
	m := c.Tree.Module(module.Names())
	if m == nil || m.Resources[name] == nil {
		return Block{}, false
	}
	return c.Files.block(m.Resources[name].DeclRange)
}

// Call is the module block that makes a module instance.
func (c *Case) Call(module addr.Module) (Block, bool) {
	parent := c.Tree.Module(module.Parent().Names())
	if module.IsRoot() || parent == nil || parent.Calls[module.Call().Name] == nil {
		return Block{}, false
	}
	return c.Files.block(parent.Calls[module.Call().Name].DeclRange)
}

// File is the parsed form of a file in native syntax, nil for any other.
func (c *Case) File(name string) *hclsyntax.Body { return c.Files.body(name) }

// Candidate is one way to end a finding: edits that belong together, why they end
// it, and the other sound way in words, if there is one.
type Candidate struct {
	Edits []hcledit.Edit
	// Why is one line.
	Why string
	// Other is one line, or "".
	Other string
}
