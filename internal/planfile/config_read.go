package planfile

import (
	"bytes"
	"encoding/json"
	"maps"

	"github.com/go-json-experiment/json/jsontext"
)

// The configuration is read here rather than with terraform-json, which takes
// an expression without references for a null constant and loses the content
// of blocks that can stand only once.

func (s *scanner) configuration() error {
	c := &Config{Providers: map[string]ProviderConfig{}}
	s.plan.Config = c
	return s.members(func(key string) error {
		switch key {
		case "provider_config":
			return s.members(func(key string) error { return s.provider(c, key) })
		case "root_module":
			return s.moduleConfig(&c.Root, 1)
		}
		return s.skip()
	})
}

func (s *scanner) provider(c *Config, key string) error {
	var p ProviderConfig
	err := s.object(func(d *jsontext.Decoder, name string) error {
		switch name {
		case "name":
			return readString(d, &p.Name)
		case "full_name":
			return readString(d, &p.FullName)
		case "alias":
			return readString(d, &p.Alias)
		case "module_address":
			return readString(d, &p.ModuleAddress)
		case "expressions":
			return expressions(d, &p.Expressions)
		}
		return d.SkipValue()
	})
	c.Providers[key] = p
	return err
}

func (s *scanner) moduleConfig(to **ModuleConfig, depth int) error {
	if depth > maxModuleDepth {
		return errDeepModules
	}
	if err := s.budget.spend(costOfModule); err != nil {
		return err
	}
	m := &ModuleConfig{
		blocks:    map[string]*heldBlock{},
		Calls:     map[string]*ModuleCall{},
		Outputs:   map[string]OutputConfig{},
		Variables: map[string]VariableConfig{},
	}
	*to = m
	return s.members(func(key string) error {
		switch key {
		case "resources":
			return s.elements(func() error { return s.resourceConfig(m) })
		case "module_calls":
			return s.members(func(name string) error { return s.moduleCall(m, name, depth) })
		case "outputs":
			return s.members(func(name string) error { return s.output(m, name) })
		case "variables":
			return s.members(func(name string) error { return s.variableConfig(m, name) })
		}
		return s.skip()
	})
}

func (s *scanner) moduleCall(m *ModuleConfig, name string, depth int) error {
	c := &ModuleCall{}
	m.Calls[name] = c
	return s.members(func(key string) error {
		if key == "module" {
			return s.moduleConfig(&c.Module, depth+1)
		}
		return s.part(func(d *jsontext.Decoder) error {
			switch key {
			case "source":
				return readString(d, &c.Source)
			case "version_constraint":
				return readString(d, &c.Version)
			case "expressions":
				return expressions(d, &c.Expressions)
			case "for_each_expression":
				return optional(d, &c.ForEach)
			case "count_expression":
				return optional(d, &c.Count)
			case "depends_on":
				return readStrings(d, &c.DependsOn)
			}
			return d.SkipValue()
		})
	})
}

func (s *scanner) output(m *ModuleConfig, name string) error {
	var o OutputConfig
	err := s.object(func(d *jsontext.Decoder, key string) error {
		switch key {
		case "expression":
			r := expressionReader{d: d, keep: true}
			return r.expression(&o.Expression)
		case "sensitive":
			return readBool(d, &o.Sensitive)
		case "depends_on":
			return readStrings(d, &o.DependsOn)
		}
		return d.SkipValue()
	})
	m.Outputs[name] = o
	return err
}

func (s *scanner) variableConfig(m *ModuleConfig, name string) error {
	var v VariableConfig
	err := s.object(func(d *jsontext.Decoder, key string) error {
		switch key {
		case "default":
			return readRaw(d, &v.Default)
		case "sensitive":
			return readBool(d, &v.Sensitive)
		}
		return d.SkipValue()
	})
	m.Variables[name] = v
	return err
}

// object reads the object that comes next as a kept value: fn reads the value
// of each of its keys.
func (s *scanner) object(fn func(d *jsontext.Decoder, key string) error) error {
	return s.part(func(d *jsontext.Decoder) error {
		return readMembers(d, func(key string) error { return fn(d, key) })
	})
}

// part lets fn read the value that comes next with a decoder of its own, which
// refuses doubled keys. Nesting is bounded before.
func (s *scanner) part(fn func(d *jsontext.Decoder) error) error {
	data, err := s.value()
	if err == nil {
		err = s.budget.spend(costOf(data))
	}
	if err != nil {
		return err
	}
	return partOf(data, fn)
}

func partOf(data []byte, fn func(d *jsontext.Decoder) error, opts ...jsontext.Options) error {
	if err := checkNesting(data); err != nil {
		return err
	}
	d := jsontext.NewDecoder(bytes.NewReader(data), opts...)
	if err := fn(d); err != nil {
		return inPlace(jsonPlace(d.StackPointer()), withoutValues(err))
	}
	return nil
}

// readString reads a string; another kind of value counts as none.
func readString(d *jsontext.Decoder, to *string) error {
	if d.PeekKind() != '"' {
		return d.SkipValue()
	}
	t, err := d.ReadToken()
	if err == nil {
		*to = t.String()
	}
	return err
}

func readStrings(d *jsontext.Decoder, to *[]string) error {
	return readElements(d, func() error {
		var s string
		err := readString(d, &s)
		*to = append(*to, s)
		return err
	})
}

func readBool(d *jsontext.Decoder, to *bool) error {
	t, err := d.ReadToken()
	*to = t.Kind() == 't'
	return err
}

func readRaw(d *jsontext.Decoder, to *json.RawMessage) error {
	v, err := d.ReadValue()
	*to = json.RawMessage(bytes.Clone(v))
	return err
}

func expressions(d *jsontext.Decoder, to *map[string]Expression) error {
	r := expressionReader{d: d, keep: true}
	block, err := r.block()
	if *to == nil {
		*to = block
		return err
	}
	maps.Copy(*to, block)
	return err
}

func optional(d *jsontext.Decoder, to **Expression) error {
	r := expressionReader{d: d, keep: true}
	return r.optional(to)
}
