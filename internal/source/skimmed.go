package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/syntax"
)

// Resources make most of a configuration, and few of them matter: their blocks are
// parsed when they are asked for. Of all others something is always asked.
var parsedLater = map[string]bool{"resource": true, "data": true}

// blocksOf are the blocks of a skimmed file that a module is made of.
func blocksOf(file *syntax.Skimmed) (out hcl.Blocks) {
	for i := range file.Blocks {
		b := &file.Blocks[i]
		if !declares(b) {
			continue
		}
		block := &hcl.Block{
			Type: b.Type, Labels: b.Labels,
			DefRange: b.DefRange(), TypeRange: b.TypeRange, LabelRanges: b.LabelRanges,
		}
		if parsedLater[b.Type] {
			block.Body = expr.Lazy(b)
		} else {
			block.Body = expr.Body(b.Parse().Body)
		}
		out = append(out, block)
	}
	return out
}

// declares reports whether a block is one of moduleSchema.
func declares(b *syntax.Block) bool {
	return slices.ContainsFunc(moduleSchema.Blocks, func(header hcl.BlockHeaderSchema) bool {
		return header.Type == b.Type && len(header.LabelNames) == len(b.Labels)
	})
}
