package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Named is a block that says something of one thing outside the plan.
type Named struct {
	// Block and Name are the block's type and label.
	Block, Name string
	// Text is what a plan that names the thing holds: the label, but for a KMS
	// key its id alone, by which an ARN can be told too.
	Text  string
	Range hcl.Range
}

// Named lists the blocks in the order of the file's kinds of blocks.
func (a Assume) Named() []Named {
	var out []Named
	for _, b := range a.Buckets {
		out = append(out, Named{"bucket", b.Name, b.Name, b.Range})
	}
	for _, o := range a.Others {
		text := o.Name
		if _, id, ok := strings.Cut(text, ":key/"); ok {
			text = id
		}
		out = append(out, Named{o.Block, o.Name, text, o.Range})
	}
	return out
}
