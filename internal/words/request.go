package words

import "strings"

// Default is what a distribution's default behavior is called where others are
// called by their path pattern.
const Default = "default"

// Requests are viewer requests that fare alike.
type Requests struct {
	Method, Scheme, Host string
	// Signed: the viewer has a signed URL or signed cookies.
	Signed bool
	// Behaviors are the behaviors all of whose paths are meant, by their patterns.
	Behaviors []string
	// Paths are single paths, where not all of a behavior are meant. Alike: each
	// stands for others that fare as it does.
	Paths []string
	Alike bool
}

// On names the requests and the distribution that they are sent to, as the subject of
// a sentence. Without behaviors and paths, all paths of the distribution are meant.
func (r Requests) On(distribution string) string { return r.asked(" of "+distribution) + r.manner() }

// Beside names the requests where their distribution is told already.
func (r Requests) Beside() string { return r.asked("") + r.manner() }

// asked names what is asked for, with the method where it counts.
func (r Requests) asked(of string) string {
	method := r.Method
	if method == "" {
		method = "GET"
	}
	switch {
	case r.Host != "" && of != "":
		return r.url() + " (" + strings.TrimPrefix(of, " of ") + ")"
	case r.Host != "":
		return r.url()
	case len(r.Paths) > 0 && !r.Alike:
		return method + " " + And(r.Paths) + of
	case method == "OPTIONS":
		return "a CORS preflight (OPTIONS) for " + r.paths(of)
	case method != "GET":
		return method + " to " + r.paths(of)
	}
	return r.paths(of)
}

// paths names paths that stand for more than themselves.
func (r Requests) paths(of string) string {
	if len(r.Paths) > 0 {
		return "paths" + of + " such as " + And(r.Paths)
	}
	return "every path" + of + within(r.Behaviors)
}

func (r Requests) url() string {
	scheme, path := r.Scheme, "/"
	if scheme == "" {
		scheme = "https"
	}
	if len(r.Paths) > 0 {
		path = r.Paths[0]
	}
	return scheme + "://" + r.Host + path
}

// manner is how the requests are made, where that is not the ordinary way.
func (r Requests) manner() string {
	var s string
	if r.Scheme == "http" && r.Host == "" {
		s += " over http"
	}
	if r.Signed {
		s += " with a valid signature"
	}
	return s
}

// Many reports whether the requests are named in the plural.
func (r Requests) Many() bool {
	return r.Host == "" && r.Alike && len(r.Paths) > 0 && (r.Method == "GET" || r.Method == "")
}

// within names the behaviors that take some paths.
func within(behaviors []string) string {
	var patterns []string
	whole := ""
	for _, b := range behaviors {
		if b == Default {
			whole = "in the default behavior"
			continue
		}
		patterns = append(patterns, b)
	}
	if len(patterns) > 0 {
		parts := []string{"matching " + Or(patterns)}
		if whole != "" {
			parts = append(parts, whole)
		}
		return " " + strings.Join(parts, " or ")
	}
	if whole != "" {
		return " " + whole
	}
	return ""
}
