package planfile

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// value reads the next value whole. The bytes are good until the next read.
func (s *scanner) value() (jsontext.Value, error) {
	s.in.allow(maxValueBytes)
	defer s.in.allow(maxValueBytes)
	return s.dec.ReadValue()
}

// into decodes the next value into v.
func (s *scanner) into(v any) error {
	data, err := s.value()
	if err == nil {
		err = s.budget.spend(costOf(data))
	}
	if err != nil {
		return err
	}
	return decodeKept(data, v)
}

// skip passes over the next value of any size. It goes token by token, since
// the decoder holds what it skips at once.
func (s *scanner) skip() error {
	depth := s.dec.StackDepth()
	for {
		s.in.allow(maxValueBytes)
		if _, err := s.dec.ReadToken(); err != nil {
			return err
		}
		if s.dec.StackDepth() <= depth {
			s.in.allow(maxValueBytes)
			return nil
		}
	}
}

// members calls fn for each key of the object that comes next; fn reads the
// key's value. Null counts as an object without keys.
func (s *scanner) members(fn func(key string) error) error {
	seen := map[string]bool{}
	return readMembers(s.dec, func(key string) error {
		if seen[key] {
			return errTwice
		}
		seen[key] = true
		if err := s.budget.spend(costOfName + len(key)); err != nil {
			return err
		}
		return fn(key)
	})
}

// elements calls fn for each element of the array that comes next; fn reads
// the element. Null counts as an empty array.
func (s *scanner) elements(fn func() error) error {
	return readElements(s.dec, fn)
}

func readMembers(d *jsontext.Decoder, fn func(key string) error) error {
	if empty, err := readOpening(d, '{', "an object"); empty || err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		name, err := nextName(d)
		if err != nil {
			return err
		}
		if err := fn(name); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func nextName(d *jsontext.Decoder) (string, error) {
	t, err := d.ReadToken()
	if err != nil {
		return "", err
	}
	return t.String(), nil
}

func readElements(d *jsontext.Decoder, fn func() error) error {
	if empty, err := readOpening(d, '[', "a list"); empty || err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		// A broken element has no kind; fn would not notice in every case.
		if d.PeekKind() == 0 {
			_, err := d.ReadToken()
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// readOpening reads the opening bracket, or null, for which empty is true.
func readOpening(d *jsontext.Decoder, open jsontext.Kind, want string) (empty bool, err error) {
	switch kind := d.PeekKind(); kind {
	case open, 0:
		_, err := d.ReadToken()
		return false, err
	case 'n':
		_, err := d.ReadToken()
		return true, err
	default:
		return false, wrongKind(kind, want)
	}
}

// checkStrict refuses what a kept value must not hold: doubled keys, deep nesting
// and more values than are decoded.
func checkStrict(data []byte) error {
	s := shapeOf(data)
	if s.deepest > maxNesting {
		return errNesting
	}
	if s.values > maxValues {
		return errValues
	}
	return withoutValues(jsontext.NewDecoder(bytes.NewBuffer(data)).SkipValue())
}

// checkNesting refuses nesting that would cost the recursive readers of a value
// their stack.
func checkNesting(data []byte) error {
	if shapeOf(data).deepest > maxNesting {
		return errNesting
	}
	return nil
}

// shape is how deep JSON is nested, about how many values it holds, which is each
// list and object and each value that another follows, how many of them stand deeper
// than the arguments of a resource, and how many are null, true or false.
type shape struct{ deepest, values, nested, nothing int }

// depthOfArguments is that of the arguments in a change.
const depthOfArguments = 3

// shapeOf returns the shape of valid JSON.
func shapeOf(data []byte) (s shape) {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			s.count(depth)
			depth++
			s.deepest = max(s.deepest, depth)
		case c == '}' || c == ']':
			depth--
		case c == ',':
			s.count(depth)
		case c == 'n' || c == 't' || c == 'f':
			s.nothing++
		}
	}
	return s
}

func (s *shape) count(depth int) {
	s.values++
	if depth > depthOfArguments {
		s.nested++
	}
}
