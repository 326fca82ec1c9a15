package hcledit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/plan403/plan403/internal/source/syntax"
)

// editing is an edit of the first block of a file.
type editing func(s Sheet, b *hclsyntax.Block) Edit

func set(name, value string, kin ...string) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return s.Set(b, Argument{Name: name, Value: value, Kin: kin}) }
}

func addBlock(text string, kin ...string) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return s.InsertBlock(b, text, kin...) }
}

func dropArgument(name string) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return s.RemoveArgument(b.Body.Attributes[name]) }
}

func dropBlock(name string) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit {
		last, _ := s.lastBlock(b.Body, name)
		return s.RemoveBlock(last)
	}
}

func inNested(do editing) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return do(s, b.Body.Blocks[0]) }
}

// carryOut makes an edit of a file, tidied, and tells what comes of it.
func carryOut(t *testing.T, src string, do editing) string {
	t.Helper()
	body, err := syntax.Config([]byte(src), "main.tf")
	if err != nil {
		t.Fatal(err)
	}
	s := Sheet{Name: "main.tf", Src: []byte(src)}
	edits, err := Tidy(s, []Edit{do(s, body.Blocks[0])})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Apply(s.Src, edits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := syntax.Config(out, "main.tf"); err != nil {
		t.Errorf("what is written does not parse: %v\n%s", err, out)
	}
	if string(hclwrite.Format(s.Src)) == src && string(hclwrite.Format(out)) != string(out) {
		t.Errorf("terraform fmt would change what is written:\n%s", out)
	}
	return string(out)
}

func TestBlocksAreEdited(t *testing.T) {
	tests := []struct {
		name, before string
		do           editing
		want         string
	}{
		{
			"a value is replaced where it stands",
			"r {\n  signing = \"never\" # for now\n  type    = \"s3\"\n}\n", set("signing", `"always"`),
			"r {\n  signing = \"always\" # for now\n  type    = \"s3\"\n}\n",
		},
		{
			"a new argument stands behind its kin, and the equals signs in line",
			"r {\n  domain_name = a.b.c # the bucket\n  origin_id   = \"x\"\n\n  # old\n  y {}\n}\n", set("origin_access_control_id", "o.a.id", "domain_name"),
			"r {\n  domain_name              = a.b.c # the bucket\n  origin_access_control_id = o.a.id\n  origin_id                = \"x\"\n\n  # old\n  y {}\n}\n",
		},
		{
			"without kin it stands behind the arguments at the top",
			"r {\n  a = 1\n\n  b = 22\n  z {\n    c = 1\n  }\n  depends_on = [q.w]\n}\n", set("long_name", "3"),
			"r {\n  a = 1\n\n  b         = 22\n  long_name = 3\n  z {\n    c = 1\n  }\n  depends_on = [q.w]\n}\n",
		},
		{
			"behind an argument of many lines",
			"r {\n  list = [\n    1,\n    2,\n  ]\n}\n", set("x", "1", "list"),
			"r {\n  list = [\n    1,\n    2,\n  ]\n  x = 1\n}\n",
		},
		{"an empty block is spread out", "r {}\n", set("x", "1"), "r {\n  x = 1\n}\n"},
		{"a block of one line is spread out", "r { a = 1 }\n", set("bcd", "2"), "r {\n  a   = 1\n  bcd = 2\n}\n"},
		{"a nested block of one line is spread out", "r {\n  s { a = 1 }\n}\n", inNested(set("b", "2")), "r {\n  s {\n    a = 1\n    b = 2\n  }\n}\n"},
		{"line endings of Windows stay", "r {\r\n  a = 1\r\n}\r\n", set("bc", "2"), "r {\r\n  a  = 1\r\n  bc = 2\r\n}\r\n"},
		{"tabs stay tabs in a file that is not formatted", "r {\n\tq = 1\n\n\ta=1\n}\n", set("b", "2", "a"), "r {\n\tq = 1\n\n\ta=1\n  b = 2\n}\n"},
		{
			"a neighbor that is not formatted is left alone",
			"r {\n  a= 1\n  bb = 2\n}\n", set("ccc", "3"),
			"r {\n  a= 1\n  bb  = 2\n  ccc = 3\n}\n",
		},
		{
			"a nested block stands behind its like, with a blank line as these have",
			"r {\n  a = 1\n\n  s {\n    x = 1\n  }\n\n  t {}\n}\n", addBlock("s {\n  x = 2\n}", "s"),
			"r {\n  a = 1\n\n  s {\n    x = 1\n  }\n\n  s {\n    x = 2\n  }\n\n  t {}\n}\n",
		},
		{
			"or without one, as these have",
			"r {\n  a = 1\n  s {\n    x = 1\n  }\n}\n", addBlock("s {\n  x = 2\n}", "s"),
			"r {\n  a = 1\n  s {\n    x = 1\n  }\n  s {\n    x = 2\n  }\n}\n",
		},
		{"the first of its kind stands at the end", "r {\n  a = 1\n}\n", addBlock("s {\n  x = 2\n}", "s"), "r {\n  a = 1\n\n  s {\n    x = 2\n  }\n}\n"},
		{"a block in an empty block", "r {}\n", addBlock("s {\n  x = 2\n}"), "r {\n  s {\n    x = 2\n  }\n}\n"},
		{"an argument goes with its comment", "r {\n  a = 1\n\n  # why b\n  # is 2\n  b = 2\n}\n", dropArgument("b"), "r {\n  a = 1\n}\n"},
		{"a comment above several arguments stays", "r {\n  # these two\n  b = 2\n  c = 3\n}\n", dropArgument("b"), "r {\n  # these two\n  c = 3\n}\n"},
		{"what was lined up with it is lined up anew", "r {\n  long = 1\n  b    = 2\n}\n", dropArgument("long"), "r {\n  b = 2\n}\n"},
		{"a block goes with its comment and one blank line", "r {\n  a = 1\n\n  # old\n  s {\n    x = 1\n  }\n\n  t {}\n}\n", dropBlock("s"), "r {\n  a = 1\n\n  t {}\n}\n"},
		{"the last block goes with the blank line before it", "r {\n  a = 1\n\n  s {\n    x = 1\n  }\n}\n", dropBlock("s"), "r {\n  a = 1\n}\n"},
		{"the first goes with the one behind it", "r {\n  s {\n    x = 1\n  }\n\n  a = 1\n}\n", dropBlock("s"), "r {\n  a = 1\n}\n"},
		{"the one argument of a line", "r { a = 1 }\n", dropArgument("a"), "r {}\n"},
		{
			"a block stands behind another",
			"r {\n}\n\nq {}\n", func(s Sheet, b *hclsyntax.Block) Edit { return s.InsertAfter(b, "n {\n  a = 1\n}") },
			"r {\n}\n\nn {\n  a = 1\n}\n\nq {}\n",
		},
		{
			"at the end of a file that ends without a line break",
			"r {\n}", func(s Sheet, b *hclsyntax.Block) Edit { return s.InsertAfter(b, "n {\n  a = 1\n}") },
			"r {\n}\n\nn {\n  a = 1\n}",
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, carryOut(t, c.before, c.do)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// listOf is the list of the one argument of a block.
func listOf(b *hclsyntax.Block) *hclsyntax.TupleConsExpr {
	return b.Body.Attributes["l"].Expr.(*hclsyntax.TupleConsExpr)
}

func item(text string) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return s.AddItem(listOf(b), text) }
}

func dropItem(i int) editing {
	return func(s Sheet, b *hclsyntax.Block) Edit { return s.RemoveItem(listOf(b), i) }
}

func TestListsAreEdited(t *testing.T) {
	tests := []struct {
		name, before string
		do           editing
		want         string
	}{
		{"into an empty list", "[]", item("x"), "[x]"},
		{"on the line of the others", "[a, b]", item("x"), "[a, b, x]"},
		{"on a line of its own", "[\n    a,\n    b, # why\n  ]", item("x"), "[\n    a,\n    b, # why\n    x,\n  ]"},
		{"behind one without a comma", "[\n    a,\n    b # why, oh\n  ]", item("x"), "[\n    a,\n    b,\n    x # why, oh\n  ]"},
		{"the first of a line", "[a, b]", dropItem(0), "[b]"},
		{"the last of a line", "[a, b]", dropItem(1), "[a]"},
		{"the only one", "[a]", dropItem(0), "[]"},
		{"with its line", "[\n    a, # why\n    b,\n  ]", dropItem(0), "[\n    b,\n  ]"},
		{"the last with its line", "[\n    a,\n    b,\n  ]", dropItem(1), "[\n    a,\n  ]"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			got := carryOut(t, "r {\n  l = "+c.before+"\n}\n", c.do)
			got = strings.TrimSuffix(strings.TrimPrefix(got, "r {\n  l = "), "\n}\n")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
