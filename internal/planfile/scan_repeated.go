package planfile

import (
	"bytes"
	"slices"
)

// withoutRepeated leaves out of a change the values after apply if they are those
// before it, which is so of nearly all resources of a plan: they are decoded and held
// once.
func withoutRepeated(element []byte) (kept []byte, repeated bool) {
	within := membersOf(element, span{0, len(element)}, "change")
	if change := within[0]; change.to > 0 && element[change.from] == '{' {
		within = membersOf(element, change, "before", "after")
		before, after := within[0], within[1]
		if after.to > 0 && element[after.from] == '{' && bytes.Equal(before.of(element), after.of(element)) {
			return slices.Concat(element[:after.from], []byte("null"), element[after.to:]), true
		}
	}
	return element, false
}

// span is where a value stands.
type span struct{ from, to int }

func (s span) of(data []byte) []byte { return data[s.from:s.to] }

// membersOf finds members of an object by their names. One that is there twice, be it
// in another spelling, is not found: encoding/json takes each for it.
func membersOf(data []byte, object span, names ...string) []span {
	out, times := make([]span, len(names)), make([]int, len(names))
	jsonMembers(object.of(data), func(key []byte, at int) bool {
		for i, name := range names {
			if bytes.EqualFold(key, []byte(name)) {
				out[i] = span{object.from + at, jsonEnd(data, object.from+at)}
				times[i]++
			}
		}
		return true
	})
	for i, n := range times {
		if n != 1 {
			out[i] = span{}
		}
	}
	return out
}
