package plan

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// resourceConfig reads one resource or data block if it is judged. Blocks of
// other types are held as they stand, since what judged ones refer to, and the
// order of apply, may run through them.
func (s *scanner) resourceConfig(m *ModuleConfig) error {
	data, h, err := s.element()
	if err != nil {
		return err
	}
	c := &ResourceConfig{Mode: string(h.mode), Type: string(h.typ), Name: string(h.name)}
	if h.relevance() == judged && !isRecord(h) {
		err = c.read(data)
	} else {
		c.held = bytes.Clone(data)
	}
	m.blocks[c.key()] = c
	return err
}

// read decodes a block. Only those that are not Relevant may hold a key twice,
// and of them it takes the references alone.
func (c *ResourceConfig) read(data []byte) error {
	mode, typ, keep := c.Mode, c.Type, Relevant(c.Mode, c.Type)
	err := partOf(data, func(d *jsontext.Decoder) error {
		r := &expressionReader{d: d, keep: keep}
		err := readMembers(d, func(key string) error { return c.member(r, key) })
		c.References = r.refs
		return err
	}, jsontext.AllowDuplicateNames(!keep))
	if err == nil && (c.Mode != mode || c.Type != typ) {
		err = errTwoSpellings
	}
	return err
}

// Resource returns the block with a name such as "aws_s3_bucket.site" or
// "data.aws_region.x", nil if the module has none.
func (m *ModuleConfig) Resource(name string) *ResourceConfig {
	c := m.blocks[name]
	if c == nil || c.held == nil {
		return c
	}
	data := c.held
	c.held = nil
	if err := c.read(data); err != nil {
		*c = ResourceConfig{Mode: c.Mode, Type: c.Type, Name: c.Name, Unreadable: true}
	}
	return c
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
