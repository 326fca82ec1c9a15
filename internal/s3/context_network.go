package s3

import "github.com/plan403/plan403/internal/policy"

func (c contextKeys) networkKeys(name string) (policy.Key, bool) {
	switch name {
	case "aws:securetransport":
		v := map[bool]string{true: "true", false: "false"}[c.secure()]
		if c.is(Service) {
			return redacted(v), true
		}
		return value(v), true
	case "s3:tlsversion":
		switch {
		case c.is(Service):
			return redacted("1.2", "1.3"), true
		case c.secure():
			return policy.Key{Possible: [][]string{{"1.2"}, {"1.3"}}, Note: "CloudFront chooses the TLS version"}, true
		}
		return absent(), true
	case "aws:sourceip":
		k := policy.Key{Note: "CloudFront's addresses are not fixed"}
		if c.is(Service) {
			k.Possible = append(k.Possible, nil)
		}
		for _, a := range edgeAddresses {
			k.Possible = append(k.Possible, []string{a})
		}
		return k, true
	case "aws:useragent":
		return c.header(c.UserAgent, "Amazon CloudFront", name), true
	case "aws:referer":
		return c.header(c.Referer, "", name), true
	case "aws:requestedregion":
		if c.bucket.Region != "" {
			return value(c.bucket.Region), true
		}
	}
	return policy.Key{}, false
}

// header is a header's condition key. What service principals' requests show
// of headers is not documented.
func (c contextKeys) header(h Header, otherwise, name string) policy.Key {
	switch {
	case c.is(Service) && (h.Set || h.Forwarded || otherwise != ""):
		return c.open(name)
	case h.Set:
		return value(c.symbols.Reveal(h.Value))
	case h.Forwarded:
		return policy.Key{Possible: [][]string{nil, {c.unknown(name + " of the viewer")}}, Note: "the viewer's header reaches S3"}
	case otherwise != "":
		return value(otherwise)
	}
	return absent()
}

// edgeAddresses stand for the address of the edge: one from each of several
// ranges that CloudFront and S3's side of it publish (AWS IP address ranges).
// A range that covers all or none of them is decided; one that covers some is
// CloudFront's own, which changes.
var edgeAddresses = []string{
	"3.160.1.1", "3.164.130.1", "13.32.1.1", "13.224.1.1", "13.249.1.1", "15.158.1.1", "18.64.1.1", "18.154.1.1", "18.160.1.1", "18.238.1.1",
	"52.46.1.1", "52.84.1.1", "52.124.130.1", "52.222.130.1", "54.182.1.1", "54.192.1.1", "54.230.1.1", "54.239.130.1", "54.240.130.1",
	"64.252.70.1", "65.8.1.1", "65.9.1.1", "70.132.1.1", "99.84.1.1", "99.86.1.1", "108.138.1.1", "108.156.1.1", "130.176.1.1",
	"143.204.1.1", "144.220.1.1", "204.246.165.1", "205.251.209.1", "216.137.33.1",
}
