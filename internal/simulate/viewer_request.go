package simulate

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// methods are those that CloudFront can be told to allow.
var methods = []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}

// ParseRequest makes a viewer request of a URL, or of a path, which goes to the
// distribution's own host by the scheme of r. The method and the rest of r stay.
// The fragment stays with the viewer. An error is one line.
func ParseRequest(target string, r Request) (Request, error) {
	u, err := parseTarget(target)
	if err != nil {
		return r, fmt.Errorf("%q is not a URL: %w", target, err)
	}
	r.Method, r.Path, r.Query = strings.ToUpper(r.Method), u.EscapedPath(), u.RawQuery
	if !slices.Contains(methods, r.Method) {
		return r, fmt.Errorf("method %q: CloudFront accepts %s", r.Method, strings.Join(methods, ", "))
	}
	if u.Host != "" {
		r.Scheme, r.Host = u.Scheme, u.Hostname()
	} else if !strings.HasPrefix(target, "/") {
		return r, fmt.Errorf("request of %q: it must be a URL such as https://www.example.com/index.html, or a path "+
			"that "+
			"begins with /", target)
	}
	if r.Path == "" {
		r.Path = "/"
	}
	if r.Scheme != "http" && r.Scheme != "https" {
		return r, fmt.Errorf("scheme %q: it must be http or https", r.Scheme)
	}
	return r, nil
}

// parseTarget reads a URL or a path. What begins with two slashes is a path
// here, although elsewhere a host would follow.
func parseTarget(target string) (*url.URL, error) {
	if !strings.HasPrefix(target, "//") {
		return url.Parse(target)
	}
	u, err := url.Parse("https://host" + target)
	if err == nil {
		u.Scheme, u.Host = "", ""
	}
	return u, err
}
