package function_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/symbol"
)

// TestLinks keeps what stands behind links that leave the directory unknown: it is
// neither there nor absent.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	for _, name := range []string{"inside", "links", "out", "folder"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	write("secret.json")
	write("root/inside/a.json")
	link("../inside/a.json", "root/links/b.json")
	link("../../secret.json", "root/out/c.json")
	link("../inside", "root/folder/d")
	files := &function.Files{FS: os.DirFS(root), Base: "."}
	if r, err := os.OpenRoot(root); err == nil {
		t.Cleanup(func() { r.Close() })
		files.FS = r.FS()
	}
	for source, want := range map[string]cty.Value{
		`fileexists("links/b.json")`: cty.True,
		`fileexists("out/c.json")`:   cty.UnknownVal(cty.Bool),
		`fileset("inside", "*")`:     cty.SetVal([]cty.Value{cty.StringVal("a.json")}),
		`fileset("links", "*.json")`: cty.SetVal([]cty.Value{cty.StringVal("b.json")}),
		`fileset("out", "*.json")`:   cty.DynamicVal,
		`fileset("folder", "**")`:    cty.DynamicVal,
		`try(file("out/c.json"), 1)`: cty.DynamicVal,
	} {
		x, err := syntax.Expression([]byte(source), "x", hcl.InitialPos)
		if err != nil {
			t.Fatal(err)
		}
		m := expr.New(&symbol.Table{}, files)
		got, _ := m.Run(func() cty.Value { return m.Value(x, m.Context(nil)) })
		if !got.RawEquals(want) && (got.IsKnown() || want.IsKnown()) {
			t.Errorf("%s is %#v, want %#v", source, got, want)
		}
	}
}
