package planfile

import (
	"github.com/go-json-experiment/json/jsontext"
)

// expressionReader reads the "expression representation" and "block
// expressions representation" of Terraform's JSON output format. It builds
// what it reads only where keep is set, and collects the references always.
type expressionReader struct {
	d    *jsontext.Decoder
	keep bool
	// refs are the references so far, each once, in order.
	refs []string
	seen map[string]bool
}

// expression reads an argument's expression or nested blocks into e: a list
// holds blocks; an object is an expression if it has the keys of one, and else
// a block that can stand only once. An attribute with the name of such a key
// would be mistaken; no provider has one.
func (r *expressionReader) expression(e *Expression) error {
	switch r.d.PeekKind() {
	case '[':
		return readElements(r.d, func() error { return r.append(e) })
	case '{':
		return r.object(e)
	}
	return r.d.SkipValue()
}

// append reads one block of a list.
func (r *expressionReader) append(e *Expression) error {
	if r.d.PeekKind() != '{' {
		return r.d.SkipValue()
	}
	block, err := r.block()
	if r.keep {
		e.Blocks = append(e.Blocks, block)
	}
	return err
}

func (r *expressionReader) object(e *Expression) error {
	var block map[string]Expression
	err := readMembers(r.d, func(key string) error {
		kind := r.d.PeekKind()
		switch {
		case key == "constant_value" && r.keep:
			return readRaw(r.d, &e.Constant)
		case key == "constant_value":
			return r.d.SkipValue()
		case key == "references" && kind == '[':
			return readElements(r.d, func() error { return r.reference(e) })
		}
		return r.argument(&block, key)
	})
	if block != nil {
		e.Blocks = append(e.Blocks, block)
	}
	return err
}

// block reads a block's arguments and nested blocks.
func (r *expressionReader) block() (map[string]Expression, error) {
	var block map[string]Expression
	if r.keep {
		block = map[string]Expression{}
	}
	err := readMembers(r.d, func(key string) error { return r.argument(&block, key) })
	return block, err
}

func (r *expressionReader) argument(block *map[string]Expression, key string) error {
	var e Expression
	if err := r.expression(&e); err != nil || !r.keep {
		return err
	}
	if *block == nil {
		*block = map[string]Expression{}
	}
	(*block)[key] = e
	return nil
}

func (r *expressionReader) reference(e *Expression) error {
	if r.d.PeekKind() != '"' {
		return r.d.SkipValue()
	}
	t, err := r.d.ReadToken()
	if err != nil {
		return err
	}
	ref := t.String()
	if r.keep {
		e.References = append(e.References, ref)
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	if !r.seen[ref] {
		r.seen[ref] = true
		r.refs = append(r.refs, ref)
	}
	return nil
}
