package cure

import (
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// unused takes the block of a resource out that is not made yet and that nothing in its
// module names any more once some edits are made.
func (c *Case) unused(list []hcledit.Edit, r *plan.Resource) []hcledit.Edit {
	if r == nil || !r.New() {
		return nil
	}
	b, ok := c.Block(r.Address)
	if _, own := Editable(b.File); !ok || !own {
		return nil
	}
	files := hcledit.ByFile(list)
	for _, name := range c.Tree.Files() {
		src, err := hcledit.Apply(c.Source(name), files[name])
		if err != nil || folder(name) == folder(b.File) && countName(src, blockName(r)) > 0 {
			return nil
		}
	}
	return []hcledit.Edit{c.sheet(b.File).RemoveBlock(b.Syntax)}
}
