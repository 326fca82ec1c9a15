package cure

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// quoted is a text as a string of HCL.
func quoted(text string) string { return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes()) }

// listOfTexts is a list of strings on one line.
func listOfTexts(texts []string) string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = quoted(t)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// countName counts how often a name stands in a file.
func countName(src []byte, name string) (n int) {
	for _, rest := range strings.Split(string(src), name)[1:] {
		if rest == "" || !inName(rest[0]) {
			n++
		}
	}
	return n
}

// inName reports whether a letter goes on with a name.
func inName(b byte) bool {
	return b == '_' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
