package function

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// Every row says what becomes of symbols, and no function is written twice.
func TestRowsAreComplete(t *testing.T) {
	for name, r := range table {
		if r.symbols == nil {
			t.Errorf("%s() does not say what becomes of symbols", name)
		}
		if _, ok := Lookup(name); !ok {
			t.Errorf("%s() is not found", name)
		}
	}
}

func newContext() *Context {
	table := &symbol.Table{}
	n := 0
	return &Context{
		Symbols: table,
		Files:   &Files{FS: fstest.MapFS{"a": {Data: []byte("x")}}, Base: "."},
		Missing: func(bool) (string, bool) {
			n++
			return table.New(symbol.Opaque, strings.Repeat("m", n), symbol.Origin{})
		},
		Typed: func(rune) bool { return true },
		Doubt: func() {},
	}
}

// No function panics, whatever it is given, and none makes up a symbol that
// stands for an identifier.
func TestAnyArguments(t *testing.T) {
	c := newContext()
	fresh, _ := c.Symbols.New(symbol.Fresh, "f", symbol.Origin{})
	opaque, _ := c.Symbols.New(symbol.Opaque, "o", symbol.Origin{})
	secret := c.Symbols.Secret("s", symbol.Origin{})
	leaves := []cty.Value{
		cty.StringVal(fresh), cty.StringVal("x/" + opaque), cty.StringVal(secret), cty.StringVal(""), cty.StringVal("a"), cty.StringVal("2018-01-02T23:12:01Z"),
		cty.StringVal("10.0.0.0/8"), cty.StringVal("/a(/"), cty.StringVal("%s%d"), cty.NumberIntVal(-1), cty.Zero, cty.NumberIntVal(3), cty.NumberFloatVal(0.5),
		cty.True, cty.NullVal(cty.String), cty.NullVal(cty.DynamicPseudoType), cty.UnknownVal(cty.String), cty.UnknownVal(cty.List(cty.String)), cty.DynamicVal,
		cty.EmptyTupleVal, cty.EmptyObjectVal, cty.ListValEmpty(cty.String), cty.SetValEmpty(cty.DynamicPseudoType), cty.MapValEmpty(cty.Bool),
	}
	names := slices.Sorted(maps.Keys(table))
	var draw func(t *rapid.T, depth int) cty.Value
	draw = func(t *rapid.T, depth int) cty.Value {
		kind := rapid.IntRange(0, 5).Draw(t, "kind")
		if depth == 0 || kind < 2 {
			return rapid.SampledFrom(leaves).Draw(t, "leaf")
		}
		list := []cty.Value{draw(t, depth-1), draw(t, depth-1)}
		switch {
		case kind == 2 && cty.CanListVal(list):
			return cty.ListVal(list)
		case kind == 3 && cty.CanSetVal(list):
			return cty.SetVal(list)
		case kind == 4:
			return cty.ObjectVal(map[string]cty.Value{"a": list[0], fresh: list[1]})
		case kind == 5:
			return cty.TupleVal(list).Mark(value.Unordered).Mark(value.Uncounted)
		}
		return cty.TupleVal(list)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		var args []cty.Value
		for range rapid.IntRange(0, 4).Draw(t, "count") {
			args = append(args, draw(t, 2))
		}
		given := value.Inspect(args...)
		f, _ := Lookup(name)
		v, err := f(c, args)
		if err != nil {
			return
		}
		if value.Inspect(v).Has(value.Word) && !given.Has(value.Word) {
			t.Fatalf("%s(%#v) made up %#v", name, args, v)
		}
	})
}

func TestFileExpression(t *testing.T) {
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"*.tf", "main.tf", true},
		{"*.tf", "a/main.tf", false},
		{"**/*.tf", "a/b/main.tf", true},
		{"**/*.tf", "main.tf", true},
		{"**", "a/b", true},
		{"a/?.{js,css}", "a/x.css", true},
		{"a/?.{js,css}", "a/xy.css", false},
		{"[a-c].txt", "b.txt", true},
		{"[a-c].txt", "d.txt", false},
		{"a.b", "axb", false},
	}
	for _, tt := range tests {
		re, err := fileExpression(tt.pattern)
		if err != nil || re.MatchString(tt.name) != tt.want {
			t.Errorf("%q fits %q: %v, %v", tt.pattern, tt.name, !tt.want, err)
		}
	}
}
