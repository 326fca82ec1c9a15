package policyedit

import (
	"bytes"
	"strings"
)

// jsonReader takes JSON apart that stands in a text with holes: ${…} may stand for a
// value or for a part of a string. It reads what is between two bytes of a file.
type jsonReader struct {
	src     []byte
	at, end int
	// escaped: the JSON stands in a quoted text, its quotation marks as \".
	escaped bool
	fault   bool
	odd     bool // a directive was passed over
}

// maxNesting bounds the nesting of what is read.
const maxNesting = 50

// ReadJSON takes apart what stands between two bytes; ok is false if it is not one
// value of JSON.
func ReadJSON(src []byte, from, to int) (n *Node, escaped, ok bool) {
	if from < 0 || to > len(src) || from >= to {
		return nil, false, false
	}
	r := &jsonReader{src: src, at: from, end: to}
	r.escaped = bytes.Contains(src[from:to], []byte(`\"`)) && firstQuote(src[from:to]) == '\\'
	n = r.value(0)
	r.space()
	return n, r.escaped, !r.fault && r.at == to && n != nil
}

// firstQuote is the byte before the first quotation mark, 0 if there is none.
func firstQuote(text []byte) byte {
	if i := bytes.IndexByte(text, '"'); i > 0 {
		return text[i-1]
	}
	return 0
}

func (r *jsonReader) value(depth int) *Node {
	r.space()
	if r.at >= r.end || depth > maxNesting {
		r.fault = true
		return nil
	}
	n := &Node{Start: r.at}
	switch {
	case r.src[r.at] == '{':
		n.Form = Object
		r.inside(n, '}', depth)
	case r.src[r.at] == '[':
		n.Form = List
		r.inside(n, ']', depth)
	case r.quote():
		r.text()
	default:
		r.word()
	}
	n.End = r.at
	return n
}

// inside reads the elements of a list or object, and the bracket that closes it.
func (r *jsonReader) inside(n *Node, closing byte, depth int) {
	outer := r.odd
	r.odd = false
	for r.at++; !r.fault; {
		r.space()
		switch {
		case r.at >= r.end:
			r.fault = true
		case r.src[r.at] == closing:
			r.at++
			n.Odd, r.odd = r.odd, outer
			return
		case r.src[r.at] == ',':
			r.at++
		case closing == '}':
			r.member(n, depth)
		default:
			n.Items = append(n.Items, r.value(depth+1))
		}
	}
}

func (r *jsonReader) member(n *Node, depth int) {
	m := Member{Start: r.at}
	if !r.quote() {
		r.fault = true
		return
	}
	m.name = r.text()
	r.space()
	if r.at >= r.end || r.src[r.at] != ':' {
		r.fault = true
		return
	}
	r.at++
	if m.Node = r.value(depth + 1); m.Node != nil {
		n.Members = append(n.Members, m)
	}
}

// mark is the length of a quotation mark that begins here, 0 if there is none.
func (r *jsonReader) mark() int {
	if r.escaped && bytes.HasPrefix(r.src[r.at:r.end], []byte(`\"`)) {
		return len(`\"`)
	}
	if !r.escaped && r.at < r.end && r.src[r.at] == '"' {
		return 1
	}
	return 0
}

func (r *jsonReader) quote() bool { return r.mark() > 0 }

// text reads a string, and returns what stands between its quotation marks.
func (r *jsonReader) text() string {
	r.at += r.mark()
	from := r.at
	for r.at < r.end {
		switch n := r.mark(); {
		case n > 0:
			text := string(r.src[from:r.at])
			r.at += n
			return text
		case r.hole():
		case r.src[r.at] == '\\':
			r.at += 2
		default:
			r.at++
		}
	}
	r.fault = true
	return ""
}

// word reads a number, a name, or a value for which ${…} stands.
func (r *jsonReader) word() {
	from := r.at
	for r.at < r.end && !strings.ContainsRune(",:]} \t\r\n", rune(r.src[r.at])) {
		if !r.hole() {
			r.at++
		}
	}
	r.fault = r.fault || r.at == from
}

// hole passes over ${…}, with what is nested in it.
func (r *jsonReader) hole() bool {
	if !bytes.HasPrefix(r.src[r.at:r.end], []byte("${")) || r.at > 0 && r.src[r.at-1] == '$' {
		return false
	}
	r.closing()
	return true
}

// closing passes over a sequence of a template.
func (r *jsonReader) closing() {
	depth := 0
	for r.at++; r.at < r.end; r.at++ {
		switch r.src[r.at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				r.at++
				return
			}
		}
	}
	r.fault = true
}

// space passes over white space, and over the directives of a template.
func (r *jsonReader) space() {
	for r.at < r.end {
		rest := r.src[r.at:r.end]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.at++
		case r.escaped && bytes.HasPrefix(rest, []byte(`\n`)):
			r.at += 2
		case bytes.HasPrefix(rest, []byte("%{")):
			r.odd = true
			r.closing()
		default:
			return
		}
	}
}
