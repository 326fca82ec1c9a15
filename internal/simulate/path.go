package simulate

import (
	"net/url"
	"path"
	"strings"
)

// normalized is a path as behaviors are matched against it: without duplicate
// slashes and dot segments. The origin gets the path as it came (CloudFront
// Developer Guide, Path pattern, Path normalization).
func normalized(p string) string {
	clean := path.Clean("/" + p)
	if clean != "/" && strings.HasSuffix(p, "/") {
		clean += "/"
	}
	return clean
}

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
