package plan

import (
	"maps"
	"reflect"

	"github.com/zclconf/go-cty/cty"
)

// earlier are the arguments of a resource before apply as the file tells them, and
// what was made of them. Most are the same after it, so that both states share them.
type earlier struct {
	values    map[string]any
	sensitive any
	attrs     map[string]cty.Value
	known     bool
}

// before lifts a resource as it stands before apply, or as a state tells it. known: all
// of it is.
func (b *builder) before(address string, values, sensitive any) (attrs map[string]cty.Value, known bool) {
	told, _ := values.(map[string]any)
	l := b.converter(address)
	attrs = l.object(values, nil, sensitive)
	if b.lifted == nil {
		return attrs, !l.open
	}
	b.lifted[address] = earlier{told, sensitive, attrs, !l.open}
	return maps.Clone(attrs), !l.open
}

// after lifts a resource as a change leaves it.
func (b *builder) after(address string, values, unknown, sensitive any) (attrs map[string]cty.Value, known bool) {
	old, told := b.lifted[address], map[string]any{}
	unknowns, _ := unknown.(map[string]any)
	same := map[string]cty.Value{}
	if values, ok := values.(map[string]any); ok {
		for name, v := range values {
			if !anyTrue(unknowns[name]) && old.says(name, v, child(sensitive, name)) {
				same[name] = old.attrs[name]
			} else {
				told[name] = v
			}
		}
	}
	l := b.converter(address)
	attrs = l.object(told, unknown, sensitive)
	maps.Copy(attrs, same)
	return attrs, !l.open && (old.known || len(same) == 0)
}

// says reports whether an argument is the same before apply.
func (e earlier) says(name string, value, sensitive any) bool {
	old, there := e.values[name]
	return there && reflect.DeepEqual(value, old) && reflect.DeepEqual(sensitive, child(e.sensitive, name))
}
