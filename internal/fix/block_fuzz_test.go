package fix

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
		s := sheet{name: "main.tf", src: []byte(src)}
		for _, b := range body.Blocks {
			for _, e := range everyEdit(s, b) {
				parses(t, s, e)
			}
		}
	})
}

// everyEdit lists the edits that can be made of a block.
func everyEdit(s sheet, b *hclsyntax.Block) (out []Edit) {
	for _, attr := range b.Body.Attributes {
		out = append(out, s.removeArgument(attr))
		if list, ok := attr.Expr.(*hclsyntax.TupleConsExpr); ok {
			out = append(out, s.addItem(list, "1"))
			for i := range list.Exprs {
				out = append(out, s.removeItem(list, i))
			}
		}
	}
	for _, inner := range b.Body.Blocks {
		out = append(out, s.removeBlock(inner))
	}
	return append(out,
		s.set(b, argument{name: "new", value: "1"}), s.insertBlock(b, "new {\n  a = 1\n}"), s.waits(b, "x.y"),
		s.insertAfter(b, "new {\n}"), s.insertBefore(b, "new {\n}"),
	)
}

func parses(t *testing.T, s sheet, e Edit) {
	t.Helper()
	edits, err := tidy(s, []Edit{e})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Apply(s.src, edits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := syntax.Config(out, "main.tf"); err != nil {
		t.Fatalf("%q becomes %q: %v", s.src, out, err)
	}
}
