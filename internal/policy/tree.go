package policy

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// node is a JSON value with its place in the text.
type node struct {
	kind   jsontext.Kind // '{', '[', '"', '0', 't', 'f' or 'n'
	shown  string        // a scalar as it may be printed
	plain  string        // a scalar with secrets in place
	items  []node        // of a list; of an object, names and values in turn
	offset int
}

// member is a name of an object with its value.
type member struct{ name, value *node }

// members are those of an object in order.
func (n node) members() iter.Seq[member] {
	return func(yield func(member) bool) {
		for i := 0; i+1 < len(n.items); i += 2 {
			if !yield(member{&n.items[i], &n.items[i+1]}) {
				return
			}
		}
	}
}

// missing returns the symbols of a string that stands where structure, such as
// a statement or a list, may be: the plan does not know what will be there.
func (n node) missing() []tri.Cause {
	if n.kind != '"' {
		return nil
	}
	return causes(n.plain)
}

// causes returns one cause for each symbol of unknown value in the texts.
func causes(texts ...string) []tri.Cause {
	var out []tri.Cause
	for _, text := range texts {
		for _, r := range symbol.In(text) {
			out = append(out, tri.Cause{Symbol: r})
		}
	}
	return out
}

// open are the symbols that keep two texts from being compared: those that only
// one of them holds, or all if they hold the same.
func open(a, b string) []tri.Cause {
	var out []tri.Cause
	for _, c := range causes(a, b) {
		if !strings.ContainsRune(a, c.Symbol) || !strings.ContainsRune(b, c.Symbol) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return causes(a, b)
	}
	return out
}

var errNotJSON = errors.New("not JSON")

// reader turns tokens into a tree. Duplicated names are left in it, since only
// the caller can say in which element they stand.
type reader struct {
	*parser
	decoder *jsontext.Decoder
	open    []node // those of the lists and objects that are not at their end
	room    []node // holds those of many others, and has space for more
}

// tree reads the whole text as one JSON value. On an error, offset is where the
// text stops being JSON. The decoder refuses nesting over 10,000.
func (p *parser) tree() (n node, offset int, err error) {
	r := reader{
		parser: p, decoder: jsontext.NewDecoder(bytes.NewBufferString(p.text), jsontext.AllowDuplicateNames(true)),
	}
	n, err = r.value()
	if err == nil {
		if _, end := r.decoder.ReadToken(); end != io.EOF {
			err = errNotJSON
		}
	}
	return n, min(int(r.decoder.InputOffset()), len(p.text)), err
}

func (r *reader) value() (node, error) {
	token, offset, err := r.token()
	if err != nil {
		return node{}, err
	}
	switch token.Kind() {
	case '{':
		return r.object(offset)
	case '[':
		return r.array(offset)
	}
	return r.scalar(token, offset), nil
}

// token returns the next token and where it begins.
func (r *reader) token() (jsontext.Token, int, error) {
	begin := int(r.decoder.InputOffset())
	token, err := r.decoder.ReadToken()
	if err != nil {
		return token, begin, errNotJSON
	}
	for begin < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[begin]) >= 0 {
		begin++
	}
	return token, begin, nil
}

func (r *reader) object(offset int) (node, error) {
	begin := len(r.open)
	for r.decoder.PeekKind() != '}' {
		token, at, err := r.token()
		if err != nil {
			return node{}, err
		}
		r.open = append(r.open, r.scalar(token, at))
		if err := r.inside(); err != nil {
			return node{}, err
		}
	}
	return r.closed(node{kind: '{', offset: offset}, begin)
}

func (r *reader) array(offset int) (node, error) {
	begin := len(r.open)
	for r.decoder.PeekKind() != ']' {
		if err := r.inside(); err != nil {
			return node{}, err
		}
	}
	return r.closed(node{kind: '[', offset: offset}, begin)
}

// inside reads a value of the list or object that is open.
func (r *reader) inside() error {
	value, err := r.value()
	r.open = append(r.open, value)
	return err
}

// closed reads the end of a list or object that began with the open node of a number.
func (r *reader) closed(n node, begin int) (node, error) {
	n.items = r.kept(r.open[begin:])
	r.open = r.open[:begin]
	_, _, err := r.token()
	return n, err
}

// kept copies nodes to where they stay. Policies have hundreds of short lists, which
// share their room.
func (r *reader) kept(nodes []node) []node {
	if cap(r.room)-len(r.room) < len(nodes) {
		r.room = make([]node, 0, max(len(nodes), 64))
	}
	begin := len(r.room)
	r.room = append(r.room, nodes...)
	return slices.Clip(r.room[begin:])
}

// scalar returns strings decoded and everything else as written.
func (r *reader) scalar(token jsontext.Token, offset int) node {
	n := node{kind: token.Kind(), offset: offset, shown: r.text[offset:r.decoder.InputOffset()]}
	switch {
	case n.kind != '"':
	case strings.IndexByte(n.shown, '\\') < 0:
		n.shown = n.shown[1 : len(n.shown)-1]
	default:
		n.shown = r.unforged(token.String(), offset)
	}
	n.plain = r.reveal(n.shown)
	if r.mask != "" {
		n.shown = r.mask
	}
	return n
}

// unforged returns the string s that begins at offset without symbols that the
// text spells with escapes. Only a raw rune is a symbol of ours; the escaped
// one is somebody's attempt to write one, and S3 would store it as a character
// that equals nothing here.
func (r *reader) unforged(s string, offset int) string {
	end := int(r.decoder.InputOffset())
	if !symbol.Contains(s) || !strings.Contains(r.text[offset:end], `\u`) {
		return s
	}
	raw := r.text[offset:end]
	return strings.Map(func(c rune) rune {
		if symbol.KindOf(c) != symbol.None && !strings.ContainsRune(raw, c) {
			return '\uFFFD'
		}
		return c
	}, s)
}
