package cloudfront

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// HostIndex finds distributions by the names that they answer to, so that the cost
// of many names does not grow with that of many distributions.
type HostIndex struct {
	all []*Distribution
	// named are those with an alias, by the alias, "*." left off; open those of which
	// not all names are known. Both are indices of all.
	named map[string][]int
	open  []int
}

// NewHostIndex lists distributions.
func NewHostIndex(list []*Distribution) *HostIndex {
	out := &HostIndex{all: list, named: map[string][]int{}}
	for i, d := range list {
		for name := range d.names.plain {
			out.named[name] = append(out.named[name], i)
		}
		for name := range d.names.below {
			out.named[name] = append(out.named[name], i)
		}
		if len(d.names.open) > 0 || !d.AliasesKnown.IsTrue() {
			out.open = append(out.open, i)
		}
	}
	return out
}

// Near lists the distributions that may serve a host name, in order. All others
// certainly do not.
func (x *HostIndex) Near(host string) []*Distribution {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if symbol.Contains(host) {
		return x.all
	}
	near := slices.Concat(x.open, x.named[host])
	for at := 1; at < len(host); at++ {
		if host[at] == '.' {
			near = append(near, x.named[host[at+1:]]...)
		}
	}
	slices.Sort(near)
	var out []*Distribution
	for _, i := range slices.Compact(near) {
		out = append(out, x.all[i])
	}
	return out
}
