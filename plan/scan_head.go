package plan

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// resourceHead is the part of a resource that tells whether it is Relevant. Its
// slices point into the element unless a text is written with escapes.
type resourceHead struct{ address, mode, typ []byte }

// relevance copies nothing for the many elements that do not matter.
func (h resourceHead) relevance() relevance { return relevanceOf(h.mode, h.typ) }

// is reports whether a decoded element says the same: encoding/json takes a key
// in any spelling, so that a "Type" could stand for another.
func (h resourceHead) is(address, mode, typ string) bool {
	return string(h.address) == address && string(h.mode) == mode && string(h.typ) == typ
}

// headOf reads no further into an element than to its address, mode and type;
// Terraform writes them first. The element is valid JSON.
func headOf(data []byte) (resourceHead, error) {
	var h resourceHead
	at := jsonSpace(data, 0)
	if data[at] != '{' {
		return h, wrongKind(jsontext.Value(data).Kind(), "an object")
	}
	for at = jsonSpace(data, at+1); data[at] == '"' && (h.address == nil || h.mode == nil || h.typ == nil); {
		var key, value []byte
		key, at = jsonString(data, at)
		at = jsonSpace(data, jsonSpace(data, at)+1) // over the colon
		value, at = jsonText(data, at)
		h.set(key, value)
		if at = jsonSpace(data, at); data[at] == ',' {
			at = jsonSpace(data, at+1)
		}
	}
	return h, nil
}

// set keeps the first value of a key; a second one is an error in what is kept.
func (h *resourceHead) set(key, value []byte) {
	field := &h.address
	switch string(key) {
	case "address":
	case "mode":
		field = &h.mode
	case "type":
		field = &h.typ
	default:
		return
	}
	if *field == nil {
		*field = value
	}
}

// The functions below walk over valid JSON: at and end are offsets into data.

func jsonSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// jsonText returns the string at an offset; another kind of value counts as the
// empty one.
func jsonText(data []byte, at int) (text []byte, end int) {
	if data[at] == '"' {
		return jsonString(data, at)
	}
	return []byte{}, jsonEnd(data, at)
}

// jsonString returns the text of the string whose quotes open at an offset.
func jsonString(data []byte, at int) (text []byte, end int) {
	end = jsonStringEnd(data, at)
	raw := data[at:end]
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1], end
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		text = []byte{}
	}
	return text, end
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
	depth := 0
	for ; at < len(data); at++ {
		switch data[at] {
		case '"':
			at = jsonStringEnd(data, at) - 1
			if depth == 0 {
				return at + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return at
			}
		}
	}
	return at
}
