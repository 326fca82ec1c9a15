package s3

import (
	"cmp"

	"github.com/plan403/plan403/internal/policy"
)

// redacted is a key that one document says is withheld from service principals
// and another that it is always there.
func redacted(k policy.Key) policy.Key {
	if len(k.Possible) == 0 {
		return k
	}
	return policy.Key{
		Possible: append([][]string{nil}, k.Possible...),
		Note:     "AWS's documents disagree on whether this key is present for service principals",
	}
}

func secureTransport(r contextKeys, _ string) policy.Key {
	if r.secure() {
		return one("true")
	}
	return one("false")
}

func redactedTransport(r contextKeys, name string) policy.Key {
	return redacted(secureTransport(r, name))
}

func tlsVersion(r contextKeys, _ string) policy.Key {
	if !r.secure() {
		return policy.Key{}
	}
	return policy.Key{Possible: [][]string{{"1.2"}, {"1.3"}}, Note: "CloudFront chooses the TLS version"}
}

func redactedTLS(r contextKeys, name string) policy.Key { return redacted(tlsVersion(r, name)) }

// edgeAddress is the address of the edge.
func edgeAddress(contextKeys, string) policy.Key {
	k := policy.Key{Note: "CloudFront's addresses are not fixed"}
	for _, a := range edgeAddresses {
		k.Possible = append(k.Possible, []string{a})
	}
	return k
}

func redactedAddress(r contextKeys, name string) policy.Key {
	k := redacted(edgeAddress(r, name))
	k.Note = "CloudFront's addresses are not fixed"
	return k
}

func referer(r contextKeys, name string) policy.Key { return r.header(r.Referer, "", name) }

// serviceReferer: what service principals' requests show of headers is not
// documented.
func serviceReferer(r contextKeys, name string) policy.Key {
	if r.Referer == (Header{}) {
		return policy.Key{}
	}
	return undocumented(r, name)
}

func userAgent(r contextKeys, name string) policy.Key {
	return r.header(r.UserAgent, "Amazon CloudFront", name)
}

// header is a header's condition key. otherwise is what CloudFront sends by
// itself, "" if nothing.
func (r contextKeys) header(h Header, otherwise, name string) policy.Key {
	switch {
	case h.Set:
		return one(r.symbols.Reveal(h.Value))
	case h.MaybeSet:
		return r.maybe(cmp.Or(h.Value, r.unknown(name+" that the origin sets")), "")
	case h.Forwarded:
		return r.maybe(r.unknown(name+" of the viewer"), "the viewer's header reaches S3")
	case otherwise != "":
		return one(otherwise)
	}
	return policy.Key{}
}

// edgeAddresses stand for the address of the edge: one from each of several
// ranges that CloudFront and S3's side of it publish (AWS IP address ranges).
// A range that covers all or none of them is decided; one that covers some is
// CloudFront's own, which changes.
var edgeAddresses = []string{
	"3.160.1.1", "3.164.130.1", "13.32.1.1", "13.224.1.1", "13.249.1.1", "15.158.1.1", "18.64.1.1", "18.154.1.1",
	"18.160.1.1", "18.238.1.1",
	"52.46.1.1", "52.84.1.1", "52.124.130.1", "52.222.130.1", "54.182.1.1", "54.192.1.1", "54.230.1.1", "54.239.130.1",
	"54.240.130.1",
	"64.252.70.1", "65.8.1.1", "65.9.1.1", "70.132.1.1", "99.84.1.1", "99.86.1.1", "108.138.1.1", "108.156.1.1",
	"130.176.1.1",
	"143.204.1.1", "144.220.1.1", "204.246.165.1", "205.251.209.1", "216.137.33.1",
}
