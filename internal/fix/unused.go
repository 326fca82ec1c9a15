package fix

import (
	"github.com/plan403/plan403/plan"
)

// unused takes the block of a resource out that is not made yet and that nothing in its
// module names any more once some edits are made.
func (c *Case) unused(list []Edit, r *plan.Resource) []Edit {
	if r == nil || !r.New() {
		return nil
	}
	b, ok := c.Block(r.Address)
	if _, own := editable(b.File); !ok || !own {
		return nil
	}
	files := byFile(list)
	for _, name := range c.Tree.Files() {
		src, err := Apply(c.Source(name), files[name])
		if err != nil || folder(name) == folder(b.File) && countName(src, blockName(r)) > 0 {
			return nil
		}
	}
	return []Edit{c.sheet(b.File).removeBlock(b.Syntax)}
}
