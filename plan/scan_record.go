package plan

import "bytes"

// Plans hold records by the thousand, of which a few lead to a distribution.

func isRecord(h resourceHead) bool {
	return string(h.typ) == "aws_route53_record"
}

// leadsElsewhere reports whether a record certainly leads to no distribution:
// the domain names of distributions end in cloudfront.net, or cloudfront.cn in
// China (Amazon CloudFront Developer Guide, "Use custom URLs"), and nothing in
// the record holds that name, in whatever letters, or is known only after apply.
func leadsElsewhere(data []byte) bool {
	if bytes.Contains(data, []byte(`\u`)) || namesCloudFront(data) {
		return false
	}
	if values := jsonMember(data, "values"); values != nil {
		return tellsTarget(values)
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
	return bytes.Contains(jsonMember(values, "records"), []byte(`"`)) || bytes.Contains(jsonMember(values, "alias"), []byte(`"name"`))
}

func namesCloudFront(data []byte) bool {
	const name = "cloudfront"
	for i := range len(data) - len(name) + 1 {
		if data[i]|0x20 == name[0] && bytes.EqualFold(data[i:i+len(name)], []byte(name)) {
			return true
		}
	}
	return false
}
