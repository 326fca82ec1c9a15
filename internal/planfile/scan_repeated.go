package planfile

import (
	"bytes"
	"slices"
)

// withoutRepeated leaves out of a change the values after apply if they are those
// before it, which is so of nearly all resources of a plan: they are decoded and held
// once.
func withoutRepeated(element []byte) (kept []byte, repeated bool) {
	var change, before, after span
	if !change.find(element, span{0, len(element)}, "change") || element[change.from] != '{' ||
		!before.find(element, change, "before") || !after.find(element, change, "after") ||
		element[before.from] != '{' || !bytes.Equal(before.of(element), after.of(element)) {
		return element, false
	}
	return slices.Concat(element[:after.from], []byte("null"), element[after.to:]), true
}

// span is where a value stands.
type span struct{ from, to int }

func (s span) of(data []byte) []byte { return data[s.from:s.to] }

// find looks for the one member of an object with a name. It finds none if there are
// several, be it in another spelling: encoding/json takes each for it.
func (s *span) find(data []byte, object span, name string) bool {
	found := 0
	jsonMembers(object.of(data), func(key []byte, at int) bool {
		if bytes.EqualFold(key, []byte(name)) {
			found++
			s.from = object.from + at
			s.to = jsonEnd(data, s.from)
		}
		return true
	})
	return found == 1
}
