package syntax

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What is skimmed parses, needs no guard, and its blocks are those of the whole file.
func FuzzSkim(f *testing.F) {
	for _, src := range taken {
		f.Add(src)
	}
	for _, src := range left {
		f.Add(src)
	}
	for _, src := range configurations(f, "../../../fixtures") {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { compare(t, []byte(src)) })
}

// compare reports whether a text is skimmed.
func compare(t *testing.T, src []byte) bool {
	t.Helper()
	skimmed, ok := Skim(src, "x.tf")
	if !ok {
		return false
	}
	if err := checkConfig(src); err != nil {
		t.Fatalf("%q has to be guarded from: %s", src, err)
	}
	file, diags := hclsyntax.ParseConfig(src, "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%q does not parse: %s", src, diags)
	}
	if least := Joining(src); skimmed.Joining < least {
		t.Fatalf("joining takes %d, it says %d", least, skimmed.Joining)
	}
	whole := file.Body.(*hclsyntax.Body).Blocks
	if len(whole) != len(skimmed.Blocks) {
		t.Fatalf("%d blocks, it says %d", len(whole), len(skimmed.Blocks))
	}
	for i, want := range whole {
		b := skimmed.Blocks[i]
		header := hcl.Block{Type: b.Type, Labels: b.Labels, TypeRange: b.TypeRange, LabelRanges: b.LabelRanges, DefRange: b.DefRange()}
		wanted := *want.AsHCLBlock()
		wanted.Body = nil
		if diff := cmp.Diff(wanted, header); diff != "" {
			t.Fatal(diff)
		}
		if !reflect.DeepEqual(b.Parse(), want) {
			t.Fatalf("block %d is another one in its file", i)
		}
		if diff := cmp.Diff(takenIn(want.Body), mentionedIn(t, &b)); diff != "" {
			t.Fatal(diff)
		}
	}
	return true
}

// takenIn lists what a tree takes out of something, each once.
func takenIn(n hclsyntax.Node) map[string]bool {
	out := map[string]bool{}
	_ = hclsyntax.VisitAll(n, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			note(out, n.Traversal)
		case *hclsyntax.RelativeTraversalExpr:
			note(out, append(hcl.Traversal{hcl.TraverseRoot{}}, n.Traversal...))
		}
		return nil
	})
	return out
}

func note(out map[string]bool, t hcl.Traversal) {
	if len(t) < 2 {
		return
	}
	text := t.RootName()
	for _, step := range t[1:] {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			text += "." + s.Name
		case hcl.TraverseIndex:
			text += fmt.Sprintf("[%#v]", s.Key)
		}
	}
	out[text] = true
}

func mentionedIn(t *testing.T, b *Block) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	b.Mentions(func(text []byte) {
		x, diags := hclsyntax.ParseExpression(text, "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q: %s", text, diags)
		}
		maps.Copy(out, takenIn(x))
	})
	return out
}

var taken = []string{
	"",
	"# nothing\n/* at\nall */",
	"resource \"a\" \"b\" {\n  c = 1\n}\n",
	"resource a b {}\nlocals { a = 1 }",
	"  locals {\n  a = b # c\n\n  // d\n  e = /* f */ -1.5\n}\r\n\r\nx {\r\n y = 1\r\n}",
	"a {\n  dynamic \"b\" {\n    for_each = c\n    content {\n      d = b.value\n    }\n  }\n}\n",
	"a {\n  b = \"x${c}y${d[0].e}$${f} 5% $\" \n c = \"^a$\"\n d = \"%%{x}\"\n e = \"\\\"\\n\"\n f = \"$$$${x}\"\n}\n",
	"a {\n  b = \"${~ jsonencode({\n a = \"}\"\n}) ~}\"\n}\n",
	"a {\n  b = <<EOT\n x ${y} $z 5%\nEOT x\n  EOT\n  c = f(<<-E\n  ${\"E\"}\n${\nE}\n  E\n  , 1)\n}\n",
	"a {\n  b = <<EOT\r\nx\r\nEOT\r\n}\n",
	"a {\n  b = <<EOT\nEOT\n}\n",
	"a {\n  b = [\n 1, # x\n 2,\n [for k, v in w : v if v != null],\n]\n  c = {for k, v in w : k => v...}\n}\n",
	"a {\n  b = {\n    c = 1, d : 2\n    (e) = 3\n    \"f${g}\" = 4\n\n    h = i ? j : k ? l : m }\n}\n",
	"a {\n  b = c.*.d.0.e\n f = g[*].h[0][\"i\"].j\n  k = l . m\n n = o(p...)\n q = - - r\n s = !t || u && v == w\n}\n",
	"a {\n  b = c.0\n  d = (\n1\n+\n2)\n  for = in\n if = for\n}\n",
	"a = 1\nb \"c\" {}\n",
	"a {\n b = \"ä ${c} ö\" # ü\n d = <<E\nß\nE\n}\ne {}\n",
}

