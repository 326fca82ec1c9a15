package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Same reports whether an attribute, named by its path, is the same in another
// state of the resource: "policy", "origin[0].domain_name". What is known only
// after apply is no value that was there before.
func (b Block) Same(other Block, path string) bool {
	return at(b.value, path).RawEquals(at(other.value, path))
}

// at is the value at a path, NilVal if it leads nowhere.
func at(v cty.Value, path string) cty.Value {
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
			return cty.NilVal
		}
		i, err := strconv.Atoi(step)
		switch ty := v.Type(); {
		case ty.IsObjectType() || ty.IsMapType():
			v = Block{value: v}.get(step)
		case err == nil && v.CanIterateElements() && i >= 0 && i < v.LengthInt():
			v = v.AsValueSlice()[i]
		default:
			return cty.NilVal
		}
	}
	return v
}

// SameBut reports whether two states of a resource hold the same values, some
// arguments left aside. What is known only after apply is no value that was there
// before.
func (b Block) SameBut(other Block, aside ...string) bool {
	if !b.value.Type().IsObjectType() || !other.value.Type().IsObjectType() {
		return false
	}
	return b.holds(other, aside) && other.holds(b, aside)
}

// holds reports whether a block has all values of another one.
func (b Block) holds(other Block, aside []string) bool {
	for name := range other.value.Type().AttributeTypes() {
		if !slices.Contains(aside, name) && !b.get(name).RawEquals(other.get(name)) {
			return false
		}
	}
	return true
}
