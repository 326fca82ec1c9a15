package glob

import "strings"

// Literals returns the pieces of a pattern or path between wildcards and
// slashes, in order.
func Literals(pattern string) []string {
	return strings.FieldsFunc(pattern, func(r rune) bool { return r == '*' || r == '?' || r == '/' })
}
