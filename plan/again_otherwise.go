package plan

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// otherwise reports whether a plan certainly holds a value otherwise than the source
// writes it. AWS and the provider add defaults, change the order and write policies in
// a way of their own, so only the texts in it are looked for. What holds the id of an
// object that is still to be made is unknown in every plan.
func otherwise(symbols *symbol.Table, planned, written cty.Value) bool {
	if !planned.IsWhollyKnown() || !written.IsWhollyKnown() || written.IsNull() {
		return false
	}
	p, w := leaves{symbols: symbols}, leaves{symbols: symbols}
	p.add("", planned)
	w.add("", written)
	if w.fresh {
		return true
	}
	for leaf := range w.found {
		if !p.found[leaf] {
			return true
		}
	}
	if w.open || p.open || !flat(planned) {
		return false
	}
	return !maps.Equal(p.found, w.found)
}

// flat reports whether a value is a text or a list of texts, to which nothing is
// added.
func flat(v cty.Value) bool {
	if v.IsNull() || v.Type().IsPrimitiveType() {
		return true
	}
	for _, e := range elementsOf(v) {
		if !e.Type().IsPrimitiveType() {
			return false
		}
	}
	return !v.Type().IsObjectType() && !v.Type().IsMapType()
}

// leaves are the texts in a value, with the names under which they stand.
type leaves struct {
	symbols *symbol.Table
	found   map[string]bool
	open    bool // there are symbols among them
	fresh   bool // of objects that the plan makes
}

func (l *leaves) add(name string, v cty.Value) {
	v, _ = v.Unmark()
	switch {
	case v.IsNull() || !v.IsKnown():
	case v.Type() == cty.String:
		l.text(name, l.symbols.Reveal(v.AsString()))
	case v.Type() == cty.Number:
		l.leaf(name, v.AsBigFloat().Text('f', -1))
	case v.Type() == cty.Bool:
		l.leaf(name, map[bool]string{true: "true", false: "false"}[v.True()])
	case v.Type().IsObjectType() || v.Type().IsMapType():
		for k, e := range v.AsValueMap() {
			l.add(k, e)
		}
	case v.CanIterateElements():
		for _, e := range v.AsValueSlice() {
			l.add(name, e)
		}
	}
}

func (l *leaves) leaf(name, text string) {
	if l.found == nil {
		l.found = map[string]bool{}
	}
	l.found[name+"="+text] = true
}

// text is a leaf, or a document with leaves of its own.
func (l *leaves) text(name, s string) {
	switch {
	case symbol.Contains(s) && !strings.HasPrefix(strings.TrimSpace(s), "{"):
		l.symbol(s)
	case s == "":
	default:
		var doc map[string]any
		if json.Unmarshal([]byte(s), &doc) != nil {
			l.leaf(name, s)
			return
		}
		l.json(name, doc)
	}
}

func (l *leaves) json(name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			l.json(name+"."+strings.ToLower(k), e)
		}
	case []any:
		for _, e := range v {
			l.json(name, e)
		}
	case string:
		if symbol.Contains(v) {
			l.symbol(v)
			return
		}
		l.leaf(name, v)
	case bool:
		l.leaf(name, map[bool]string{true: "true", false: "false"}[v])
	}
}

func (l *leaves) symbol(text string) {
	l.open = true
	l.fresh = l.fresh || strings.ContainsFunc(text, func(r rune) bool { return symbol.KindOf(r) == symbol.Fresh })
}
