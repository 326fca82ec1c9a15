package locate

import (
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/zclconf/go-cty/cty"
)

// span is a part of a text, from the first byte to the one behind the last.
type span struct{ start, end int }

// document is a value of JSON or YAML with its place in the text.
type document struct {
	span
	text  string // of a scalar
	names []string
	items []*document // members or elements
	kind  jsontext.Kind
}

// maxDocument bounds the texts that are read.
const maxDocument = 1 << 20

// trail follows a path into a text of JSON or YAML: the places of the whole, of what
// the first step leads to, and so on, as far as the path leads. It is nil if the
// text is neither.
func trail(text string, path []Step) []span {
	if len(text) > maxDocument {
		return nil
	}
	d, ok := readJSON(text)
	if !ok {
		d, ok = readYAML(text)
	}
	if !ok {
		return nil
	}
	out := []span{d.span}
	for _, s := range path {
		if d = d.step(s); d == nil {
			return out
		}
		out = append(out, d.span)
	}
	return out
}

func readJSON(text string) (*document, bool) {
	r := &jsonReader{
		text:    text,
		decoder: jsontext.NewDecoder(strings.NewReader(text), jsontext.AllowDuplicateNames(true)),
	}
	d, ok := r.value()
	if ok {
		_, err := r.decoder.ReadToken()
		ok = err == io.EOF
	}
	return d, ok
}

// step is what a step leads to, nil if that is not there. A value stands for a
// list of one.
func (d *document) step(s Step) *document {
	if s.Name != "" {
		return d.member(s.Name)
	}
	if d.kind != '[' {
		if s.Index > 0 {
			return nil
		}
		return d
	}
	texts := make([]cty.Value, len(d.items))
	for i, item := range d.items {
		texts[i] = cty.StringVal(item.text)
	}
	if i := pick(s, texts); i >= 0 {
		return d.items[i]
	}
	return nil
}

func (d *document) member(name string) *document {
	var folded *document
	for i, n := range d.names {
		if n == name {
			return d.items[i]
		}
		if sameFolded(n, name) {
			folded = d.items[i]
		}
	}
	return folded
}

// jsonReader reads a text into documents.
type jsonReader struct {
	text    string
	decoder *jsontext.Decoder
}

func (r *jsonReader) value() (*document, bool) {
	d := &document{kind: r.decoder.PeekKind()}
	d.start = r.next()
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, false
	}
	ok := true
	switch d.kind {
	case '{', '[':
		ok = r.inside(d)
	default:
		d.text = token.String()
	}
	d.end = int(r.decoder.InputOffset())
	return d, ok
}

// inside reads what stands between brackets, and the one that closes them.
func (r *jsonReader) inside(d *document) bool {
	for {
		switch kind := r.decoder.PeekKind(); kind {
		case '}', ']':
			_, err := r.decoder.ReadToken()
			return err == nil
		case 0:
			return false
		}
		if d.kind == '{' {
			name, err := r.decoder.ReadToken()
			if err != nil {
				return false
			}
			d.names = append(d.names, name.String())
		}
		item, ok := r.value()
		if !ok {
			return false
		}
		d.items = append(d.items, item)
	}
}

// next is where the next token begins.
func (r *jsonReader) next() int {
	at := int(r.decoder.InputOffset())
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}
