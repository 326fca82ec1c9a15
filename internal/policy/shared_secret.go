package policy

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// Unshown stands for the values of conditions on headers.
const Unshown = "a value that is not shown"

// SharedSecret reports whether a condition key, in lower case, is about a header by
// which CloudFront and a bucket know each other: its value is a secret by nature,
// whether or not the plan marks it so.
func SharedSecret(key string) bool { return key == "aws:referer" || key == "aws:useragent" }

// unshown are nodes of which nothing is printed but the names of values that are not
// known.
func unshown(items []node) []node {
	out := make([]node, len(items))
	for i, n := range items {
		symbols := strings.Map(func(r rune) rune {
			if symbol.KindOf(r) == symbol.None && !strings.ContainsRune("*?", r) {
				return -1
			}
			return r
		}, n.shown)
		if n.shown = symbols; !symbol.Contains(symbols) {
			n.shown = Unshown
		}
		out[i] = n
	}
	return out
}
