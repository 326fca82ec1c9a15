package plan

import (
	"testing"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Whatever is asked of something unknown, the answer is unknown: for a block
// whose list is unknown, for an element of a known list, and further in.
func TestUnknownIsNotAbsent(t *testing.T) {
	b, _ := lifted(
		attrs{"element": []any{nil}, "wrong": "text", "gone": []any{}, "there": []any{map[string]any{"n": "1"}}},
		attrs{"list": true, "element": []any{true}, "there": []any{map[string]any{"inner": true}}},
		nil,
	)
	there := b.Within("there")
	for name, inner := range map[string]Block{
		"an unknown list": b.Within("list"), "an unknown element": b.Within("element"), "a value of a wrong type": b.Within("wrong"),
		"an unknown block of a known one": there.Within("inner"), "a block of an unknown one": b.Within("list").Within("inner"),
	} {
		t.Run(name, func(t *testing.T) {
			_, first := inner.First("x")
			_, blocks := inner.Blocks("x")
			_, texts := inner.Texts("x")
			_, number := inner.Int("x")
			_, labels := inner.Map("x")
			for accessor, got := range map[string]tri.Value{
				"First": first, "Blocks": blocks, "Texts": texts, "Int": number, "Map": labels, "Has": inner.Has("x"), "Bool": inner.Bool("x", true),
			} {
				if !got.IsUnknown() || len(got.Causes()) == 0 {
					t.Errorf("%s answers %v because of %v", accessor, got.Truth(), got.Causes())
				}
			}
			if text, ok := inner.Text("x"); !ok || !symbol.Contains(text) {
				t.Errorf("Text answers %q, %v", text, ok)
			}
		})
	}
}

// What certainly is not there is absent, and answers that all in it is.
func TestAbsentIsNotUnknown(t *testing.T) {
	b, _ := lifted(attrs{"gone": []any{}, "null": nil}, nil, nil)
	for _, name := range []string{"gone", "null", "never"} {
		inner, there := b.First(name)
		_, deeper := inner.First("x")
		_, number := inner.Int("x")
		if !there.IsFalse() || !deeper.IsFalse() || !number.IsFalse() || !inner.Has("x").IsFalse() || inner.String("x") != "" {
			t.Errorf("%s is there: %v", name, there.Truth())
		}
	}
}
