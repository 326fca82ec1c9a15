package planfile

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// objects are the keys of a change or resource that tell attributes by name.
var objects = []string{
	"change", "before", "after", "after_unknown", "before_sensitive", "after_sensitive", "values", "sensitive_values",
}

// withoutPassed copies an element without the attributes that nothing reads.
func withoutPassed(element []byte, passed []string) []byte {
	if len(passed) == 0 {
		return bytes.Clone(element)
	}
	return appendKept(make([]byte, 0, len(element)), element, nil, passed)
}

// appendKept appends an object without some of its members, and treats the objects
// of the format in it likewise.
func appendKept(to, object []byte, without, passed []string) []byte {
	to = append(to, '{')
	first := true
	jsonMembers(object, func(key []byte, at int) bool {
		if slices.Contains(without, string(key)) {
			return true
		}
		if !first {
			to = append(to, ',')
		}
		first = false
		to, _ = jsontext.AppendQuote(to, key) // which is valid as it was read
		to = append(to, ':')
		value := object[at:jsonEnd(object, at)]
		switch inside := slices.Contains(objects, string(key)) && value[0] == '{'; {
		case inside && without == nil && string(key) == "change":
			to = appendKept(to, value, nil, passed)
		case inside && without == nil:
			to = appendKept(to, value, passed, passed)
		default:
			to = append(to, value...)
		}
		return true
	})
	return append(to, '}')
}
