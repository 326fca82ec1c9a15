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
	return sameValue(at(b.value, path), at(other.value, path))
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

// Differing lists the arguments that two states of a resource do not hold alike. What
// is known only after apply is no value that was there before. "" stands for all of them
// where it is not known which there are.
func (b Block) Differing(other Block) []string {
	if !b.value.Type().IsObjectType() || !other.value.Type().IsObjectType() {
		return []string{""}
	}
	var out []string
	mine, others := b.value.Type().AttributeTypes(), other.value.Type().AttributeTypes()
	for name := range others {
		if !sameValue(b.get(name), other.get(name)) {
			out = append(out, name)
		}
	}
	for name := range mine {
		if _, both := others[name]; !both && b.get(name) != cty.NilVal {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// sameValue reports whether two values are the same, blocks in a list and in a tuple as
// well.
func sameValue(a, b cty.Value) bool {
	if a == cty.NilVal || b == cty.NilVal {
		return a == b
	}
	return a.RawEquals(b) || !a.Type().Equals(b.Type()) && tupled(a).RawEquals(tupled(b))
}

// tupled is a value with tuples in place of its lists.
func tupled(v cty.Value) cty.Value {
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsMarked() && v.IsKnown() && !v.IsNull() && v.Type().IsListType() {
			return cty.TupleVal(v.AsValueSlice()), nil
		}
		return v, nil
	})
	if err != nil {
		return v
	}
	return out
}
