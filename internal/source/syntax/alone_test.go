package syntax

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// parsers are the functions that parse HCL, by the package that has them; "*"
// is every function of it. They trust their input.
var parsers = map[string][]string{
	"github.com/hashicorp/hcl/v2/hclsyntax": {"ParseConfig", "ParseExpression", "ParseTemplate", "ParseTraversalAbs", "ParseTraversalPartial"},
	"github.com/hashicorp/hcl/v2/hclwrite":  {"ParseConfig"},
	"github.com/hashicorp/hcl/v2/json":      {"*"},
	"github.com/hashicorp/hcl/v2/hclparse":  {"*"},
	"github.com/hashicorp/hcl/v2/hclsimple": {"*"},
}

// No other package parses HCL, for it would parse unguarded. Tests may: they
// parse what this repository holds.
func TestNothingElseParses(t *testing.T) {
	top := os.DirFS("../../..")
	err := fs.WalkDir(top, ".", func(name string, d fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil:
			return err
		case d.IsDir() && (hidden || d.Name() == "testdata" || name == "internal/source/syntax" || name == "tools"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(top, name)
		if err != nil {
			return err
		}
		for _, call := range parses(t, name, src) {
			t.Errorf("%s calls %s: parse by a function of internal/source/syntax, which guards it", name, call)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestParsesIsSeen(t *testing.T) {
	src := `package x
import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
	other "github.com/hashicorp/hcl/v2/json"
)
var a, b = hclsyntax.ParseTemplate, other.ParseExpression
var c = hclsyntax.ValidIdentifier`
	if got := parses(t, "x.go", []byte(src)); strings.Join(got, " ") != "hclsyntax.ParseTemplate other.ParseExpression" {
		t.Errorf("got %v", got)
	}
}

// parses lists the parsers that a file mentions.
func parses(t *testing.T, name string, src []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	imported := map[string][]string{}
	for _, spec := range file.Imports {
		full := strings.Trim(spec.Path.Value, `"`)
		local := path.Base(full)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imported[local] = parsers[full]
	}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := sel.X.(*ast.Ident); ok {
			for _, f := range imported[of.Name] {
				if f == sel.Sel.Name || f == "*" {
					found = append(found, of.Name+"."+sel.Sel.Name)
				}
			}
		}
		return true
	})
	return found
}
