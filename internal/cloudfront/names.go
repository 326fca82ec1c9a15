package cloudfront

import (
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// hostNames are the names that a distribution answers to. Plain ones are found in
// a table: a distribution may have many, and a plan many records.
type hostNames struct {
	plain map[string]bool
	below map[string]bool // example.com of *.example.com
	open  []string        // names that hold symbols
}

func newHostNames(list []string) hostNames {
	out := hostNames{plain: map[string]bool{}, below: map[string]bool{}}
	for _, name := range list {
		name = strings.ToLower(name)
		domain, wildcard := strings.CutPrefix(name, "*.")
		switch {
		case symbol.Contains(name) || strings.ContainsAny(domain, "*?"):
			out.open = append(out.open, name)
		case wildcard:
			out.below[domain] = true
		default:
			out.plain[name] = true
		}
	}
	return out
}

// Serves reports whether a host name is the distribution's own or one of its
// aliases. An alias *.example.com covers every depth below example.com, not
// example.com itself; case does not matter (CloudFront Developer Guide, Using
// custom URLs, wildcards in alternate domain names).
func (d *Distribution) Serves(host string) tri.Value {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if !symbol.Contains(host) && d.names.serve(host) {
		return tri.True
	}
	out := d.AliasesKnown.Not()
	if d.AliasesKnown.IsTrue() {
		out = tri.False
	}
	names := d.names.open
	if symbol.Contains(host) {
		names = append([]string{d.DomainName}, d.Aliases...)
	}
	for _, a := range names {
		a = strings.ToLower(a)
		truth := glob.CompileLiteral(a).Match(host)
		if strings.HasPrefix(a, "*.") {
			truth = glob.Compile("?" + a).Match(host)
		}
		out = out.Or(tri.From(truth, symbolCauses(a, host)...))
	}
	return out
}

// serve looks for a name without symbols among those that have none.
func (n hostNames) serve(host string) bool {
	if n.plain[host] {
		return true
	}
	for at := 1; at < len(host); at++ {
		if host[at] == '.' && n.below[host[at+1:]] {
			return true
		}
	}
	return false
}

// exact is the closeness of a name that is an alias itself.
const exact = 1 << 20

// Closeness is how near an alias comes to a host name that it covers: of several
// distributions the one with the most specific alias answers (CloudFront Developer
// Guide, Use custom URLs, wildcards in alternate domain names). It is 0 where none
// certainly covers it.
func (d *Distribution) Closeness(host string) int {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if d.names.plain[host] {
		return exact
	}
	best := 0
	for at := 1; at < len(host) && best == 0; at++ {
		if host[at] == '.' && d.names.below[host[at+1:]] {
			best = len(host) - at
		}
	}
	for _, name := range d.names.open {
		name = strings.ToLower(name)
		switch wildcard := strings.HasPrefix(name, "*."); {
		case !wildcard && glob.CompileLiteral(name).Match(host) == tri.Yes:
			return exact
		case wildcard && glob.Compile("?"+name).Match(host) == tri.Yes:
			best = max(best, len(name))
		}
	}
	return best
}
