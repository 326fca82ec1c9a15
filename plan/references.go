package plan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
)

// Without source, the JSON keeps of an expression only its constant or the
// list of what it refers to. A reference is taken for the whole value where
// the row of the type says that the referred attribute fits the argument. Anything
// else stays unknown.

// fromReferences fills in an unknown argument of a draft from the
// configuration's references.
func (b *builder) fromReferences(d *draft, name string, v cty.Value) cty.Value {
	if d.config == nil {
		return v
	}
	e, ok := d.config.Expressions[name]
	if !ok {
		return unsetNested(d, name, v)
	}
	return b.fillIn(d, name, v, e)
}

func (b *builder) fillIn(d *draft, name string, v cty.Value, e planfile.Expression) cty.Value {
	switch {
	case v.IsWhollyKnown():
		return v
	case len(e.Blocks) > 0:
		return b.fillBlocks(d, v, e.Blocks)
	case !v.IsKnown():
		if w, ok := b.direct(d, name, e); ok {
			return w
		}
		return v
	case v.Type().IsTupleType():
		return b.fillList(d, name, v, e)
	}
	return unsetNested(d, name, v)
}

// fillList gives the unknown elements of a list their values if each is one
// reference, in order.
func (b *builder) fillList(d *draft, name string, v cty.Value, e planfile.Expression) cty.Value {
	elems := v.AsValueSlice()
	refs := longest(e.References)
	var unknown []int
	for i, x := range elems {
		if !x.IsKnown() {
			unknown = append(unknown, i)
		}
	}
	if len(unknown) != len(refs) {
		return v
	}
	for i, at := range unknown {
		if w, ok := b.direct(d, name, planfile.Expression{References: refs[i : i+1]}); ok {
			elems[at] = w
		}
	}
	return cty.TupleVal(elems)
}

// maxPairs bounds the comparisons of a plan's blocks with those of the
// configuration.
const maxPairs = 1 << 18

// fillBlocks fills the blocks of a list or set from the configuration's
// blocks. Sets are sorted anew in a plan, so a block is found by its constants.
func (b *builder) fillBlocks(d *draft, v cty.Value, config []map[string]planfile.Expression) cty.Value {
	if !v.IsKnown() || !v.CanIterateElements() {
		return v
	}
	elems := v.AsValueSlice()
	if len(elems) == 0 {
		return v
	}
	c := newConstants(config)
	for i, x := range elems {
		if found, ok := b.matching(x, c, len(elems)); ok {
			elems[i] = b.fillBlock(d, x, found)
		} else {
			elems[i] = unsetNested(d, "", x)
		}
	}
	return cty.TupleVal(elems)
}

func (b *builder) fillBlock(d *draft, v cty.Value, config map[string]planfile.Expression) cty.Value {
	if !v.IsKnown() || !v.Type().IsObjectType() {
		return v
	}
	attrs := v.AsValueMap()
	for name, x := range attrs {
		if x.IsWhollyKnown() {
			continue
		}
		if e, ok := config[name]; ok {
			attrs[name] = b.fillIn(d, name, x, e)
		} else {
			attrs[name] = unsetNested(d, name, x)
		}
	}
	return cty.ObjectVal(attrs)
}

// constants are the blocks of a configuration with the texts of their constant
// arguments.
type constants struct {
	blocks []map[string]planfile.Expression
	texts  []map[string]string
}

func newConstants(config []map[string]planfile.Expression) constants {
	c := constants{blocks: config}
	for _, block := range config {
		texts := map[string]string{}
		for name, e := range block {
			var v any
			if e.Constant != nil && json.Unmarshal(e.Constant, &v) == nil {
				texts[name] = fmt.Sprint(v)
			}
		}
		c.texts = append(c.texts, texts)
	}
	return c
}

// matching returns the one configuration block that v, one of some blocks, can
// have come from.
func (b *builder) matching(v cty.Value, config constants, count int) (map[string]planfile.Expression, bool) {
	if len(config.blocks) == 1 && count == 1 {
		return config.blocks[0], true
	}
	if !v.IsKnown() || !v.Type().IsObjectType() || len(config.blocks)*count > maxPairs {
		return nil, false
	}
	found := -1
	known := b.knownTexts(v)
	for i, texts := range config.texts {
		switch {
		case !consistent(known, texts):
		case found < 0:
			found = i
		case !reflect.DeepEqual(config.blocks[i], config.blocks[found]):
			return nil, false
		}
	}
	if found < 0 {
		return nil, false
	}
	return config.blocks[found], true
}

// knownTexts are the arguments of a block that are known texts, secrets revealed.
func (b *builder) knownTexts(v cty.Value) map[string]string {
	out := map[string]string{}
	for name, x := range v.AsValueMap() {
		if text, ok := textOf(x); ok {
			out[name] = b.symbols.Reveal(text)
		}
	}
	return out
}

func consistent(known, constant map[string]string) bool {
	for name, want := range constant {
		if got, ok := known[name]; ok && got != want {
			return false
		}
	}
	return true
}

// unsetNested makes null of nested arguments that are only unknown because
// nothing sets them.
func unsetNested(d *draft, name string, v cty.Value) cty.Value {
	if !v.IsKnown() {
		if resource.Of(d.res.Type).ComputesWithin(name) {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return v
	}
	if v.IsNull() || v.IsWhollyKnown() {
		return v
	}
	switch ty := v.Type(); {
	case ty.IsObjectType():
		attrs := v.AsValueMap()
		for k, x := range attrs {
			attrs[k] = unsetNested(d, k, x)
		}
		return cty.ObjectVal(attrs)
	case ty.IsTupleType():
		elems := v.AsValueSlice()
		for i, x := range elems {
			elems[i] = unsetNested(d, "", x)
		}
		return cty.TupleVal(elems)
	}
	return v
}

// longest drops the references that are only the beginning of another: the
// JSON lists x.y.attr and then x.y.
func longest(refs []string) []string {
	sorted := slices.Sorted(slices.Values(refs))
	begins := func(beginning string) bool {
		at, _ := slices.BinarySearch(sorted, beginning)
		return at < len(sorted) && strings.HasPrefix(sorted[at], beginning)
	}
	seen := map[string]bool{}
	var out []string
	for _, r := range refs {
		if !seen[r] && !begins(r+".") && !begins(r+"[") {
			out = append(out, r)
		}
		seen[r] = true
	}
	return out
}
