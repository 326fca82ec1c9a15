package simulate

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/tri"
)

// owner finds the other distribution that answers for a host name in place of one, as
// it has the more specific alias: CloudFront goes by that, whichever distribution DNS
// leads the name to (CloudFront Developer Guide, Use custom URLs). Where none certainly
// has it, the value tells whether one may.
func (w *World) owner(d *cloudfront.Distribution, host string) (owner *cloudfront.Distribution, may tri.Value) {
	may = tri.False
	w.hostIndexOnce.Do(func() { w.hostIndex = cloudfront.NewHostIndex(w.Distributions) })
	closest := d.Closeness(host)
	for _, other := range w.hostIndex.Near(host) {
		if other.Address == d.Address {
			continue
		}
		if near := other.Closeness(host); near > closest {
			owner, closest = other, near
		}
		may = may.Or(other.Serves(host))
	}
	return owner, may
}

// named is what becomes of a request for a host name, Absent where DNS leads the
// name to none of the distributions.
func (w *World) named(r Request) Verdict {
	if d := w.ledTo(r.Host); d != nil {
		return w.decide(d, r).Verdict
	}
	return Absent
}

// ledTo is the distribution that a record leads a host name to, nil if none does.
func (w *World) ledTo(host string) *cloudfront.Distribution {
	w.hostsOnce.Do(func() { w.hosts = w.hostsByName() })
	host = hostName(host)
	d := w.hosts[host]
	for rest := host; d == nil; {
		_, above, ok := strings.Cut(rest, ".")
		if !ok {
			return nil
		}
		d, rest = w.hosts["*."+above], above
	}
	return d
}

// hostsByName finds distributions by the names of the records that lead to them.
func (w *World) hostsByName() map[string]*cloudfront.Distribution {
	out := map[string]*cloudfront.Distribution{}
	for _, d := range w.Distributions {
		for _, r := range w.leading(d) {
			if name, ok := w.fullName(d, r); ok {
				out[name] = d
			}
		}
	}
	return out
}
