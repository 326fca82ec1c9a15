package value

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// names puts symbols in for the letters of a text: F and G are Fresh, A and B
// Atom, O and P Opaque, S is a secret.
type names struct{ table symbol.Table }

func (n *names) text(s string) string {
	kinds := map[rune]symbol.Kind{'F': symbol.Fresh, 'G': symbol.Fresh, 'A': symbol.Atom, 'B': symbol.Atom, 'O': symbol.Opaque, 'P': symbol.Opaque}
	out := ""
	for _, r := range s {
		kind, ok := kinds[r]
		switch {
		case r == 'S':
			out += n.table.Secret("x/y", symbol.Origin{})
		case ok:
			made, _ := n.table.New(kind, string(r), symbol.Origin{})
			out += made
		default:
			out += string(r)
		}
	}
	return out
}

func TestTextEqual(t *testing.T) {
	var n names
	tests := []struct {
		name, a, b string
		want       tri.Truth
	}{
		{"the same symbols are the same text", "arn:A:d/F", "arn:A:d/F", tri.Yes},
		{"different literals differ", "a", "b", tri.No},
		{"a fresh value stands in no literal", "F", "e1", tri.No},
		{"nor does a text that holds it", "d/F", "d/e1", tri.No},
		{"two fresh values differ", "d/F", "d/G", tri.No},
		{"an atom may be a literal", "arn:A:x", "arn:1234:x", tri.Unknown},
		{"an atom holds no slash", "A", "a/b", tri.No},
		{"an atom is not empty", "A", "", tri.No},
		{"an atom may be a fresh value", "A", "F", tri.Unknown},
		{"an opaque value may be empty", "O", "", tri.Unknown},
		{"an opaque value may be anything", "O", "F/x", tri.Unknown},
		{"what stands around an opaque value has to fit", "arn:O", "urn:x", tri.No},
		{"what stands between opaque values has to fit", "Oq/zP", "a/b", tri.No},
		{"the same beginning is cut off", "A-O", "A-x", tri.Unknown},
		{"separators stand in both or the texts differ", "A/F", "B:G", tri.No},
		{"one segment that differs is enough", "A/x/F", "B/y/G", tri.No},
		{"segments with symbols stay open", "A/F", "B/F", tri.Unknown},
		{"a shorter literal cannot hold two identifiers", "AB", "x", tri.No},
		{"a secret is compared by its value", "S", "x/y", tri.Yes},
		{"a secret of another value differs", "S", "x/z", tri.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := n.text(tt.a), n.text(tt.b)
			if got := TextEqual(&n.table, a, b); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := TextEqual(&n.table, b, a); got != tt.want {
				t.Errorf("turned round: got %v, want %v", got, tt.want)
			}
		})
	}
}

// A decided comparison holds for every value of the symbols.
func TestTextEqualSound(t *testing.T) {
	var n names
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("FGABOab/")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		got := TextEqual(&n.table, n.text(a), n.text(b))
		values := map[rune]string{
			'F': "freshF-1", 'G': "freshG-1",
			'A': rapid.SampledFrom([]string{"a", "b", "ab", "freshF-1"}).Draw(t, "A"),
			'B': rapid.SampledFrom([]string{"a", "b", "ba"}).Draw(t, "B"),
			'O': rapid.SampledFrom([]string{"", "a", "/", "b/a", "freshG-1"}).Draw(t, "O"),
		}
		put := func(s string) (out string) {
			for _, r := range s {
				if v, ok := values[r]; ok {
					out += v
				} else {
					out += string(r)
				}
			}
			return out
		}
		if same := put(a) == put(b); got != tri.Unknown && same != (got == tri.Yes) {
			t.Fatalf("%s == %s is %v, yet %q, %q", a, b, got, put(a), put(b))
		}
	})
}

