package simulate

import (
	"net/url"
	"strings"
)

// escapePath makes a path of an object key.
func escapePath(key string) string {
	return (&url.URL{Path: key}).EscapedPath()
}

func escapeRune(r rune) string {
	if r == '/' {
		return "/"
	}
	return url.PathEscape(string(r))
}

func witnessPath(witness string) string {
	var out strings.Builder
	for _, r := range witness {
		out.WriteString(escapeRune(r))
	}
	return out.String()
}
