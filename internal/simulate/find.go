package simulate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
)

// NotFound is why no distribution is asked, as one line.
type NotFound struct {
	// Ambiguous: there are several, and nothing tells which one is meant.
	Ambiguous bool
	text      string
}

func (e *NotFound) Error() string { return e.text }

func notFound(format string, args ...any) *NotFound {
	return &NotFound{text: fmt.Sprintf(format, args...)}
}

// Find finds the distribution that a request goes to: the one with the address, or
// if that is "" the one that serves the host, or the only one. It is one of the
// other world if the one that is asked does not have it. A host that none serves goes
// where DNS leads it. An error is a *NotFound.
func Find(w, other *World, address, host string) (*cloudfront.Distribution, error) {
	list := slices.Clone(w.Distributions)
	for _, d := range other.Distributions {
		if w.Distribution(d.Address) == nil {
			list = append(list, d)
		}
	}
	fits := func(d *cloudfront.Distribution) bool {
		return address == d.Address || address == "" && (host == "" || d.Serves(host).IsTrue())
	}
	i := slices.IndexFunc(list, fits)
	for k, d := range list {
		if i >= 0 && address == "" && host != "" && fits(d) && d.Closeness(host) > list[i].Closeness(host) {
			i = k
		}
	}
	if i < 0 && address == "" {
		i = slices.Index(list, w.ledTo(host))
	}
	switch {
	case len(list) == 0:
		return nil, notFound("the plan holds no CloudFront distribution, so no request can be sent")
	case i < 0 && address != "":
		return nil, notFound("no distribution %q in this plan; it has %s", address, addresses(list))
	case i < 0:
		return nil, notFound(
			"no distribution of this plan is known to serve %s; name the distribution: %s", host, addresses(list),
		)
	case address == "" && host == "" && len(list) > 1:
		err := notFound("the plan holds %d distributions; name the distribution: %s", len(list), addresses(list))
		err.Ambiguous = true
		return nil, err
	default:
		return list[i], nil
	}
}

func addresses(list []*cloudfront.Distribution) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Address)
	}
	return strings.Join(out, ", ")
}
