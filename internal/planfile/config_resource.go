package planfile

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plan403/plan403/internal/resource"
)

// heldBlock is a resource or data block. It is decoded when it is asked for,
// unless it is judged: what judged blocks refer to, and the order of apply, may
// run through any other.
type heldBlock struct {
	once   sync.Once              // several plans may rest on one
	data   []byte                 // as it stands in the file, nil once it is decoded
	source func() *ResourceConfig // that makes it of source, nil for one of a file
	config *ResourceConfig
}

// resourceConfig reads one resource or data block.
func (s *scanner) resourceConfig(m *ModuleConfig) error {
	data, h, err := s.element()
	if err != nil {
		return err
	}
	b := &heldBlock{}
	cost := len(data) + costOfHeld
	if h.reading() == resource.Judged {
		cost = costOf(data)
	}
	if err := s.budget.spend(cost); err != nil {
		return err
	}
	if h.reading() == resource.Judged && !isRecord(h) {
		b.config, err = readBlock(data, h)
	} else {
		b.data = bytes.Clone(data)
	}
	m.blocks[h.block()] = b
	return err
}

// readBlock decodes a block. Only those that are not read may hold a key
// twice, and of them it takes the references alone.
func readBlock(data []byte, h resourceHead) (*ResourceConfig, error) {
	c, keep := &ResourceConfig{}, h.reading() != resource.Unread
	err := partOf(data, func(d *jsontext.Decoder) error {
		r := &expressionReader{d: d, keep: keep}
		err := readMembers(d, func(key string) error { return c.member(r, key) })
		c.References = r.refs
		return err
	}, jsontext.AllowDuplicateNames(!keep))
	if err == nil && (c.Mode != string(h.mode) || c.Type != string(h.typ)) {
		err = errTwoSpellings
	}
	return c, err
}

// Resource returns the block with a name such as "aws_s3_bucket.site" or
// "data.aws_region.x", nil if the module has none.
func (m *ModuleConfig) Resource(name string) *ResourceConfig {
	b := m.blocks[name]
	if b == nil {
		return nil
	}
	b.once.Do(b.decode)
	return b.config
}

func (b *heldBlock) decode() {
	if b.source != nil {
		b.config = b.source()
	}
	if b.data == nil {
		return
	}
	h, err := headOf(b.data)
	if err == nil {
		b.config, err = readBlock(b.data, h)
	}
	if err != nil {
		b.config = &ResourceConfig{Mode: string(h.mode), Type: string(h.typ), Name: string(h.name), Unreadable: true}
	}
	b.data = nil
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

// block is the address of a block within its module.
func (h resourceHead) block() string {
	name := string(h.typ) + "." + string(h.name)
	if string(h.mode) == "managed" {
		return name
	}
	return string(h.mode) + "." + name
}

// Blocks lists the names of the resource and data blocks, sorted.
func (m *ModuleConfig) Blocks() []string { return slices.Sorted(maps.Keys(m.blocks)) }

// Holds reports whether the module has a block of the name.
func (m *ModuleConfig) Holds(name string) bool { return m.blocks[name] != nil }