// left holds errors, and what is right but uncommon.
var left = []string{
	"a {", "a }", "a {}}", "a = ", "a = 1 b = 2\n", "a { b = 1\n}", "a { b {} }", "a \"b\n\" {}", "a\n{}", "a = 1\na = 2\n",
	"a {\n b = 1\n b = 2\n}", "a = \"x\n\"", "a = \"\\x\"", "a = \"${}\"", "a = \"${b c}\"", "a = \"${b", "a = \"%{ if b }c%{ endif }\"",
	"a = <<E\nx\n", "a = <<E x\nE\n", "a = <<E\n%{ if x }\nE\n", "a = [1 2]", "a = [1,,2]", "a = {b}", "a = {b = 1 c = 2}", "a = {b = 1,,}",
	"a = {b == 1}", "a = f(1 2)", "a = f(b... , c)", "a = f(,)", "a = (1", "a = b.", "a = b.*.*", "a = b.0.1", "a = b[", "a = b[*", "a = b[1 2]",
	"a = b..c", "a = [for a in b : c => d]", "a = {for a in b : c}", "a = [for in b : c]", "a = 1 +", "a = 1 & 2", "a = 1 = 2", "a = b ? c",
	"a = 'b'", "a = `b`", "a; b = 1", "a = ~b", "a = 1.e", "a = 1..2", "a = 1e", "a /* b", "\ufeffa = 1", "a = \xff", "ä = 1", "a = bä",
	"/* a */ b {}", "a \"${b}\" {}", "a = b::c(1)", "a = 1e5", "a = \"\\u0041\"", "a = b ? c::d : e", "a = b\r", "a {\n\rb = 1\n}", "a.b = 1",
	"a = \"\x00\"", "\x00", "a = " + strings.Repeat("[", 40) + strings.Repeat("]", 40), "a = 1" + strings.Repeat("+1", 40),
}

func TestSkim(t *testing.T) {
	for _, src := range taken {
		if !compare(t, []byte(src)) {
			t.Errorf("%q is not skimmed", src)
		}
	}
	for _, src := range left {
		if compare(t, []byte(src)) {
			t.Errorf("%q is skimmed", src)
		}
	}
}

// Every byte of what is skimmed, left out, doubled or exchanged for another.
func TestSkimDamaged(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 5
	}
	for _, src := range taken {
		for i := 0; i < len(src); i += step {
			compare(t, []byte(src[:i]))
			compare(t, []byte(src[:i]+src[i+1:]))
			for _, c := range "{}[]()\"$%~\\\n\r .,:=<>!?&|+-*/#0aE'" {
				compare(t, []byte(src[:i]+string(c)+src[i:]))
				compare(t, []byte(src[:i]+string(c)+src[i+1:]))
			}
		}
	}
}

// What is real is skimmed, nearly all of it.
func TestSkimReal(t *testing.T) {
	files := configurations(t, "../../../fixtures")
	n := 0
	for name, src := range files {
		if compare(t, []byte(src)) {
			n++
		} else {
			t.Log(name)
		}
	}
	if len(files) == 0 || n*100 < len(files)*95 {
		t.Errorf("%d of %d files are skimmed", n, len(files))
	}
}

func configurations(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	top := os.DirFS(dir)
	err := fs.WalkDir(top, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".tf" {
			return err
		}
		src, err := fs.ReadFile(top, name)
		out[name] = string(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
