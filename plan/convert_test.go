package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/symbol"
)

// lifted settles a value with what is unknown and sensitive in it.
func lifted(value, unknown, sensitive attrs) (Block, *symbol.Table) {
	symbols := &symbol.Table{}
	l := converter{symbols: symbols, address: "a.b"}
	d := l.object(map[string]any(value), map[string]any(unknown), map[string]any(sensitive))
	r := &Resource{Address: "a.b"}
	r.Block = Block{value: settle(symbols, objectOf(d), symbol.Origin{Address: "a.b"}, "a.b"), symbols: symbols, owner: "a.b"}
	return r.Block, symbols
}

// An unknown attribute is missing from the values, an unknown element of a list
// is null there (JSON output format, change representation).
func TestLift(t *testing.T) {
	b, _ := lifted(
		attrs{"name": "x", "count": float64(3), "on": true, "none": nil, "list": []any{"a", nil}, "blocks": []any{map[string]any{"id": "o"}}},
		attrs{"arn": true, "list": []any{false, true}, "blocks": []any{map[string]any{"domain": true}}, "set": false},
		nil,
	)
	if got := []string{b.String("name"), b.String("count"), b.String("on"), b.String("none")}; !cmp.Equal(got, []string{"x", "3", "true", ""}) {
		t.Errorf("known values %q", got)
	}
	if !symbol.Contains(b.String("arn")) {
		t.Errorf("an unknown attribute is %q", b.String("arn"))
	}
	if list, known := b.Texts("list"); len(list) != 2 || list[0] != "a" || !symbol.Contains(list[1]) || !known.IsTrue() {
		t.Errorf("a list with one unknown element is %q, known %v", list, known.Truth())
	}
	inner, there := b.First("blocks")
	if !there.IsTrue() || inner.String("id") != "o" || !symbol.Contains(inner.String("domain")) || inner.Path() != "blocks[0]" {
		t.Errorf("a block has id %q, domain %q, path %q", inner.String("id"), inner.String("domain"), inner.Path())
	}
	if !b.Has("set").IsFalse() || !b.Has("none").IsFalse() {
		t.Error("what is neither known nor unknown is there")
	}
}

// A list that is unknown as a whole is not an empty one.
func TestUnknownList(t *testing.T) {
	b, _ := lifted(nil, attrs{"origin": true}, nil)
	if _, known := b.Blocks("origin"); !known.IsUnknown() || len(known.Causes()) == 0 {
		t.Errorf("blocks of an unknown list: known %v because of %v", known.Truth(), known.Causes())
	}
	if _, known := b.Blocks("other"); !known.IsTrue() {
		t.Errorf("blocks that are not there: known %v", known.Truth())
	}
}

// A sensitive text takes part in evaluation and is never shown; sensitivity of
// a whole covers its parts.
func TestSensitive(t *testing.T) {
	for name, sensitive := range map[string]attrs{
		"the text":  {"header": []any{map[string]any{"value": true}}},
		"the block": {"header": []any{true}},
		"the list":  {"header": true},
	} {
		t.Run(name, func(t *testing.T) {
			b, symbols := lifted(attrs{"header": []any{map[string]any{"value": "s3cr3t"}}}, nil, sensitive)
			h := b.Within("header")
			if got := h.String("value"); symbols.Reveal(got) != "s3cr3t" || symbols.Display(got) == "s3cr3t" {
				t.Errorf("%q is shown as %q and stands for %q", got, symbols.Display(got), symbols.Reveal(got))
			}
		})
	}
}

// A rune from the range of symbols in a plan never becomes a symbol of ours:
// the text counts as unknown.
func TestForeignSymbols(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Int32Range(0xF0000, 0x10FFFD).Draw(t, "rune")
		text := "distribution/" + string(rune(r))
		b, symbols := lifted(attrs{"arn": text}, nil, nil)
		got := b.String("arn")
		if !symbol.Contains(got) {
			t.Skip("not in the range of symbols")
		}
		if got == text || symbols.Reveal(got) == text {
			t.Errorf("%+q is taken for a symbol", text)
		}
	})
}
