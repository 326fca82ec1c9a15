package planfile

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// ReferenceText is a reference as the plan's JSON writes it.
func ReferenceText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			b.WriteString("[]")
		}
	}
	return b.String()
}
