package policyedit

import (
	"testing"

	"github.com/plan403/plan403/internal/hcledit"
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
		n, p := NodeOf(body.Attributes["x"].Expr), Page{Sheet: hcledit.Sheet{Name: "a.tf", Src: src}}
		more := map[Form]string{List: `"new"`, Object: `new = "new"`}[n.Form]
		if more == "" || n.Odd {
			return
		}
		after, err := hcledit.Apply(src, p.Add(n, more))
		if err != nil {
			t.Fatal(err)
		}
		again, err := syntax.Config(after, "a.tf")
		if err != nil {
			t.Fatalf("%q became %q: %v", src, after, err)
		}
		if got := NodeOf(again.Attributes["x"].Expr); len(got.Items)+len(got.Members) != len(n.Items)+len(n.Members)+1 {
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
		n, escaped, ok := ReadJSON(src, 0, len(src))
		if !ok || n.Odd || n.Form == Scalar {
			return
		}
		p := Page{Sheet: hcledit.Sheet{Name: "a.json", Src: src}, Tongue: Template, Escaped: escaped}
		more := map[Form]string{List: `"new"`, Object: `"new": "new"`}[n.Form]
		size := len(n.spans())
		for what, edits := range map[string][]hcledit.Edit{"add": p.Add(n, more), "drop": p.dropped(n)} {
			after, err := hcledit.Apply(src, edits)
			if err != nil {
				t.Fatal(err)
			}
			got, _, ok := ReadJSON(after, 0, len(after))
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
func (p Page) dropped(n *Node) []hcledit.Edit {
	if size := len(n.spans()); size > 0 {
		return []hcledit.Edit{p.Drop(n, size-1)}
	}
	return nil
}
