package planfile

import "bytes"

// Plans hold records by the thousand, of which a few lead to a distribution.

func isRecord(h resourceHead) bool {
	return string(h.typ) == "aws_route53_record"
}

// leadsElsewhere reports whether a record certainly leads to no distribution:
// the domain names of distributions end in cloudfront.net, or cloudfront.cn in
// China (Amazon CloudFront Developer Guide, "Use custom URLs"), and nothing in
// the record holds that name, in whatever letters, or is known only after apply.
func leadsElsewhere(section string, data []byte) bool {
	if bytes.Contains(data, []byte(`\u`)) || namesCloudFront(data) {
		return false
	}
	switch section {
	case "prior_state":
		return true
	case "planned_values":
		return tellsTarget(jsonMember(data, "values"))
	}
	if !bytes.Contains(data, []byte("true")) { // nothing is unknown
		return true
	}
	unknown := jsonMember(jsonMember(data, "change"), "after_unknown")
	if string(unknown) == "true" {
		return false
	}
	for _, name := range []string{"alias", "records", "type"} {
		if bytes.Contains(jsonMember(unknown, name), []byte("true")) {
			return false
		}
	}
	return true
}

// tellsTarget reports whether the values of a record, from which what is unknown
// is left out, say where it leads to.
func tellsTarget(values []byte) bool {
	return bytes.Contains(jsonMember(values, "records"), []byte(`"`)) ||
		bytes.Contains(jsonMember(values, "alias"), []byte(`"name"`))
}

func namesCloudFront(data []byte) bool {
	const before, after = "cloud", "front" // f is rarer than c
	for _, f := range []byte("fF") {
		for at := 0; ; at++ {
			next := bytes.IndexByte(data[at:], f)
			if next < 0 {
				break
			}
			at += next
			if at >= len(before) && at+len(after) <= len(data) &&
				bytes.EqualFold(data[at-len(before):at+len(after)], []byte(before+after)) {
				return true
			}
		}
	}
	return false
}
