package planfile

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plan403/plan403/internal/resource"
)

// resourceHead is the part of a resource that tells whether it is read. Its
// slices point into the element unless a text is written with escapes.
type resourceHead struct{ address, mode, typ, name []byte }

// reading copies nothing for the many elements that do not matter.
func (h resourceHead) reading() resource.Reading { return resource.ReadingOf(h.mode, h.typ) }

// is reports whether a decoded element says the same: encoding/json takes a key
// in any spelling, so that a "Type" could stand for another.
func (h resourceHead) is(address, mode, typ string) bool {
	return string(h.address) == address && string(h.mode) == mode && string(h.typ) == typ
}

// headOf reads no further into an element than to its address, mode, type and
// name; Terraform writes them first. The element is valid JSON.
func headOf(data []byte) (resourceHead, error) {
	var h resourceHead
	if data[0] != '{' {
		return h, wrongKind(jsontext.Value(data).Kind(), "an object")
	}
	jsonMembers(data, func(key []byte, at int) (more bool) {
		h.set(key, data[at:])
		return h.name == nil || h.typ == nil || h.mode == nil || h.address == nil
	})
	return h, nil
}

// set keeps the first value of a key; a second one is an error in what is kept.
func (h *resourceHead) set(key, data []byte) {
	field := &h.address
	switch string(key) {
	case "address":
	case "mode":
		field = &h.mode
	case "type":
		field = &h.typ
	case "name":
		field = &h.name
	default:
		return
	}
	if *field == nil {
		*field = jsonText(data)
	}
}

// The functions below walk over valid JSON without building it. An offset is
// that of a value's first byte.

// jsonMembers calls fn for each key of the object with the offset of its value,
// until fn wants no more.
func jsonMembers(object []byte, fn func(key []byte, at int) (more bool)) {
	for at := jsonSpace(object, 1); object[at] == '"'; {
		end := jsonStringEnd(object, at)
		key := unquoted(object[at:end])
		at = jsonSpace(object, jsonSpace(object, end)+1) // over the colon
		if !fn(key, at) {
			return
		}
		if at = jsonSpace(object, jsonEnd(object, at)); object[at] == ',' {
			at = jsonSpace(object, at+1)
		}
	}
}

// jsonMember returns the value of a key, nil if the value is no object or has no
// such key.
func jsonMember(value []byte, name string) (member []byte) {
	if len(value) == 0 || value[0] != '{' {
		return nil
	}
	jsonMembers(value, func(key []byte, at int) bool {
		if string(key) == name {
			member = value[at:jsonEnd(value, at)]
		}
		return member == nil
	})
	return member
}

func jsonSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// jsonText returns the text of the string that data begins with; another kind
// of value, or none, counts as the empty one.
func jsonText(data []byte) []byte {
	if len(data) == 0 || data[0] != '"' {
		return []byte{}
	}
	return unquoted(data[:jsonStringEnd(data, 0)])
}

func unquoted(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	text, err := jsontext.AppendUnquote([]byte{}, raw)
	if err != nil {
		return []byte{}
	}
	return text
}

func jsonStringEnd(data []byte, at int) int {
	for at++; ; at++ {
		at += bytes.IndexByte(data[at:], '"')
		escapes := 0
		for data[at-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at + 1
		}
	}
}

// jsonEnd returns where the value that begins at an offset ends.
func jsonEnd(data []byte, at int) int {
	switch data[at] {
	case '"':
		return jsonStringEnd(data, at)
	case '{', '[':
		return jsonNestedEnd(data, at)
	}
	for at < len(data) && strings.IndexByte(",]} \n\t\r", data[at]) < 0 {
		at++
	}
	return at
}

// jsonNestedEnd is jsonEnd for an object or list.
func jsonNestedEnd(data []byte, at int) int {
	for depth := 0; ; at++ {
		switch data[at] {
		case '"':
			at = jsonStringEnd(data, at) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}
