package cure

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/trace"
)

// home is where a nested block, or a resource as a whole, is written.
type home struct {
	hcledit.Sheet
	// block is the block as a whole, inner what has its arguments: of a dynamic block,
	// what that repeats.
	block, inner *hclsyntax.Block
}

// at finds the block of a resource to which a path such as origin[0] leads, "" for
// the resource itself. ok is false if it is not written, or not in native syntax.
func (c *Case) at(address, path string) (h home, ok bool) {
	block, ok := c.Block(address)
	if !ok {
		return h, false
	}
	found := block.Syntax
	if path != "" {
		spot, ok := c.Spot(placeOf(address, path))
		if !ok || spot.Left > 0 || c.File(spot.Range.Filename) == nil {
			return h, false
		}
		block.File = spot.Range.Filename
		found = blockAt(c.File(block.File), spot.Range.Start.Byte)
	}
	if found == nil {
		return h, false
	}
	h = home{Sheet: c.sheet(block.File), block: found, inner: found}
	if found.Type == "dynamic" {
		h.inner = contentOf(found)
	}
	return h, h.inner != nil
}

// sheet is a file that is edited.
func (c *Case) sheet(name string) hcledit.Sheet {
	return hcledit.Sheet{Name: name, Src: c.Source(name), Body: c.File(name)}
}

// blockAt finds the block that begins at a byte, however deep.
func blockAt(body *hclsyntax.Body, at int) *hclsyntax.Block {
	for _, b := range body.Blocks {
		switch {
		case b.TypeRange.Start.Byte == at:
			return b
		case b.TypeRange.Start.Byte < at && at < b.CloseBraceRange.End.Byte:
			return blockAt(b.Body, at)
		}
	}
	return nil
}

func contentOf(dynamic *hclsyntax.Block) *hclsyntax.Block {
	for _, b := range dynamic.Body.Blocks {
		if b.Type == "content" {
			return b
		}
	}
	return nil
}

// nested lists the blocks of a type that stand in a home, those in a dynamic block
// as that block.
func (h home) nested(name string) (out []*hclsyntax.Block) {
	for _, b := range h.inner.Body.Blocks {
		if b.Type == name || b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == name {
			out = append(out, b)
		}
	}
	return out
}

// ways lists the edits that give an argument a value, the narrowest first: the words
// that wrote it, wherever they stand, then the expression of the argument itself, for
// words that serve others too. What is missing gets a line of its own.
func (c *Case) ways(address, path string, a hcledit.Argument) (out []hcledit.Edit) {
	name := a.Name
	if path != "" {
		name = path + "." + a.Name
	}
	h, found := c.at(address, path)
	shared := found && a.Own && c.shared(address, h)
	spot, ok := c.Spot(placeOf(address, name))
	if ok && spot.Left == 0 && c.fits(a.Value, spot.Range, address) && !(shared && c.inBlock(spot.Range, address)) {
		out = append(out, c.sheet(spot.Range.Filename).Replace(spot.Range, a.Value))
	}
	if !found || shared {
		return out
	}
	edit := h.Set(h.inner, a)
	if len(out) == 0 || out[0] != edit {
		out = append(out, edit)
	}
	return out
}

// shared reports whether what is written in a block is written for several instances,
// or for several blocks that a dynamic one makes.
func (c *Case) shared(address string, h home) bool {
	r := c.Resource(address)
	if r == nil || h.block.Type == "dynamic" {
		return true
	}
	same := 0
	for _, other := range c.After.State.OfType(r.Type) {
		if other.Name == r.Name && slices.Equal(other.Module.Names(), r.Module.Names()) {
			same++
		}
	}
	return same > 1
}

// inBlock reports whether a range lies in the block of a resource.
func (c *Case) inBlock(at hcl.Range, address string) bool {
	b, ok := c.Block(address)
	return ok && b.File == at.Filename && within(b.Range(), at)
}

// fits reports whether a value can stand in place of some words: one that holds
// references only where these mean the same as in the resource.
func (c *Case) fits(value string, at hcl.Range, address string) bool {
	if editableRange(at) != nil {
		return false
	}
	if !refers(value) {
		return true
	}
	own, ok := c.Block(address)
	if !ok || c.inBlock(at, address) {
		return ok
	}
	body := c.File(at.Filename)
	if body == nil || strings.Contains(value, "each.") || strings.Contains(value, "count.") {
		return false
	}
	for _, b := range body.Blocks {
		if b.Type == "locals" && within(hcl.RangeBetween(b.TypeRange, b.CloseBraceRange), at) {
			return folder(at.Filename) == folder(own.File)
		}
	}
	return false
}

// refers reports whether an expression holds references.
func refers(value string) bool {
	x, err := syntax.Expression([]byte(value), "", hcl.InitialPos)
	return err != nil || len(x.Variables()) > 0
}

func within(outer, inner hcl.Range) bool {
	return outer.Start.Byte <= inner.Start.Byte && inner.End.Byte <= outer.End.Byte
}

func folder(name string) string { return name[:strings.LastIndexByte(name, '/')+1] }

// editableRange tells why the words of a range cannot be edited, nil if they can.
func editableRange(at hcl.Range) error {
	if why, ok := Editable(at.Filename); !ok {
		return notEditable(why)
	}
	return nil
}

type notEditable string

func (e notEditable) Error() string { return string(e) }

// attribute is a written argument of a home, nil if it is not.
func (h home) attribute(name string) *hclsyntax.Attribute { return h.inner.Body.Attributes[name] }

// placeOf is an attribute of a resource.
func placeOf(address, attribute string) trace.Place {
	return trace.Place{Address: address, Attribute: attribute}
}
