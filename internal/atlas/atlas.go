// Package atlas holds what single requests get in a form that travels: a page has it and
// answers from it, without the plan and without this program, exactly as plan403 request
// does. Which requests fare alike is decided by the patterns that tell paths apart, so
// the answer of one stands for its class.
package atlas

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Methods are those that a request can have, in the order of a Set.
var Methods = []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}

// Chart tells to which class a path belongs in the eyes of one distribution: of the web
// ACL before it, of its behaviors, and of the buckets behind those. Where a plan changes
// it, how it looked at paths before tells classes apart as well.
type Chart struct {
	// Walls look at the path as viewers send it.
	Walls []glob.Matcher
	Looks []Look
	Views []View
}

// Look is one way to choose a behavior, the first that counts.
type Look []Behavior

// Behavior is a cache behavior, or what took its place.
type Behavior struct {
	// Pattern looks at the normalised path.
	Pattern glob.Matcher
	// Query: the query string may reach what stands behind it.
	Query bool
	// Views are the buckets that it may ask, by their number in the chart.
	Views []int
}

// View is how a bucket looks at keys, behind the folder in which an origin looks for
// them.
type View struct {
	Patterns []glob.Matcher
	// Website: folders ask for the index document of that name.
	Website bool
	Index   string
}

// Root is the class of the root, which is asked for by itself.
const Root = "/"

// Class names the class of a path. Paths of one class share all answers.
func (c Chart) Class(p string) string {
	if p == "/" {
		return Root
	}
	var b strings.Builder
	note(&b, "w", c.Walls, p)
	var views []int
	seen := map[int]bool{}
	for _, look := range c.Looks {
		b.WriteByte('|')
		for _, n := range look.Choose(p) {
			b.WriteString(strconv.Itoa(n) + ",")
			for _, v := range look[n].Views {
				if !seen[v] {
					seen[v] = true
					views = append(views, v)
				}
			}
		}
	}
	for _, v := range views {
		view, key := c.Views[v], Key(p)
		note(&b, "v"+strconv.Itoa(v), view.Patterns, key)
		if asked := view.Asks(p); asked != key {
			note(&b, "i"+strconv.Itoa(v), view.Patterns, asked)
		}
	}
	return b.String()
}

// Asks is what a path asks for below the folder: of a website its index document where
// that is a folder.
func (v View) Asks(p string) string {
	key := Key(p)
	if v.Website && strings.HasSuffix(key, "/") {
		key += v.Index
	}
	return key
}

// Exactly names one request.
func Exactly(method, scheme, host, path string, signed bool) string {
	name := method + " " + scheme + "://" + host + path
	if signed {
		name += " signed"
	}
	return name
}

// Choose returns the behaviors that may take a path, the last of them certainly.
func (l Look) Choose(p string) []int {
	var out []int
	read := glob.Read(Normalized(p))
	for n, b := range l {
		switch b.Pattern.Read(read) {
		case tri.Yes:
			return append(out, n)
		case tri.Unknown:
			out = append(out, n)
		}
	}
	return out
}

// note writes which patterns match a text, and which may.
func note(b *strings.Builder, name string, list []glob.Matcher, text string) {
	b.WriteString(";" + name + ":")
	read := glob.Read(text)
	for n, m := range list {
		switch m.Read(read) {
		case tri.Yes:
			b.WriteString(strconv.Itoa(n) + "y")
		case tri.Unknown:
			b.WriteString(strconv.Itoa(n) + "u")
		}
	}
}

// Key is a path as a part of an object key.
func Key(p string) string {
	p = strings.TrimPrefix(p, "/")
	if plain, err := url.PathUnescape(p); err == nil {
		return plain
	}
	return p
}

// Normalized is a path as behaviors are matched against it, in the form of RFC 3986:
// without duplicate slashes and dot segments, and with letters, digits and marks that
// need no percent sign without one. The origin gets the path as it came (CloudFront
// Developer Guide, Path pattern, Path normalization).
func Normalized(p string) string {
	return Cleaned(unreserved.ReplaceAllStringFunc(p, func(sign string) string {
		code, err := strconv.ParseUint(sign[1:], 16, 8)
		if err != nil {
			return sign
		}
		return string(rune(code))
	}))
}

// unreserved are the characters of RFC 3986, section 2.3, behind a percent sign.
var unreserved = regexp.MustCompile(`%(?i:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)`)

// Cleaned is a path without duplicate slashes and dot segments.
func Cleaned(p string) string {
	clean := path.Clean("/" + p)
	if clean != "/" && strings.HasSuffix(p, "/") {
		clean += "/"
	}
	return clean
}
