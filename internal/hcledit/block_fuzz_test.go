package hcledit

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/source/syntax"
)

// What is written into a file that parses leaves one that parses.
func FuzzBlocksAreEdited(f *testing.F) {
	for _, src := range []string{
		"r {\n  a = 1\n}\n", "r { a = 1 }", "r {}\r\n", "r {\n  a = <<E\nx\nE\n  b {\n  }\n}\n",
		"r {\n  # c\n  a = [\n    1, # d\n  ]\n  // e\n  b {}\n}", "r {\n\ta=1/*\n*/\n}\n", "r{ # c\n a = [\n 1,]\n}",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		body, err := syntax.Config([]byte(src), "main.tf")
		if err != nil {
			return
		}
		s := Sheet{Name: "main.tf", Src: []byte(src)}
		for _, b := range body.Blocks {
			for _, e := range everyEdit(s, b) {
				parses(t, s, e)
			}
		}
	})
}

// everyEdit lists the edits that can be made of a block.
func everyEdit(s Sheet, b *hclsyntax.Block) (out []Edit) {
	for _, attr := range b.Body.Attributes {
		out = append(out, s.RemoveArgument(attr))
		if list, ok := attr.Expr.(*hclsyntax.TupleConsExpr); ok {
			out = append(out, s.AddItem(list, "1"))
			for i := range list.Exprs {
				out = append(out, s.RemoveItem(list, i))
			}
		}
	}
	for _, inner := range b.Body.Blocks {
		out = append(out, s.RemoveBlock(inner))
	}
	return append(out,
		s.Set(b, Argument{Name: "new", Value: "1"}), s.InsertBlock(b, "new {\n  a = 1\n}"), s.Waits(b, "x.y"),
		s.InsertAfter(b, "new {\n}"), s.InsertBefore(b, "new {\n}"),
	)
}

func parses(t *testing.T, s Sheet, e Edit) {
	t.Helper()
	edits, err := Tidy(s, []Edit{e})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Apply(s.Src, edits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := syntax.Config(out, "main.tf"); err != nil {
		t.Fatalf("%q becomes %q: %v", s.Src, out, err)
	}
}