func TestEqual(t *testing.T) {
	var n names
	str := func(s string) cty.Value { return cty.StringVal(n.text(s)) }
	list := func(v ...cty.Value) cty.Value { return cty.ListVal(v) }
	null := cty.NullVal(cty.String)
	tests := []struct {
		name string
		a, b cty.Value
		want tri.Truth
	}{
		{"null is null", null, cty.NullVal(cty.DynamicPseudoType), tri.Yes},
		{"a fresh value is not null", str("F"), null, tri.No},
		{"a text with a literal part is not null", str("O/"), null, tri.No},
		{"an opaque value may be null", str("O"), null, tri.Unknown},
		{"an opaque value is itself", str("O"), str("O"), tri.Yes},
		{"an unknown may be null", cty.UnknownVal(cty.String), null, tri.Unknown},
		{"a number is no string", cty.NumberIntVal(1), cty.StringVal("1"), tri.No},
		{"numbers are compared by value", cty.NumberIntVal(1), cty.NumberFloatVal(1), tri.Yes},
		{"lists are compared by element", list(str("F"), str("x")), list(str("F"), str("x")), tri.Yes},
		{"one element that differs is enough", list(str("O"), str("x")), list(str("P"), str("y")), tri.No},
		{"one element that may differ leaves it open", list(str("A")), list(str("x")), tri.Unknown},
		{"lists of different length differ", list(str("O")), list(str("O"), str("O")), tri.No},
		{"a tuple may be a list in truth", cty.TupleVal([]cty.Value{str("x")}), list(str("x")), tri.Unknown},
		{"an object may be a map in truth", cty.ObjectVal(map[string]cty.Value{"a": str("x")}), cty.MapVal(map[string]cty.Value{"a": str("x")}), tri.Unknown},
		{"maps with other keys differ", cty.MapVal(map[string]cty.Value{"a": str("x")}), cty.MapVal(map[string]cty.Value{"b": str("x")}), tri.No},
		{"a key that is a symbol may be any", cty.MapVal(map[string]cty.Value{n.text("O"): str("x")}), cty.MapVal(map[string]cty.Value{"b": str("x")}), tri.Unknown},
		{"plain sets are compared as they are", cty.SetVal([]cty.Value{str("x"), str("y")}), cty.SetVal([]cty.Value{str("y"), str("x")}), tri.Yes},
		{"a list whose order is open equals nothing for sure", list(str("x")).Mark(Unordered), list(str("x")), tri.Unknown},
		{"a string is no list", str("x"), list(str("x")), tri.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Equal(&n.table, tt.a, tt.b, false); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	for _, tt := range []struct {
		name string
		a, b cty.Value
		want tri.Truth
	}{
		{"two tuples with the same texts are equal", cty.TupleVal([]cty.Value{str("F")}), cty.TupleVal([]cty.Value{str("F")}), tri.Yes},
		{"two objects with the same texts are equal", cty.ObjectVal(map[string]cty.Value{"a": str("F")}), cty.ObjectVal(map[string]cty.Value{"a": str("F")}), tri.Yes},
		{"a tuple is no list", cty.TupleVal([]cty.Value{str("x")}), list(str("x")), tri.No},
		{"an object is no map", cty.ObjectVal(map[string]cty.Value{"a": str("x")}), cty.MapVal(map[string]cty.Value{"a": str("x")}), tri.No},
		{"empty lists of different types differ", cty.ListValEmpty(cty.String), cty.ListValEmpty(cty.Number), tri.No},
		{"a symbol in a tuple may be any text", cty.TupleVal([]cty.Value{str("O")}), cty.TupleVal([]cty.Value{str("x")}), tri.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Equal(&n.table, tt.a, tt.b, true); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := Same(&n.table, cty.TupleVal([]cty.Value{str("x")}), list(str("x"))); got != tri.Yes {
		t.Errorf("Same looks at types: %v", got)
	}
}

func TestInspect(t *testing.T) {
	var n names
	deep := cty.StringVal("x")
	for range MaxDepth + 2 {
		deep = cty.TupleVal([]cty.Value{deep})
	}
	wide := cty.StringVal("x")
	for range 40 { // 2^40 values, shared
		wide = cty.TupleVal([]cty.Value{wide, wide})
	}
	tests := []struct {
		name string
		v    cty.Value
		want Traits
	}{
		{"a plain value has no traits", cty.ListVal([]cty.Value{cty.StringVal("x")}), 0},
		{"a symbol is found in a list", cty.ListVal([]cty.Value{cty.StringVal(n.text("d/F"))}), Word},
		{"a symbol is found in a key", cty.ObjectVal(map[string]cty.Value{n.text("O"): cty.True}), Opaque},
		{"a secret is told from a symbol", cty.StringVal(n.text("S")), Secret},
		{"an unknown is found in an object", cty.ObjectVal(map[string]cty.Value{"a": cty.UnknownVal(cty.Number)}), Unknown},
		{"a mark inside is found", cty.TupleVal([]cty.Value{cty.EmptyTupleVal.Mark(Uncounted)}), Loose},
		{"deep nesting is too big", deep, Oversize},
		{"a value that shares its parts is counted whole", wide, Oversize},
		{"a number of many digits is too big", cty.MustParseNumberVal("1e99999"), Oversize},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Inspect(tt.v); got != tt.want {
				t.Errorf("got %b, want %b", got, tt.want)
			}
		})
	}
}

func TestSpread(t *testing.T) {
	var n names
	str := func(s string) cty.Value { return cty.StringVal(n.text(s)) }
	type doubt struct{ Unordered, Uncounted bool }
	tests := []struct {
		name string
		v    cty.Value
		want doubt
	}{
		{"a plain set has an order and a number", cty.SetVal([]cty.Value{str("x"), str("y")}), doubt{}},
		{"a set with a fresh value has a number only", cty.SetVal([]cty.Value{str("F"), str("y")}), doubt{Unordered: true}},
		{"a set with an opaque value may hold doubles", cty.SetVal([]cty.Value{str("O"), str("y")}), doubt{true, true}},
		{"one element has one order", cty.SetVal([]cty.Value{str("O")}), doubt{}},
		{"a list keeps its order", cty.ListVal([]cty.Value{str("O"), str("F")}), doubt{}},
		{"the order of keys hangs on symbols", cty.MapVal(map[string]cty.Value{n.text("F"): str("x"), "a": str("x")}), doubt{Unordered: true}},
		{"a mark is carried over", cty.ListVal([]cty.Value{str("x")}).Mark(Uncounted), doubt{Uncounted: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Spread(&n.table, tt.v)
			if diff := cmp.Diff(tt.want, doubt{got.Unordered, got.Uncounted}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConvert(t *testing.T) {
	var n names
	set := cty.SetVal([]cty.Value{cty.StringVal(n.text("F")), cty.StringVal("x")})
	v, err := Convert(&n.table, set, cty.List(cty.String))
	if err != nil || !v.HasMark(Unordered) {
		t.Errorf("a list made of a set with symbols is not marked: %#v, %v", v, err)
	}
	nested, err := Convert(&n.table, cty.ObjectVal(map[string]cty.Value{"a": set}), cty.Map(cty.List(cty.String)))
	if err != nil || !nested.ContainsMarked() {
		t.Errorf("nor one inside a map: %#v, %v", nested, err)
	}
	plain, err := Convert(&n.table, cty.SetVal([]cty.Value{cty.StringVal("x")}), cty.List(cty.String))
	if err != nil || plain.IsMarked() {
		t.Errorf("a plain set has an order: %#v, %v", plain, err)
	}
}

func TestConceal(t *testing.T) {
	var n names
	v := cty.ObjectVal(map[string]cty.Value{"user": cty.StringVal("alice"), "pin": cty.NumberIntVal(90210)})
	hidden := Conceal(&n.table, v, symbol.Origin{})
	if s := hidden.GetAttr("user").AsString(); s == "alice" || n.table.Reveal(s) != "alice" {
		t.Errorf("the string is not secret: %q", s)
	}
	if got := n.table.Display("pin 90210"); got != "pin (sensitive)" {
		t.Errorf("the number is shown: %q", got)
	}
	if !Reveal(&n.table, hidden).RawEquals(v) {
		t.Error("revealing does not give the value back")
	}
}
