package plan

import (
	"github.com/go-json-experiment/json/jsontext"
)

// resourceConfig reads one resource or data block. Blocks of types that are
// not Relevant are kept too, without their expressions: order of apply runs
// through them.
func (s *scanner) resourceConfig(m *ModuleConfig) error {
	data, h, err := s.element()
	if err != nil {
		return err
	}
	keep := h.relevance() != unrelated
	c := &ResourceConfig{}
	err = partOf(data, func(d *jsontext.Decoder) error {
		r := &expressionReader{d: d, keep: keep}
		err := readMembers(d, func(key string) error { return c.member(r, key) })
		c.References = r.refs
		return err
	}, jsontext.AllowDuplicateNames(!keep))
	if err != nil {
		return err
	}
	if c.Mode != string(h.mode) || c.Type != string(h.typ) {
		return errTwoSpellings
	}
	m.Resources[c.key()] = c
	return nil
}

func (c *ResourceConfig) member(r *expressionReader, key string) error {
	d := r.d
	switch key {
	case "mode":
		return readString(d, &c.Mode)
	case "type":
		return readString(d, &c.Type)
	case "name":
		return readString(d, &c.Name)
	case "provider_config_key":
		return readString(d, &c.ProviderKey)
	case "depends_on":
		return readStrings(d, &c.DependsOn)
	case "for_each_expression":
		return r.optional(&c.ForEach)
	case "count_expression":
		return r.optional(&c.Count)
	case "expressions":
		block, err := r.block()
		c.Expressions = block
		return err
	case "provisioners":
		return readElements(d, func() error { return r.provisioner() })
	}
	return d.SkipValue()
}

// optional reads an expression whose being there says something.
func (r *expressionReader) optional(to **Expression) error {
	*to = &Expression{}
	keep := r.keep
	r.keep = true
	defer func() { r.keep = keep }()
	return r.expression(*to)
}

// provisioner reads a provisioner for its references alone.
func (r *expressionReader) provisioner() error {
	keep := r.keep
	r.keep = false
	defer func() { r.keep = keep }()
	return readMembers(r.d, func(key string) error {
		if key == "expressions" {
			_, err := r.block()
			return err
		}
		return r.d.SkipValue()
	})
}

// key is the block's address within its module.
func (c *ResourceConfig) key() string {
	switch c.Mode {
	case "managed":
		return c.Type + "." + c.Name
	}
	return c.Mode + "." + c.Type + "." + c.Name
}
