package locate

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/plan403/plan403/internal/symbol"
)

func join(a, b []Step) []Step { return slices.Concat(a, b) }

// steps are the steps of a path that a traversal takes.
func steps(t hcl.Traversal) []Step {
	var out []Step
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			out = append(out, Name(s.Name))
		case hcl.TraverseAttr:
			out = append(out, Name(s.Name))
		case hcl.TraverseIndex:
			if next, ok := stepOf(s.Key); ok {
				out = append(out, next)
			}
		}
	}
	return out
}

// stepOf is the step that an index takes.
func stepOf(key cty.Value) (Step, bool) {
	if key == cty.NilVal || !key.IsKnown() || key.IsNull() {
		return Step{}, false
	}
	switch key.Type() {
	case cty.String:
		return Name(key.AsString()), true
	case cty.Number:
		n, _ := key.AsBigFloat().Int64()
		return Item(int(n)), true
	}
	return Step{}, false
}

// text is a primitive value as a string; ok is false if it is none.
func text(v cty.Value) (string, bool) {
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() || !v.Type().IsPrimitiveType() {
		return "", false
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return "", false
	}
	return s.AsString(), true
}

func sameFolded(a, b string) bool { return strings.EqualFold(a, b) }

// pick finds the element that a step means, -1 if that cannot be told.
func pick(s Step, list []cty.Value) int {
	if s.Like != cty.NilVal {
		best, score := -1, 0
		for i, v := range list {
			if n := likeness(s.Like, v); n > score {
				best, score = i, n
			}
		}
		if best >= 0 {
			return best
		}
	}
	switch {
	case s.Index >= 0 && s.Index < len(list):
		return s.Index
	case len(list) == 1:
		return 0
	}
	return -1
}

// likeness tells how much of like a value shares, 0 if they differ. Texts that
// hold symbols may be the same although they differ.
func likeness(like, v cty.Value) int {
	if a, ok := text(like); ok {
		b, isText := text(v)
		switch {
		case isText && a == b:
			return 2
		case isText && symbol.Contains(a) && symbol.Contains(b):
			return 1
		}
		return 0
	}
	if !members(like) || !members(v) {
		return equal(like, v)
	}
	score := 1
	other := v.AsValueMap()
	for name, a := range like.AsValueMap() {
		b, there := other[name]
		_, plain := text(a)
		if !plain || !there {
			continue
		}
		n := likeness(a, b)
		if _, known := text(b); known && n == 0 {
			return 0
		}
		score += n
	}
	return score
}

func equal(a, b cty.Value) int {
	if a.RawEquals(b) {
		return 2
	}
	return 0
}

func members(v cty.Value) bool {
	return v != cty.NilVal && v.IsKnown() && !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}
