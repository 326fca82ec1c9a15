package plan

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// converter turns the three parallel trees of a change (value, what is unknown,
// what is sensitive) into one cty value. Unknown leaves are cty unknowns,
// sensitive strings Secret symbols.
type converter struct {
	symbols *symbol.Table
	address string
	open    bool // something that it has lifted is unknown
}

// unknown is a value that is not known.
func (l *converter) unknown() cty.Value {
	l.open = true
	return cty.DynamicVal
}

// object lifts a resource's attributes. An unknown attribute is missing in
// value, so names are taken from both trees.
func (l *converter) object(value, unknown, sensitive any) map[string]cty.Value {
	attrs := map[string]cty.Value{}
	values, _ := value.(map[string]any)
	unknowns, _ := unknown.(map[string]any)
	for name, v := range values {
		attrs[name] = l.value(v, unknowns[name], child(sensitive, name), name)
	}
	for name, u := range unknowns {
		if _, ok := attrs[name]; !ok {
			attrs[name] = l.value(nil, u, child(sensitive, name), name)
		}
	}
	return attrs
}

func (l *converter) value(value, unknown, sensitive any, path string) cty.Value {
	if unknown == true {
		return l.unknown()
	}
	switch v := value.(type) {
	case map[string]any:
		return cty.ObjectVal(l.object(v, unknown, sensitive))
	case []any:
		return l.list(v, unknown, sensitive, path)
	case string:
		return l.text(v, sensitive == true, path)
	case bool:
		return cty.BoolVal(v)
	case json.Number:
		if n := number(string(v)); n.IsKnown() {
			return n
		}
		return l.unknown()
	case float64:
		return cty.NumberFloatVal(v)
	}
	if u, ok := unknown.(map[string]any); ok && anyTrue(u) {
		return cty.ObjectVal(l.object(nil, u, sensitive))
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

func (l *converter) list(values []any, unknown, sensitive any, path string) cty.Value {
	unknowns, _ := unknown.([]any)
	elems := make([]cty.Value, 0, len(values))
	for i := range max(len(values), len(unknowns)) {
		var v, u any
		if i < len(values) {
			v = values[i]
		}
		if i < len(unknowns) {
			u = unknowns[i]
		}
		elems = append(elems, l.value(v, u, element(sensitive, i), fmt.Sprintf("%s[%d]", path, i)))
	}
	switch {
	case len(elems) == 0:
		return cty.EmptyTupleVal
	case blocks(elems):
		return cty.ListVal(elems) // which holds their type once, and that takes most of their room
	}
	return cty.TupleVal(elems)
}

// blocks reports whether values are objects of one type that is known all through.
func blocks(list []cty.Value) bool {
	ty := list[0].Type()
	return ty.IsObjectType() && !ty.HasDynamicTypes() &&
		!slices.ContainsFunc(list[1:], func(v cty.Value) bool { return !v.Type().Equals(ty) })
}

// text lifts a string. One that holds a rune of the symbols' range would be
// taken for a symbol, so it counts as unknown.
func (l *converter) text(s string, sensitive bool, path string) cty.Value {
	origin := symbol.Origin{Address: l.address, Attribute: path}
	switch {
	case symbol.Contains(s):
		return l.unknown()
	case sensitive && s != "":
		return cty.StringVal(l.symbols.Secret(s, origin))
	}
	return cty.StringVal(s)
}

func number(s string) cty.Value {
	f, _, err := big.ParseFloat(s, 10, 512, big.ToNearestEven)
	if err != nil {
		return cty.DynamicVal
	}
	return cty.NumberVal(f)
}

// child and element walk a sensitivity tree, where true covers all below it.
func child(sensitive any, name string) any {
	if sensitive == true {
		return true
	}
	m, _ := sensitive.(map[string]any)
	return m[name]
}

func element(sensitive any, i int) any {
	if sensitive == true {
		return true
	}
	list, _ := sensitive.([]any)
	if i < len(list) {
		return list[i]
	}
	return nil
}

func anyTrue(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case map[string]any:
		for _, x := range v {
			if anyTrue(x) {
				return true
			}
		}
	case []any:
		for _, x := range v {
			if anyTrue(x) {
				return true
			}
		}
	}
	return false
}

// settle replaces what is still unknown in v by Opaque symbols, so that every
// reader of planfile.Resources meets one kind of unknown.
func settle(symbols *symbol.Table, v cty.Value, origin symbol.Origin, key string) cty.Value {
	if v.IsKnown() && v.IsWhollyKnown() {
		return v
	}
	if !v.IsKnown() {
		s, ok := symbols.New(symbol.Opaque, key, origin)
		if !ok {
			s, _ = symbols.New(symbol.Opaque, "", origin)
		}
		return cty.StringVal(s)
	}
	ty := v.Type()
	switch {
	case ty.IsObjectType() || ty.IsMapType():
		attrs := map[string]cty.Value{}
		for k, e := range v.AsValueMap() {
			o := origin
			o.Attribute += "." + k
			attrs[k] = settle(symbols, e, o, key+"."+k)
		}
		return cty.ObjectVal(attrs)
	case ty.IsTupleType() || ty.IsListType() || ty.IsSetType():
		var elems []cty.Value
		for i, e := range v.AsValueSlice() {
			o := origin
			o.Attribute += fmt.Sprintf("[%d]", i)
			elems = append(elems, settle(symbols, e, o, fmt.Sprintf("%s[%d]", key, i)))
		}
		return cty.TupleVal(elems)
	}
	return v
}
