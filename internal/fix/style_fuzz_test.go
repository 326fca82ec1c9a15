package fix

import (
	"testing"

	"github.com/plan403/plan403/internal/source/syntax"
)

// What is added to a list or object of HCL leaves it one.
func FuzzAddToHCL(f *testing.F) {
	for _, seed := range []string{
		"[]", "{}", `["a"]`, "[\n  \"a\", # one\n  \"b\"  # two\n]", "{ a = 1, b = 2 }", "{\n  a : 1,\n}", "[{\n  a = 1\n}]",
		"{ # c\n  a = 1 // d\n}", "[for x in y : x]", "[1, /* two */]", "{\r\n  a = 1\r\n}\r\n", "[<<A\nx\nA\n]", "(\n[1]\n)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := []byte("x = " + text + "\n")
		body, err := syntax.Config(src, "a.tf")
		if err != nil || len(body.Attributes) != 1 {
			return
		}
		n, p := nodeOf(body.Attributes["x"].Expr), page{sheet: sheet{name: "a.tf", src: src}}
		more := map[form]string{list: `"new"`, object: `new = "new"`}[n.form]
		if more == "" || n.odd {
			return
		}
		after, err := Apply(src, p.add(n, more))
		if err != nil {
			t.Fatal(err)
		}
		again, err := syntax.Config(after, "a.tf")
		if err != nil {
			t.Fatalf("%q became %q: %v", src, after, err)
		}
		if got := nodeOf(again.Attributes["x"].Expr); len(got.items)+len(got.members) != len(n.items)+len(n.members)+1 {
			t.Errorf("%q became %q", src, after)
		}
	})
}

// What is added to JSON in a text, or taken out of it, leaves it JSON.
func FuzzAddToJSON(f *testing.F) {
	for _, seed := range []string{
		"[]", "{}", `["a"]`, "[\n  \"a\",\n  \"b\"\n]", `{"a": 1, "b": "${x["y"]}"}`, `{ "a": [1] }`, `[{\"a\": \"b\"}]`,
		"[\r\n\t\"${a}/*\"\r\n]", `["%{ if x }a%{ endif }"]`, "[%{ for x in y }\n\"a\",%{ endfor }\n\"b\"]", `["$${aws:x}"]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := []byte(text)
		n, escaped, ok := readJSON(src, 0, len(src))
		if !ok || n.odd || n.form == scalar {
			return
		}
		p := page{sheet: sheet{name: "a.json", src: src}, tongue: template, escaped: escaped}
		more := map[form]string{list: `"new"`, object: `"new": "new"`}[n.form]
		size := len(n.spans())
		for what, edits := range map[string][]Edit{"add": p.add(n, more), "drop": p.dropped(n)} {
			after, err := Apply(src, edits)
			if err != nil {
				t.Fatal(err)
			}
			got, _, ok := readJSON(after, 0, len(after))
			want := size + 1
			if what == "drop" {
				want = max(0, size-1)
			}
			if !ok || len(got.spans()) != want {
				t.Errorf("%s: %q became %q", what, src, after)
			}
		}
	})
}

// dropped takes the last element out, if there is one.
func (p page) dropped(n *node) []Edit {
	if size := len(n.spans()); size > 0 {
		return []Edit{p.drop(n, size-1)}
	}
	return nil
}
